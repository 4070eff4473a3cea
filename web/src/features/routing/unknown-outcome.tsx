import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  type BodyOf,
  call,
  type GenerationIntent,
  type Job,
  jobIntentsQuery,
  modelsQuery,
  type OfferedModel,
} from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useFormat, useMoney, useWords } from '../../app/words/index.ts';
import { Button, StatusMark, showToast, toastProblem } from '../../ui/index.ts';
import './unknown-outcome.css';

type Decision = BodyOf<'decideIntent'>['decision'];

/** Work whose one paid call nobody knows the outcome of: what is known, and the three things a person may say (§3.12). */
export function UnknownOutcome({ job }: { job: Pick<Job, 'id' | 'quotedCredits'> }) {
  const { data } = useQuery(jobIntentsQuery(job.id));
  const unknown = data?.items.filter(({ state }) => state === 'unknown') ?? [];
  return unknown.map((intent) => <UnknownIntent key={intent.id} intent={intent} credits={job.quotedCredits} />);
}

function UnknownIntent({ intent, credits }: { intent: GenerationIntent; credits: number }) {
  const t = useWords();
  const format = useFormat();
  const canControl = useMay('jobs.control');
  const { data: models } = useQuery(modelsQuery);
  const model = models?.items.find(({ id, provider }) => id === intent.model && provider === intent.provider);
  const provider = model?.providerTitle ?? intent.provider;
  const decide = useDecision(intent.id, provider);
  const words = { provider, count: credits };
  return (
    <div className="unknown">
      <StatusMark mark="asks">
        {t('unknown.sentence', { provider, when: format.ago(intent.sentAt ?? intent.createdAt) })}
      </StatusMark>
      {canControl ? (
        <div className="row row-wrap">
          <Button disabled={decide.isPending} onClick={() => decide.mutate('check_again')}>
            {t('unknown.check')}
          </Button>
          <Button disabled={decide.isPending} onClick={() => decide.mutate('send_again')}>
            <AgainWords price={credits === 0 ? (model?.price ?? null) : null} />
          </Button>
          <Button disabled={decide.isPending} onClick={() => decide.mutate('close')}>
            {t(credits > 0 ? 'unknown.closeCredits' : 'unknown.close', words)}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** The price of a second answer where it is known before it is made. */
function AgainWords({ price }: { price: OfferedModel['price'] }) {
  const t = useWords();
  const money = useMoney();
  if (price?.per !== 'picture') return t('unknown.again');
  return t('unknown.againPrice', { price: `\u2068${money.micros(price.currency, price.micros)}\u2069` });
}

function useDecision(id: string, provider: string) {
  const t = useWords();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: Decision) => call('decideIntent', { params: { id }, body: { decision } }),
    onSuccess: async ({ state }) => {
      if (state === 'unknown') showToast({ text: t('unknown.still', { provider }) });
      await Promise.all(['jobs', 'tree'].map((name) => client.invalidateQueries({ queryKey: [name] })));
    },
    onError: toastProblem,
  });
}
