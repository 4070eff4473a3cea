import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { call, type Webhook } from '../../../api/index.ts';
import { useWords } from '../../../app/words/index.ts';
import { Button, ButtonLink, IconButton, StatusMark, Switch, showToast, toastProblem } from '../../../ui/index.ts';
import { OnceShown } from '../once-shown.tsx';
import { RemoveDialog } from '../remove-dialog.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { WebhookForm } from './webhook-form.tsx';
import { WEBHOOKS, WebhookState } from './webhook-state.tsx';

/** One webhook: what it is told, a test, its secret, and everything that was sent. */
export function WebhookDetail({ webhook }: { webhook: Webhook }) {
  const t = useWords();
  const [isEditing, setEditing] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [asked, setAsked] = useState<'remove' | 'renew'>();
  const act = useActs(webhook, setSecret);
  return (
    <>
      <div className="row row-wrap">
        <ButtonLink look="plain" icon={ArrowLeft} flipIcon href="/settings/webhooks">
          {t('webhooks.all')}
        </ButtonLink>
      </div>
      {isEditing ? (
        <WebhookForm webhook={webhook} onCancel={() => setEditing(false)} onMade={() => setEditing(false)} />
      ) : (
        <div className="webhook-head">
          <div className="grow">
            <h3 className="title" dir="auto">
              {webhook.name}
            </h3>
            <bdi className="time webhook-url" dir="ltr">
              {webhook.url}
            </bdi>
            <p className="small text-3">
              {webhook.eventTypes.length === 0 ? t('webhooks.everyEvent') : <bdi>{webhook.eventTypes.join('  ')}</bdi>}
            </p>
          </div>
          <WebhookState webhook={webhook} />
        </div>
      )}
      <div className="row row-wrap">
        <Button look="main" icon={Send} disabled={act.test.isPending} onClick={() => act.test.mutate()}>
          {t('webhooks.test')}
        </Button>
        <Button disabled={isEditing} onClick={() => setEditing(true)}>
          {t('webhooks.edit')}
        </Button>
        <Button onClick={() => setAsked('renew')}>{t('webhooks.renew')}</Button>
        <span className="grow" />
        <Switch
          label={t('webhooks.isOn')}
          checked={webhook.isOn}
          onChange={(event) => act.turn.mutate(event.target.checked)}
        />
        <IconButton
          icon={Trash2}
          label={t('webhooks.remove', { name: webhook.name })}
          onClick={() => setAsked('remove')}
        />
      </div>
      {act.test.data ? <TestAnswer answer={act.test.data.tries.at(-1)} /> : null}
      {secret ? <OnceShown label={t('webhooks.secret')} text={secret} /> : null}
      <DeliveryLog webhookId={webhook.id} />
      {asked ? (
        <RemoveDialog
          label={asked === 'remove' ? t('webhooks.remove', { name: webhook.name }) : t('webhooks.renewDo')}
          lead={t(`webhooks.${asked}Lead`)}
          press={t(`webhooks.${asked}Do`)}
          onRemove={act[asked]}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
    </>
  );
}

function TestAnswer({
  answer,
}: {
  answer: { status: number | null; fault: string | null; tookMs: number } | undefined;
}) {
  const t = useWords();
  if (!answer) return null;
  const isTaken = answer.status !== null && answer.status >= 200 && answer.status < 300;
  const values = { status: answer.status ?? 0, value: answer.tookMs };
  return (
    <p role="status">
      <StatusMark mark={isTaken ? 'passed' : 'failed'}>
        {answer.fault ? <bdi>{answer.fault}</bdi> : t(isTaken ? 'webhooks.taken' : 'webhooks.refused', values)}
      </StatusMark>
    </p>
  );
}

function useActs(webhook: Webhook, onSecret: (secret: string) => void) {
  const t = useWords();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const params = { id: webhook.id };
  const refresh = () => client.invalidateQueries({ queryKey: WEBHOOKS });
  const common = { onSuccess: refresh, onError: toastProblem };
  return {
    test: useMutation({ mutationFn: () => call('testWebhook', { params }), ...common }),
    turn: useMutation({ mutationFn: (isOn: boolean) => call('updateWebhook', { params, body: { isOn } }), ...common }),
    renew: async () => {
      const { secret } = await call('renewWebhookSecret', { params });
      onSecret(secret);
    },
    remove: async () => {
      await call('deleteWebhook', { params });
      navigate('/settings/webhooks', { replace: true });
      showToast({ text: t('webhooks.removed', { name: webhook.name }) });
      void refresh();
    },
  };
}
