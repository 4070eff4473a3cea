import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ComfyServer, call, comfyServersQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, Select, TextInput } from '../../ui/index.ts';
import { SaveRow } from '../settings/save-row.tsx';

const TOKENS = [1, 2, 3, 4, 8];

/** Name, and how much it gets at once. */
export function ServerEdit({ server, onDone }: { server: ComfyServer; onDone: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [name, setName] = useState(server.name);
  const [tokens, setTokens] = useState(server.tokens);
  const save = useMutation({
    mutationFn: () => call('updateComfyServer', { params: { id: server.id }, body: { name, tokens } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: comfyServersQuery.queryKey });
      onDone();
    },
  });
  return (
    <form
      className="settings-ask"
      aria-label={t('servers.change')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field label={t('brief.name')}>
        <TextInput isForm dir="auto" maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label={t('servers.atOnce')} help={t('servers.atOnceHelp')}>
        <Select value={String(tokens)} onChange={(event) => setTokens(Number(event.target.value))}>
          {[...new Set([...TOKENS, server.tokens])].map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </Select>
      </Field>
      <SaveRow error={save.error}>
        <Button type="submit" look="main" disabled={save.isPending || name.trim() === ''}>
          {t('do.save')}
        </Button>
        <Button look="plain" onClick={onDone}>
          {t('do.cancel')}
        </Button>
      </SaveRow>
    </form>
  );
}
