import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, comfyServersQuery, connectionsQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, readRefusal, Select, TextInput } from '../../ui/index.ts';
import { SaveRow } from '../settings/save-row.tsx';

type Kind = 'direct' | 'agent';

/** By its address, which is looked at first, or with an agent where nobody can reach it. */
export function ServerForm({ onMade, onCancel }: { onMade: (key: string | null) => void; onCancel: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>('direct');
  const [name, setName] = useState('');
  const [baseUrl, setBaseUrl] = useState('');
  const [secret, setSecret] = useState('');
  const make = useMutation({
    mutationFn: () => {
      const at = { baseUrl: baseUrl.trim(), ...(secret.trim() === '' ? {} : { secret }) };
      return call('createComfyServer', { body: { kind, name, ...(kind === 'direct' ? at : {}) } });
    },
    onSuccess: async ({ agentKey }) => {
      await client.invalidateQueries({ queryKey: comfyServersQuery.queryKey });
      void client.invalidateQueries({ queryKey: connectionsQuery.queryKey });
      onMade(agentKey);
    },
  });
  const refused = readRefusal(make.error, ['name', 'baseUrl', 'secret']);
  const lacks = name.trim() === '' || (kind === 'direct' && baseUrl.trim() === '');
  return (
    <form
      className="settings-ask"
      aria-label={t('servers.new')}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Field label={t('brief.name')} error={refused.at['name']}>
        <TextInput
          isForm
          dir="auto"
          maxLength={80}
          data-autofocus
          placeholder="gpu-1"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field label={t('servers.reach')} help={t(`servers.reachHelp.${kind}`)}>
        <Select value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
          <option value="direct">{t('servers.reach.direct')}</option>
          <option value="agent">{t('servers.reach.agent')}</option>
        </Select>
      </Field>
      {kind === 'direct' ? (
        <>
          <Field label={t('connections.address')} error={refused.at['baseUrl']}>
            <TextInput
              isForm
              dir="ltr"
              placeholder="http://127.0.0.1:8188"
              value={baseUrl}
              onChange={(event) => setBaseUrl(event.target.value)}
            />
          </Field>
          <Field label={t('servers.doorKey')} help={t('servers.doorKeyHelp')} error={refused.at['secret']}>
            <TextInput
              isForm
              dir="ltr"
              type="password"
              autoComplete="off"
              value={secret}
              onChange={(event) => setSecret(event.target.value)}
            />
          </Field>
        </>
      ) : null}
      <SaveRow error={refused.rest}>
        <Button type="submit" look="main" disabled={make.isPending || lacks}>
          {t(make.isPending ? 'servers.looking' : 'servers.add')}
        </Button>
        <Button look="plain" onClick={onCancel}>
          {t('do.cancel')}
        </Button>
      </SaveRow>
    </form>
  );
}
