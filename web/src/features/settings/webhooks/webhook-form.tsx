import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Webhook, type WebhookEventType } from '../../../api/index.ts';
import { useWords } from '../../../app/words/index.ts';
import { Button, Check, Field, Mono, readRefusal, Segmented, TextInput } from '../../../ui/index.ts';
import { SaveRow } from '../save-row.tsx';
import { EVENT_TYPES } from './event-types.ts';
import { WEBHOOKS } from './webhook-state.tsx';

/** Name, address and the events wanted; of a new webhook, or of one that is there. */
export function WebhookForm({
  webhook,
  onCancel,
  onMade,
}: {
  webhook?: Webhook;
  onCancel: () => void;
  onMade: (secret: string | undefined) => void;
}) {
  const t = useWords();
  const client = useQueryClient();
  const [name, setName] = useState(webhook?.name ?? '');
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [chosen, setChosen] = useState<WebhookEventType[]>(webhook?.eventTypes ?? []);
  const [isChoosing, setChoosing] = useState(chosen.length > 0);
  const body = { name, url, eventTypes: isChoosing ? chosen : [] };
  const save = useMutation({
    mutationFn: async () => {
      if (!webhook) return (await call('createWebhook', { body })).secret;
      await call('updateWebhook', { params: { id: webhook.id }, body });
      return undefined;
    },
    onSuccess: async (secret) => {
      await client.invalidateQueries({ queryKey: WEBHOOKS });
      onMade(secret);
    },
  });
  const refused = readRefusal(save.error, ['name', 'url']);
  return (
    <form
      className="settings-ask"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field label={t('brief.name')} help={t('webhooks.nameHelp')} error={refused.at['name']}>
        <TextInput
          isForm
          dir="auto"
          autoFocus
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label={t('webhooks.address')} help={t('webhooks.addressHelp')} error={refused.at['url']}>
        <TextInput
          isForm
          type="url"
          dir="ltr"
          placeholder="https://"
          required
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </Field>
      <div className="field">
        <span className="label">{t('webhooks.which')}</span>
        <div>
          <Segmented
            label={t('webhooks.which')}
            value={isChoosing ? 'some' : 'all'}
            choices={[
              { value: 'all', label: t('webhooks.everyEvent') },
              { value: 'some', label: t('webhooks.someEvents') },
            ]}
            onChange={(value) => setChoosing(value === 'some')}
          />
        </div>
      </div>
      {isChoosing ? (
        <fieldset className="scopes webhook-events">
          <legend className="label">{t('webhooks.which')}</legend>
          {EVENT_TYPES.map((type) => (
            <Check
              key={type}
              label={<Mono>{type}</Mono>}
              checked={chosen.includes(type)}
              onChange={(event) =>
                setChosen(event.target.checked ? [...chosen, type] : chosen.filter((each) => each !== type))
              }
            />
          ))}
        </fieldset>
      ) : null}
      <SaveRow error={refused.rest}>
        <Button type="submit" look="main" disabled={save.isPending || (isChoosing && chosen.length === 0)}>
          {webhook ? t('do.save') : t('webhooks.make')}
        </Button>
        <Button look="plain" onClick={onCancel}>
          {t('do.cancel')}
        </Button>
      </SaveRow>
    </form>
  );
}
