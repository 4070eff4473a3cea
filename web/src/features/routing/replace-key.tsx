import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Connection, call, connectionsQuery, type ProviderFacts } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, readRefusal, showToast } from '../../ui/index.ts';
import { SaveRow } from '../settings/save-row.tsx';
import { SecretField } from './secret-field.tsx';

type Props = { connection: Connection; provider: ProviderFacts; onDone: () => void };

/** Another key in the old one's place, once the vendor has taken it; until then the old one works on. */
export function ReplaceKey({ connection, provider, onDone }: Props) {
  const t = useWords();
  const client = useQueryClient();
  const [secret, setSecret] = useState('');
  const replace = useMutation({
    mutationFn: () => call('replaceConnectionSecret', { params: { id: connection.id }, body: { secret } }),
    onSuccess: async ({ lastFour }) => {
      await client.invalidateQueries({ queryKey: connectionsQuery.queryKey });
      showToast({ text: t('connections.keyReplaced', { lastFour: `\u2068${lastFour}\u2069` }) });
      onDone();
    },
  });
  const refused = readRefusal(replace.error, ['secret']);
  return (
    <form
      className="settings-ask"
      onSubmit={(event) => {
        event.preventDefault();
        replace.mutate();
      }}
    >
      <SecretField provider={provider} value={secret} error={refused.at['secret']} autoFocus onChange={setSecret} />
      <SaveRow error={refused.rest}>
        <Button type="submit" look="main" disabled={replace.isPending || secret.trim() === ''}>
          {t(replace.isPending ? 'connections.trying' : 'connections.replaceKey')}
        </Button>
        <Button look="plain" onClick={onDone}>
          {t('do.cancel')}
        </Button>
      </SaveRow>
    </form>
  );
}
