import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { type Connection, call, connectionsQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Modal, showToast } from '../../ui/index.ts';
import { SaveRow } from '../settings/save-row.tsx';

/** Asked first: the key is gone with it, and nobody here could bring it back. */
export function RemoveConnection({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const remove = useMutation({
    mutationFn: () => call('deleteConnection', { params: { id: connection.id } }),
    onSuccess: async () => {
      onClose();
      navigate('/settings/providers', { replace: true });
      showToast({ text: t('connections.removed', { name: connection.name }) });
      await client.invalidateQueries({ queryKey: connectionsQuery.queryKey });
    },
  });
  const label = t('connections.remove', { name: connection.name });
  return (
    <Modal label={label} onClose={onClose}>
      <form
        className="column remove-connection"
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate();
        }}
      >
        <h2 className="title" dir="auto">
          {label}
        </h2>
        <p className="text-2">{t('connections.removeLead')}</p>
        <SaveRow error={remove.error}>
          <Button type="submit" look="danger" data-autofocus disabled={remove.isPending}>
            {t('connections.removeDo')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </SaveRow>
      </form>
    </Modal>
  );
}
