import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { call, type WebhookDelivery } from '../../../api/index.ts';
import { useFormat, useWords } from '../../../app/words/index.ts';
import { Button, Mono, Problem, StatusMark, toastProblem } from '../../../ui/index.ts';
import { WEBHOOKS } from './webhook-state.tsx';

const MARKS = { pending: 'queued', delivered: 'passed', failed: 'failed' } as const;

/** What was sent, newest first. A row opens to the message and to what each try was answered. */
export function DeliveryLog({ webhookId }: { webhookId: string }) {
  const t = useWords();
  const client = useQueryClient();
  const log = useInfiniteQuery({
    queryKey: [...WEBHOOKS, webhookId],
    queryFn: ({ pageParam }) =>
      call('listWebhookDeliveries', { params: { id: webhookId }, query: { limit: 30, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const items = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="settings-part" aria-labelledby="webhook-log">
      <div className="row">
        <h3 className="title grow" id="webhook-log">
          {t('webhooks.log')}
        </h3>
        <Button
          icon={RotateCw}
          look="plain"
          onClick={() => void client.invalidateQueries({ queryKey: [...WEBHOOKS, webhookId] })}
        >
          {t('webhooks.look')}
        </Button>
      </div>
      {log.error ? <Problem error={log.error} onRetry={() => void log.refetch()} /> : null}
      {log.data && items.length === 0 ? <p className="text-3">{t('webhooks.logEmpty')}</p> : null}
      <ul className="settings-list webhook-log">
        {items.map((delivery) => (
          <DeliveryLine key={delivery.id} delivery={delivery} />
        ))}
      </ul>
      {log.hasNextPage ? (
        <div className="row">
          <Button onClick={() => void log.fetchNextPage()}>{t('do.more')}</Button>
        </div>
      ) : null}
    </section>
  );
}

function DeliveryLine({ delivery }: { delivery: WebhookDelivery }) {
  const t = useWords();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <button type="button" className="webhook-row" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <StatusMark mark={MARKS[delivery.status]} name={t(`webhooks.status.${delivery.status}`)} />
        <Mono>{delivery.type}</Mono>
        <span className="grow" />
        {delivery.lastStatus === null ? null : <Mono>{delivery.lastStatus}</Mono>}
        <span className="small text-3">{t('webhooks.tries', { count: delivery.attempts })}</span>
        <span className="small text-3">{format.ago(delivery.createdAt)}</span>
      </button>
      {isOpen ? <DeliveryDetail delivery={delivery} /> : null}
    </li>
  );
}

function DeliveryDetail({ delivery }: { delivery: WebhookDelivery }) {
  const t = useWords();
  const format = useFormat();
  const client = useQueryClient();
  const detail = useQuery({
    queryKey: [...WEBHOOKS, delivery.webhookId, delivery.id],
    queryFn: () => call('getWebhookDelivery', { params: { id: delivery.id } }),
  });
  const replay = useMutation({
    mutationFn: () => call('replayWebhookDelivery', { params: { id: delivery.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...WEBHOOKS, delivery.webhookId] }),
    onError: toastProblem,
  });
  if (detail.error) return <Problem error={detail.error} />;
  if (!detail.data) return null;
  return (
    <div className="webhook-detail">
      <p className="row row-wrap small">
        <Mono>msg_{delivery.id}</Mono>
        {delivery.nextAttemptAt ? (
          <span className="text-3">{t('webhooks.next', { time: format.clock(delivery.nextAttemptAt) })}</span>
        ) : null}
      </p>
      <ol className="webhook-tries">
        {detail.data.tries.map((each) => (
          <li key={each.at}>
            <Mono>{format.clock(each.at)}</Mono> <Mono>{each.status ?? '–'}</Mono> <Mono>{each.tookMs} ms</Mono>{' '}
            <bdi className="text-2">{each.fault ?? each.answer}</bdi>
          </li>
        ))}
      </ol>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls must be reachable by keyboard */}
      <pre className="webhook-body" tabIndex={0}>
        {JSON.stringify(detail.data.body, null, 2)}
      </pre>
      <div className="row">
        <Button disabled={replay.isPending} onClick={() => replay.mutate()}>
          {t('webhooks.replay')}
        </Button>
      </div>
    </div>
  );
}
