import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type BodyOf, type Connection, call, connectionsQuery, type ProviderFacts } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, readRefusal, Select, TextInput } from '../../ui/index.ts';
import { SaveRow } from '../settings/save-row.tsx';
import { useCapabilityNames } from './capability-names.ts';
import { LeavingNote } from './leaving-note.tsx';
import { readLimits } from './limit-fields.tsx';
import { MoreFields } from './more-fields.tsx';
import { SecretField } from './secret-field.tsx';

type Props = {
  providers: readonly ProviderFacts[];
  onMade: (connection: Connection) => void;
  onCancel: () => void;
};

/** A vendor, a key, a name. The key is tried by a free call before anything is kept. */
export function ConnectionForm({ providers, onMade, onCancel }: Props) {
  const t = useWords();
  const client = useQueryClient();
  const [id, setId] = useState(providers[0]?.id ?? '');
  const [name, setName] = useState('');
  const [secret, setSecret] = useState('');
  const [baseUrl, setBaseUrl] = useState('');
  const [limits, setLimits] = useState({ concurrent: '', aMinute: '' });
  const provider = providers.find((each) => each.id === id);
  const taken = readLimits(limits);
  const make = useMutation({
    mutationFn: (body: BodyOf<'createConnection'>) => call('createConnection', { body }),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: connectionsQuery.queryKey });
      onMade(made);
    },
  });
  if (!provider) return null;
  const lacksKey = !provider.isKeyOptional && secret.trim() === '';
  const refused = readRefusal(make.error, ['secret', 'name', 'baseUrl']);
  const submit = () => {
    const key = secret.trim() === '' ? {} : { secret };
    const address = baseUrl.trim() === '' ? {} : { baseUrl: baseUrl.trim() };
    make.mutate({ provider: id, name: name.trim() || provider.title, ...key, ...address, ...taken });
  };
  return (
    <form
      className="settings-ask"
      aria-label={t('connections.new')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <VendorChoice
        providers={providers}
        provider={provider}
        onChange={(next) => {
          setId(next);
          make.reset();
        }}
      />
      <SecretField provider={provider} value={secret} error={refused.at['secret']} autoFocus onChange={setSecret} />
      <Field label={t('brief.name')} help={t('connections.nameHelp')} error={refused.at['name']}>
        <TextInput
          isForm
          dir="auto"
          maxLength={80}
          placeholder={provider.title}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <MoreFields
        provider={provider}
        limits={limits}
        onLimits={setLimits}
        baseUrl={baseUrl}
        onBaseUrl={setBaseUrl}
        error={refused.at['baseUrl']}
      />
      <LeavingNote provider={provider} connection={{ baseUrl: baseUrl.trim() || null }} />
      <SaveRow error={refused.rest}>
        <Button type="submit" look="main" disabled={make.isPending || lacksKey || taken === undefined}>
          {t(make.isPending ? 'connections.trying' : 'connections.make')}
        </Button>
        <Button look="plain" onClick={onCancel}>
          {t('do.cancel')}
        </Button>
      </SaveRow>
    </form>
  );
}

function VendorChoice({
  providers,
  provider,
  onChange,
}: {
  providers: readonly ProviderFacts[];
  provider: ProviderFacts;
  onChange: (id: string) => void;
}) {
  const t = useWords();
  const nameAll = useCapabilityNames();
  return (
    <Field label={t('connections.vendor')} help={t('connections.makes', { what: nameAll(provider.capabilities) })}>
      <Select value={provider.id} onChange={(event) => onChange(event.target.value)}>
        {providers.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </Select>
    </Field>
  );
}
