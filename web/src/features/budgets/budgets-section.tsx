import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type BodyOf, type Budget, call } from '../../api/index.ts';
import { useFormat, useMoney, useWords } from '../../app/words/index.ts';
import {
  Button,
  EmptyState,
  Field,
  IconButton,
  Problem,
  Select,
  Switch,
  showToast,
  TextInput,
  toastProblem,
} from '../../ui/index.ts';
import { BudgetForm } from './budget-form.tsx';
import { toAmount, toLimit } from './limit.ts';
import './budgets.css';

export const BUDGETS = ['budgets'];

/** Caps with how much of each is used; a change is kept as it is made. */
export function BudgetsSection() {
  const t = useWords();
  const budgets = useQuery({ queryKey: BUDGETS, queryFn: ({ signal }) => call('listBudgets', { signal }) });
  const [isNew, setNew] = useState(false);
  const items = budgets.data?.items ?? [];
  const add = (look: 'main' | 'quiet') => (
    <Button look={look} icon={Plus} onClick={() => setNew(true)}>
      {t('budgets.new')}
    </Button>
  );
  return (
    <>
      <p className="text-2 settings-lead">{t('budgets.lead')}</p>
      {budgets.error ? <Problem error={budgets.error} onRetry={() => void budgets.refetch()} /> : null}
      {budgets.data && items.length === 0 && !isNew ? (
        <EmptyState sentence={t('budgets.empty')}>{add('main')}</EmptyState>
      ) : null}
      <ul className="budgets">
        {items.map((budget) => (
          <BudgetRow key={budget.id} budget={budget} />
        ))}
      </ul>
      {isNew ? <BudgetForm onDone={() => setNew(false)} /> : null}
      {items.length > 0 && !isNew ? <div className="row">{add('quiet')}</div> : null}
    </>
  );
}

export function nameOf(budget: Budget, everybody: string): string {
  return budget.projectName ?? budget.personName ?? everybody;
}

function bodyOf({ projectId, userId, period, unit, limit, mode, allowsUnpriced }: Budget): BodyOf<'createBudget'> {
  const of = { ...(projectId ? { projectId } : {}), ...(userId ? { userId } : {}) };
  return { ...of, period, unit, limit, mode, allowsUnpriced };
}

function BudgetRow({ budget }: { budget: Budget }) {
  const t = useWords();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: BUDGETS });
  const params = { id: budget.id };
  const change = useMutation({
    mutationFn: (body: BodyOf<'updateBudget'>) => call('updateBudget', { params, body }),
    onSuccess: refresh,
    onError: toastProblem,
  });
  const name = nameOf(budget, t('budgets.everybody'));
  const remove = useMutation({
    mutationFn: () => call('deleteBudget', { params }),
    onSuccess: () => {
      showToast({
        text: t('budgets.removed', { name }),
        undo: () => void call('createBudget', { body: bodyOf(budget) }).then(refresh, toastProblem),
      });
      return refresh();
    },
    onError: toastProblem,
  });
  return (
    <li className="budget">
      <div className="row">
        <span className="grow cut">
          <bdi className="strong">{name}</bdi>{' '}
          <span className="small text-3">{t(`budgets.period.${budget.period}`)}</span>
        </span>
        <IconButton
          icon={Trash2}
          label={t('budgets.removeNamed', { name })}
          disabled={remove.isPending}
          onClick={() => remove.mutate()}
        />
      </div>
      <BudgetMeter budget={budget} name={name} />
      <div className="budget-controls">
        <LimitField key={budget.limit} budget={budget} onChange={(limit) => change.mutate({ limit })} />
        <Field label={t('budgets.atLimit')} help={t(`budgets.modeHelp.${budget.mode}`)}>
          <Select
            value={budget.mode}
            disabled={change.isPending}
            onChange={(event) => change.mutate({ mode: event.target.value as Budget['mode'] })}
          >
            {(['observe', 'warn', 'stop'] as const).map((mode) => (
              <option key={mode} value={mode}>
                {t(`budgets.mode.${mode}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {budget.mode === 'stop' && budget.unit !== 'credits' ? (
        <Switch
          label={t('budgets.allowsUnpriced')}
          help={t('budgets.allowsUnpricedHelp')}
          checked={budget.allowsUnpriced}
          disabled={change.isPending}
          onChange={(event) => change.mutate({ allowsUnpriced: event.target.checked })}
        />
      ) : null}
    </li>
  );
}

/** Written when it is left or Enter is pressed, and only when it says a number. */
function LimitField({ budget, onChange }: { budget: Budget; onChange: (limit: number) => void }) {
  const t = useWords();
  const [text, setText] = useState(() => toAmount(budget.unit, budget.limit));
  const limit = toLimit(budget.unit, text);
  const commit = () => {
    if (limit !== null && limit !== budget.limit) onChange(limit);
  };
  const unit = budget.unit === 'credits' ? t('budgets.unit.credits') : budget.unit;
  return (
    <Field label={t('budgets.limitIn', { unit })} error={limit === null ? t('budgets.limitWrong') : undefined}>
      <TextInput
        inputMode="decimal"
        dir="ltr"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
    </Field>
  );
}

/** Full at the limit, with a mark at 80 %; what is above it is said in words. */
function BudgetMeter({ budget, name }: { budget: Budget; name: string }) {
  const t = useWords();
  const format = useFormat();
  const money = useMoney();
  const show = (amount: number) =>
    budget.unit === 'credits' ? format.number(amount) : money.micros(budget.unit, amount);
  const percent = budget.limit === 0 ? (budget.used > 0 ? 100 : 0) : Math.floor((budget.used * 100) / budget.limit);
  const state = percent >= 100 ? 'is-full' : percent >= 80 ? 'is-near' : '';
  const text = t('budgets.used', { used: show(budget.used), limit: show(budget.limit) });
  return (
    <div className="row row-wrap budget-meter">
      <span aria-hidden="true" className={`meter-bar ${state}`}>
        <i style={{ inlineSize: `${Math.min(100, percent)}%` }} />
      </span>
      <meter className="spoken" aria-label={name} aria-valuetext={text} max={100} value={Math.min(100, percent)} />
      <span className="small text-2">{text}</span>
      <bdi className="time">{percent} %</bdi>
    </div>
  );
}
