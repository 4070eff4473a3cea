import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type BodyOf, type Budget, call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, Segmented, Select, Switch, TextInput } from '../../ui/index.ts';
import { SaveRow } from '../settings/save-row.tsx';
import { toLimit } from './limit.ts';

const UNITS = ['credits', 'USD', 'EUR', 'GBP', 'ILS'] as const;
type Scope = Budget['scope'];

/** Whose, how much, in what, and what happens at it. */
export function BudgetForm({ onDone }: { onDone: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [scope, setScope] = useState<Scope>('organization');
  const [about, setAbout] = useState('');
  const [period, setPeriod] = useState<Budget['period']>('month');
  const [unit, setUnit] = useState<string>('credits');
  const [text, setText] = useState('');
  const [mode, setMode] = useState<Budget['mode']>('warn');
  const [allowsUnpriced, setAllowsUnpriced] = useState(false);
  const canLetThrough = mode === 'stop' && unit !== 'credits';
  const limit = toLimit(unit, text);
  const isReady = limit !== null && (scope === 'organization' || about !== '');
  const make = useMutation({
    mutationFn: (body: BodyOf<'createBudget'>) => call('createBudget', { body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['budgets'] });
      onDone();
    },
  });
  const submit = () => {
    if (limit === null || !isReady) return;
    // The ids come from lists of this organization; the server looks again.
    const whose = scope === 'project' ? { projectId: about } : scope === 'person' ? { userId: about } : {};
    make.mutate({
      ...whose,
      unit,
      limit,
      mode,
      allowsUnpriced: canLetThrough && allowsUnpriced,
      period: scope === 'project' ? period : 'month',
    } as BodyOf<'createBudget'>);
  };
  return (
    <form
      className="settings-ask"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="field">
        <span className="label">{t('budgets.whose')}</span>
        <div>
          <Segmented<Scope>
            label={t('budgets.whose')}
            value={scope}
            choices={[
              { value: 'organization', label: t('budgets.everybody') },
              { value: 'project', label: t('budgets.project') },
              { value: 'person', label: t('budgets.person') },
            ]}
            onChange={(value) => {
              setScope(value);
              setAbout('');
            }}
          />
        </div>
      </div>
      {scope === 'organization' ? null : <About scope={scope} value={about} onChange={setAbout} />}
      <div className="budget-controls">
        <Field label={t('budgets.limit')} error={text !== '' && limit === null ? t('budgets.limitWrong') : undefined}>
          <TextInput
            isForm
            required
            inputMode="decimal"
            dir="ltr"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Field label={t('budgets.unit')}>
          <Select isForm value={unit} onChange={(event) => setUnit(event.target.value)}>
            {UNITS.map((each) => (
              <option key={each} value={each}>
                {each === 'credits' ? t('budgets.unit.credits') : each}
              </option>
            ))}
          </Select>
        </Field>
        {scope === 'project' ? (
          <Field label={t('budgets.period')}>
            <Select isForm value={period} onChange={(event) => setPeriod(event.target.value as Budget['period'])}>
              <option value="month">{t('budgets.period.month')}</option>
              <option value="all">{t('budgets.period.all')}</option>
            </Select>
          </Field>
        ) : null}
      </div>
      <div className="field">
        <span className="label">{t('budgets.atLimit')}</span>
        <div>
          <Segmented<Budget['mode']>
            label={t('budgets.atLimit')}
            value={mode}
            choices={(['observe', 'warn', 'stop'] as const).map((value) => ({
              value,
              label: t(`budgets.mode.${value}`),
            }))}
            onChange={setMode}
          />
        </div>
        <p className="help">{t(`budgets.modeHelp.${mode}`)}</p>
      </div>
      {canLetThrough ? (
        <Switch
          label={t('budgets.allowsUnpriced')}
          help={t('budgets.allowsUnpricedHelp')}
          checked={allowsUnpriced}
          onChange={(event) => setAllowsUnpriced(event.target.checked)}
        />
      ) : null}
      <SaveRow error={make.error}>
        <Button type="submit" look="main" disabled={!isReady || make.isPending}>
          {t('budgets.make')}
        </Button>
        <Button look="plain" onClick={onDone}>
          {t('do.cancel')}
        </Button>
      </SaveRow>
    </form>
  );
}

function About({
  scope,
  value,
  onChange,
}: {
  scope: 'project' | 'person';
  value: string;
  onChange: (id: string) => void;
}) {
  const t = useWords();
  const projects = useQuery({
    queryKey: ['projects', 'choices'],
    queryFn: ({ signal }) => call('listProjects', { query: { limit: 100 }, signal }),
    enabled: scope === 'project',
  });
  const members = useQuery({
    queryKey: ['members'],
    queryFn: () => call('listMembers'),
    enabled: scope === 'person',
  });
  const choices =
    scope === 'project'
      ? (projects.data?.items ?? []).map(({ id, name }) => ({ id: id as string, name }))
      : (members.data?.items ?? []).map(({ userId, name }) => ({ id: userId as string, name }));
  return (
    <Field label={t(scope === 'project' ? 'budgets.project' : 'budgets.person')}>
      <Select isForm required value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('budgets.chooseOne')}</option>
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
