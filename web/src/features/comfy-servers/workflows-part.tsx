import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { type ComfyWorkflow, call, comfyWorkflowsQuery, modelsQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, FileInput, IconButton, TextInput, toastProblem } from '../../ui/index.ts';
import { RemoveDialog } from '../settings/remove-dialog.tsx';

/** Workflows of one's own: brought in as ComfyUI exports them for the API, then offered where a shot's picture is asked for. */
export function WorkflowsPart() {
  const t = useWords();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const { data } = useQuery(comfyWorkflowsQuery);
  const renew = () => {
    void client.invalidateQueries({ queryKey: modelsQuery.queryKey });
    return client.invalidateQueries({ queryKey: comfyWorkflowsQuery.queryKey });
  };
  const bring = useMutation({
    mutationFn: async (file: File) => {
      const workflow = await readJson(file);
      return call('importComfyWorkflow', { body: { name: file.name.replace(/\.json$/i, '').slice(0, 80), workflow } });
    },
    onSuccess: renew,
    onError: toastProblem,
  });
  return (
    <section className="column workflows" aria-labelledby="workflows-title">
      <h3 className="title" id="workflows-title">
        {t('servers.workflows')}
      </h3>
      <p className="text-2 settings-lead">{t('servers.workflowsLead', { example: '\u2066{prompt=text}\u2069' })}</p>
      <ul className="settings-list">
        {(data?.items ?? []).map((workflow) => (
          <WorkflowLine key={workflow.id} workflow={workflow} onChanged={renew} />
        ))}
      </ul>
      <div className="row">
        <Button icon={Upload} disabled={bring.isPending} onClick={() => input.current?.click()}>
          {t('servers.bringWorkflow')}
        </Button>
        <FileInput
          ref={input}
          label={t('servers.bringWorkflow')}
          accept=".json,application/json"
          onFiles={([file]) => {
            if (file) bring.mutate(file);
          }}
        />
      </div>
    </section>
  );
}

/** What is no JSON goes as an empty one: the server says in words what it takes. */
async function readJson(file: File): Promise<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(await file.text());
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function WorkflowLine({ workflow, onChanged }: { workflow: ComfyWorkflow; onChanged: () => Promise<void> }) {
  const t = useWords();
  const [name, setName] = useState(workflow.name);
  const [isAsking, setAsking] = useState(false);
  const params = { id: workflow.id };
  const common = { onSuccess: onChanged, onError: toastProblem };
  const rename = useMutation({ mutationFn: () => call('renameComfyWorkflow', { params, body: { name } }), ...common });
  const remove = async () => {
    await call('deleteComfyWorkflow', { params });
    await onChanged();
  };
  const keep = () => {
    if (name.trim() === '') setName(workflow.name);
    else if (name.trim() !== workflow.name) rename.mutate();
  };
  return (
    <li>
      <span className="grow column workflow-name">
        <TextInput
          isForm
          dir="auto"
          aria-label={t('brief.name')}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onBlur={keep}
        />
        <span className="small text-3">
          {t(`capability.${workflow.capability}`)} ·{' '}
          <bdi dir="ltr">{workflow.inputs.map((input) => input.name).join(', ')}</bdi>
        </span>
      </span>
      <IconButton
        icon={Trash2}
        label={t('servers.removeWorkflow', { name: workflow.name })}
        onClick={() => setAsking(true)}
      />
      {isAsking ? (
        <RemoveDialog
          label={t('servers.removeWorkflow', { name: workflow.name })}
          lead={t('servers.removeWorkflowLead')}
          press={t('servers.removeWorkflowDo')}
          onRemove={remove}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </li>
  );
}
