import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { comfyServersQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, EmptyState, Problem } from '../../ui/index.ts';
import { OnceShown } from '../settings/once-shown.tsx';
import { ServerCard } from './server-card.tsx';
import { ServerForm } from './server-form.tsx';
import { WorkflowsPart } from './workflows-part.tsx';
import './comfy-servers.css';

/** S37 servers: the organization's own ComfyUI servers, and the workflows they run. */
export function ServersSection() {
  const t = useWords();
  const [isNew, setNew] = useState(false);
  const [agentKey, setAgentKey] = useState<string | null>(null);
  const { data, error, refetch } = useQuery(comfyServersQuery);
  const items = data?.items ?? [];
  const add = (look: 'main' | 'quiet') => (
    <Button look={look} icon={Plus} onClick={() => setNew(true)}>
      {t('servers.new')}
    </Button>
  );
  return (
    <>
      <p className="text-2 settings-lead">{t('servers.lead')}</p>
      {error && !data ? <Problem error={error} onRetry={() => void refetch()} /> : null}
      {data && items.length === 0 && !isNew ? (
        <EmptyState sentence={t('servers.empty')}>{add('main')}</EmptyState>
      ) : null}
      {agentKey ? <AgentKey text={agentKey} /> : null}
      <ul className="settings-list servers">
        {items.map((server) => (
          <ServerCard key={server.id} server={server} onKey={setAgentKey} />
        ))}
      </ul>
      {isNew ? (
        <ServerForm
          onCancel={() => setNew(false)}
          onMade={(made) => {
            setNew(false);
            setAgentKey(made);
          }}
        />
      ) : null}
      {items.length > 0 && !isNew ? <div className="row">{add('quiet')}</div> : null}
      {data ? <WorkflowsPart /> : null}
    </>
  );
}

/** The key and the command it goes into, once. */
function AgentKey({ text }: { text: string }) {
  const t = useWords();
  const command = `npx kinora comfy-agent --server ${window.location.origin} --key ${text}`;
  return <OnceShown label={t('servers.agentKey')} text={command} />;
}
