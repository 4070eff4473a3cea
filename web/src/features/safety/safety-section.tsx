import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type BodyOf, call, type SafetyPolicy } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Field, Problem, Select, StatusMark, Switch, toastProblem } from '../../ui/index.ts';
import { ConsentList } from './consent-list.tsx';
import { DecisionList } from './decision-list.tsx';
import './safety.css';

const POLICY = ['safety', 'policy'];
const LEVELS = ['relaxed', 'standard', 'strict'] as const;

/** How much is let pass, what was refused and why, and whose face and voice may be used. */
export function SafetySection() {
  const t = useWords();
  const policy = useQuery({
    queryKey: POLICY,
    queryFn: ({ signal }) => call('getSafetyPolicy', { signal }),
  });
  return (
    <>
      <p className="text-2 settings-lead">{t('safety.lead')}</p>
      {policy.error ? <Problem error={policy.error} onRetry={() => void policy.refetch()} /> : null}
      {policy.data ? <PolicyForm policy={policy.data} /> : null}
      <section className="safety-block">
        <h3 className="section-title">{t('safety.decisions')}</h3>
        <DecisionList />
      </section>
      <section className="safety-block">
        <h3 className="section-title">{t('safety.consents')}</h3>
        <p className="small text-2">{t('safety.consentsLead')}</p>
        <ConsentList />
      </section>
    </>
  );
}

/** How many pictures nobody has looked at yet; silent while there are none. */
function Waiting({ waiting, failing }: SafetyPolicy['pictures']) {
  const t = useWords();
  const format = useFormat();
  if (waiting === 0) return null;
  return (
    <p className="small text-2" role="status">
      <StatusMark mark={failing > 0 ? 'stale' : 'queued'}>
        {t('safety.picturesWaiting', { count: format.number(waiting) })}
      </StatusMark>
      {failing > 0 ? <> · {t('safety.picturesFailing', { count: format.number(failing) })}</> : null}
    </p>
  );
}

function PolicyForm({ policy }: { policy: SafetyPolicy }) {
  const t = useWords();
  const client = useQueryClient();
  const canManage = useMay('safety.manage');
  const change = useMutation({
    mutationFn: (body: BodyOf<'updateSafetyPolicy'>) => call('updateSafetyPolicy', { body }),
    onSuccess: (saved) => client.setQueryData(POLICY, saved),
    onError: toastProblem,
  });
  return (
    <div className="column">
      <Field label={t('safety.level')} help={t(`safety.levelHelp.${policy.level}`)}>
        <Select
          value={policy.level}
          disabled={!canManage || change.isPending}
          onChange={(event) => change.mutate({ level: event.target.value as SafetyPolicy['level'] })}
        >
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {t(`safety.level.${level}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Switch
        label={t('safety.vendors')}
        help={
          policy.vendors.length > 0
            ? t('safety.vendorsHelp', { names: policy.vendors.join(', ') })
            : t('safety.vendorsNone')
        }
        checked={policy.usesVendors}
        disabled={!canManage || change.isPending}
        onChange={(event) => change.mutate({ usesVendors: event.target.checked })}
      />
      <Switch
        label={t('safety.pictures')}
        help={t(policy.mustCheckPictures ? 'safety.picturesRequired' : 'safety.picturesHelp')}
        checked={policy.checksPictures}
        disabled={!canManage || policy.mustCheckPictures || change.isPending}
        onChange={(event) => change.mutate({ checksPictures: event.target.checked })}
      />
      {policy.checksPictures ? <Waiting {...policy.pictures} /> : null}
    </div>
  );
}
