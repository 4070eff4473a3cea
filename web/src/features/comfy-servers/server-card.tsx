import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type BodyOf, type ComfyServer, call, comfyServersQuery } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Button, IconButton, type Mark, Mono, StatusMark, Switch, toastProblem } from '../../ui/index.ts';
import { RemoveServer } from './remove-server.tsx';
import { ServerEdit } from './server-edit.tsx';
import { planMemory } from './server-facts.ts';
import { ServerModels } from './server-models.tsx';

const MARKS: Record<ComfyServer['state'], Mark> = { works: 'passed', unreachable: 'failed', never_seen: 'stale' };

/** One server: whether it answers, what it has in memory and in its queue, and what may be done about it. */
export function ServerCard({ server, onKey }: { server: ComfyServer; onKey: (key: string | null) => void }) {
  const t = useWords();
  const format = useFormat();
  return (
    <li className="server" aria-label={server.name}>
      <div className="server-head">
        <h3 className="strong cut" dir="auto">
          {server.name}
        </h3>
        <StatusMark mark={server.isDraining ? 'stale' : MARKS[server.state]}>
          {t(server.isDraining ? 'servers.draining' : `servers.state.${server.state}`)}
        </StatusMark>
      </div>
      <p className="small text-3 server-where">
        {server.kind === 'agent' ? <span>{t('servers.byAgent')}</span> : <bdi dir="ltr">{server.baseUrl}</bdi>}
        {server.version ? <bdi dir="ltr">{`ComfyUI ${server.version}`}</bdi> : null}
        {server.seenAt ? <span>{t('servers.seen', { when: format.ago(server.seenAt) })}</span> : null}
      </p>
      <ServerFigures server={server} />
      <ServerModels server={server} />
      <ServerActs server={server} onKey={onKey} />
    </li>
  );
}

function ServerFigures({ server }: { server: ComfyServer }) {
  const t = useWords();
  const { inWork, tokens, queue } = server;
  const memory = planMemory(server.devices);
  return (
    <dl className="server-figures">
      <div>
        <dt>{t('servers.memory')}</dt>
        <dd>{memory ? <Mono>{t('servers.memoryOf', memory)}</Mono> : '–'}</dd>
      </div>
      <div>
        <dt>{t('servers.inWork')}</dt>
        <dd>
          <Mono>{t('servers.of', { done: inWork, total: tokens })}</Mono>
        </dd>
      </div>
      <div>
        <dt>{t('servers.queue')}</dt>
        <dd>{queue ? <Mono>{String(queue.running + queue.waiting)}</Mono> : '–'}</dd>
      </div>
    </dl>
  );
}

function ServerActs({ server, onKey }: { server: ComfyServer; onKey: (key: string | null) => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState<'edit' | 'remove'>();
  const params = { id: server.id };
  const common = {
    onSuccess: () => client.invalidateQueries({ queryKey: comfyServersQuery.queryKey }),
    onError: toastProblem,
  };
  const look = useMutation({ mutationFn: () => call('lookAtComfyServer', { params }), ...common });
  const change = useMutation({
    mutationFn: (body: BodyOf<'updateComfyServer'>) => call('updateComfyServer', { params, body }),
    ...common,
  });
  const renew = useMutation({
    mutationFn: () => call('renewComfyAgentKey', { params }),
    onSuccess: ({ agentKey }) => {
      onKey(agentKey);
      return common.onSuccess();
    },
    onError: toastProblem,
  });
  return (
    <>
      <div className="row row-wrap">
        {server.kind === 'direct' ? (
          <Button icon={RefreshCw} disabled={look.isPending} onClick={() => look.mutate()}>
            {t(look.isPending ? 'servers.looking' : 'servers.look')}
          </Button>
        ) : (
          <Button disabled={renew.isPending} onClick={() => renew.mutate()}>
            {t('servers.newKey')}
          </Button>
        )}
        <Button disabled={open === 'edit'} onClick={() => setOpen('edit')}>
          {t('servers.change')}
        </Button>
        <span className="grow" />
        <Switch
          label={t('servers.drain')}
          checked={server.isDraining}
          disabled={change.isPending}
          onChange={(event) => change.mutate({ isDraining: event.target.checked })}
        />
        <IconButton
          icon={Trash2}
          label={t('servers.remove', { name: server.name })}
          onClick={() => setOpen('remove')}
        />
      </div>
      {open === 'edit' ? <ServerEdit server={server} onDone={() => setOpen(undefined)} /> : null}
      {open === 'remove' ? <RemoveServer server={server} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}
