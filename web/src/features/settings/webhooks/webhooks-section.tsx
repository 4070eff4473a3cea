import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { call, type Webhook } from '../../../api/index.ts';
import { useWords } from '../../../app/words/index.ts';
import { Button, EmptyState, Problem } from '../../../ui/index.ts';
import { OnceShown } from '../once-shown.tsx';
import { WebhookDetail } from './webhook-detail.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { WEBHOOKS, WebhookState } from './webhook-state.tsx';
import './webhooks.css';

/** Addresses that are told of events. `?webhook=` opens one with its log. */
export function WebhooksSection() {
  const t = useWords();
  const [search] = useSearchParams();
  const [isNew, setNew] = useState(false);
  const [secret, setSecret] = useState<string>();
  const webhooks = useQuery({ queryKey: WEBHOOKS, queryFn: () => call('listWebhooks') });
  const items = webhooks.data?.items ?? [];
  const open = items.find(({ id }) => id === search.get('webhook'));
  if (open) return <WebhookDetail key={open.id} webhook={open} />;
  return (
    <>
      <p className="text-2 settings-lead">{t('webhooks.lead')}</p>
      {webhooks.error ? <Problem error={webhooks.error} onRetry={() => void webhooks.refetch()} /> : null}
      {secret ? <OnceShown label={t('webhooks.secret')} text={secret} /> : null}
      {webhooks.data && items.length === 0 && !isNew ? (
        <EmptyState sentence={t('webhooks.empty')}>
          <Button look="main" icon={Plus} onClick={() => setNew(true)}>
            {t('webhooks.new')}
          </Button>
        </EmptyState>
      ) : null}
      <ul className="settings-list">
        {items.map((webhook) => (
          <WebhookLine key={webhook.id} webhook={webhook} />
        ))}
      </ul>
      {isNew ? (
        <WebhookForm
          onCancel={() => setNew(false)}
          onMade={(made) => {
            setSecret(made);
            setNew(false);
          }}
        />
      ) : null}
      {items.length > 0 && !isNew ? (
        <div className="row">
          <Button icon={Plus} onClick={() => setNew(true)}>
            {t('webhooks.new')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function WebhookLine({ webhook }: { webhook: Webhook }) {
  const t = useWords();
  return (
    <li>
      <span className="grow cut">
        <Link className="strong webhook-name" href={`/settings/webhooks?webhook=${webhook.id}`}>
          <bdi>{webhook.name}</bdi>
        </Link>
        <bdi className="small text-3 settings-mail cut" dir="ltr">
          {webhook.url}
        </bdi>
      </span>
      <span className="small text-3">
        {webhook.eventTypes.length === 0
          ? t('webhooks.everyEvent')
          : t('webhooks.events', { count: webhook.eventTypes.length })}
      </span>
      <WebhookState webhook={webhook} />
    </li>
  );
}
