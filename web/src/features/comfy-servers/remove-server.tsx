import { useQueryClient } from '@tanstack/react-query';
import { type ComfyServer, call, comfyServersQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { RemoveDialog } from '../settings/remove-dialog.tsx';

/** Asked first: its key is gone with it. */
export function RemoveServer({ server, onClose }: { server: ComfyServer; onClose: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const remove = async () => {
    await call('deleteComfyServer', { params: { id: server.id } });
    void client.invalidateQueries({ queryKey: comfyServersQuery.queryKey });
  };
  const words = { label: t('servers.remove', { name: server.name }), lead: t('servers.removeLead') };
  return <RemoveDialog {...words} press={t('servers.removeDo')} onRemove={remove} onClose={onClose} />;
}
