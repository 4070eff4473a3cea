import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { type Connection, call, connectionsQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { showToast } from '../../ui/index.ts';
import { RemoveDialog } from '../settings/remove-dialog.tsx';

/** Asked first: the key is gone with it, and nobody here could bring it back. */
export function RemoveConnection({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const remove = async () => {
    await call('deleteConnection', { params: { id: connection.id } });
    navigate('/settings/providers', { replace: true });
    showToast({ text: t('connections.removed', { name: connection.name }) });
    void client.invalidateQueries({ queryKey: connectionsQuery.queryKey });
  };
  const words = { label: t('connections.remove', { name: connection.name }), lead: t('connections.removeLead') };
  return <RemoveDialog {...words} press={t('connections.removeDo')} onRemove={remove} onClose={onClose} />;
}
