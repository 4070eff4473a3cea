import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, PlugZap, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type Connection, call, connectionsQuery, type ProviderFacts } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, IconButton, Mono, StatusMark, Switch, toastProblem } from '../../ui/index.ts';
import { ConnectionEdit } from './connection-edit.tsx';
import { ConnectionFigures } from './connection-figures.tsx';
import { ConnectionHealth, healthWords } from './connection-health.tsx';
import { LeavingNote } from './leaving-note.tsx';
import { RemoveConnection } from './remove-connection.tsx';
import { ReplaceKey } from './replace-key.tsx';

type Props = { connection: Connection; provider: ProviderFacts };

/** One connection: whether it works, what it did this month, what leaves, and its key changed without being seen. */
export function ConnectionDetail({ connection, provider }: Props) {
  const t = useWords();
  const [open, setOpen] = useState<'edit' | 'key' | 'remove'>();
  const close = () => setOpen(undefined);
  return (
    <>
      <div className="row row-wrap">
        <ButtonLink look="plain" icon={ArrowLeft} flipIcon href="/settings/providers">
          {t('connections.all')}
        </ButtonLink>
      </div>
      <div className="connection-head">
        <div className="grow">
          <h3 className="title" dir="auto">
            {connection.name}
          </h3>
          <p className="small text-3 connection-facts">
            <bdi>{connection.providerTitle}</bdi>
            {connection.lastFour ? <Mono>{`•••• ${connection.lastFour}`}</Mono> : null}
            {connection.account ? <bdi>{connection.account}</bdi> : null}
            {connection.baseUrl ? <bdi dir="ltr">{connection.baseUrl}</bdi> : null}
          </p>
        </div>
        <ConnectionHealth connection={connection} />
      </div>
      {connection.isOperators ? (
        <p className="text-2 settings-lead">{t('connections.operatorsHelp')}</p>
      ) : (
        <ConnectionActs connection={connection} open={open} onOpen={setOpen} />
      )}
      {open === 'edit' ? <ConnectionEdit connection={connection} onDone={close} /> : null}
      {open === 'key' ? <ReplaceKey connection={connection} provider={provider} onDone={close} /> : null}
      {open === 'remove' ? <RemoveConnection connection={connection} onClose={close} /> : null}
      <ConnectionFigures connection={connection} />
      <LeavingNote provider={provider} connection={connection} />
    </>
  );
}

type Open = 'edit' | 'key' | 'remove';

function ConnectionActs({
  connection,
  open,
  onOpen,
}: {
  connection: Connection;
  open: Open | undefined;
  onOpen: (open: Open) => void;
}) {
  const t = useWords();
  const client = useQueryClient();
  const params = { id: connection.id };
  const common = {
    onSuccess: () => client.invalidateQueries({ queryKey: connectionsQuery.queryKey }),
    onError: toastProblem,
  };
  const test = useMutation({ mutationFn: () => call('testConnection', { params }), ...common });
  const turn = useMutation({
    mutationFn: (isEnabled: boolean) => call('updateConnection', { params, body: { isEnabled } }),
    ...common,
  });
  return (
    <>
      <div className="row row-wrap">
        <Button look="main" icon={PlugZap} disabled={test.isPending} onClick={() => test.mutate()}>
          {t(test.isPending ? 'connections.trying' : 'connections.test')}
        </Button>
        <Button disabled={open === 'key'} onClick={() => onOpen('key')}>
          {t('connections.replaceKey')}
        </Button>
        <Button disabled={open === 'edit'} onClick={() => onOpen('edit')}>
          {t('connections.change')}
        </Button>
        <span className="grow" />
        <Switch
          label={t('connections.isOn')}
          checked={connection.isEnabled}
          disabled={turn.isPending}
          onChange={(event) => turn.mutate(event.target.checked)}
        />
        <IconButton
          icon={Trash2}
          label={t('connections.remove', { name: connection.name })}
          onClick={() => onOpen('remove')}
        />
      </div>
      {test.data ? (
        <p role="status">
          <StatusMark mark={test.data.health.state === 'works' ? 'passed' : 'failed'}>
            {healthWords(test.data, t)}
          </StatusMark>
        </p>
      ) : null}
    </>
  );
}
