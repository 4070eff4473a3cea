import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ComfyServer, call, comfyServersQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Modal } from '../../ui/index.ts';
import { SaveRow } from '../settings/save-row.tsx';

/** Asked first: its key is gone with it. */
export function RemoveServer({ server, onClose }: { server: ComfyServer; onClose: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call('deleteComfyServer', { params: { id: server.id } }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: comfyServersQuery.queryKey });
    },
  });
  const label = t('servers.remove', { name: server.name });
  return (
    <Modal label={label} onClose={onClose}>
      <form
        className="column"
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate();
        }}
      >
        <h2 className="title" dir="auto">
          {label}
        </h2>
        <p className="text-2">{t('servers.removeLead')}</p>
        <SaveRow error={remove.error}>
          <Button type="submit" look="danger" data-autofocus disabled={remove.isPending}>
            {t('servers.removeDo')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </SaveRow>
      </form>
    </Modal>
  );
}
