import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Member } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, Modal, Select, showToast } from '../../ui/index.ts';
import { SaveRow } from './save-row.tsx';

/** Who leaves hands their work to somebody who stays: chosen before the press, as it cannot be taken back. */
export function RemoveMember({
  member,
  successors,
  ownId,
  onClose,
}: {
  member: Member;
  successors: readonly Member[];
  ownId: string | undefined;
  onClose: () => void;
}) {
  const t = useWords();
  const client = useQueryClient();
  const [successor, setSuccessor] = useState(ownId ?? successors[0]?.userId ?? '');
  const remove = useMutation({
    mutationFn: () => call('deleteMember', { params: { id: member.userId }, query: { transferTo: successor } }),
    onSuccess: () => {
      showToast({ text: t('members.removed', { name: member.name }) });
      for (const name of ['members', 'projects']) void client.invalidateQueries({ queryKey: [name] });
      onClose();
    },
  });
  const label = t('members.remove', { name: member.name });
  return (
    <Modal label={label} onClose={onClose}>
      <form
        className="column remove-member"
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate();
        }}
      >
        <h2 className="title" dir="auto">
          {label}
        </h2>
        <p className="text-2">{t('members.removeLead')}</p>
        <Field label={t('members.handOver')}>
          <Select isForm data-autofocus value={successor} onChange={(event) => setSuccessor(event.target.value)}>
            {successors.map(({ userId, name }) => (
              <option key={userId} value={userId}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <SaveRow error={remove.error}>
          <Button type="submit" look="danger" disabled={remove.isPending}>
            {t('members.removeDo')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </SaveRow>
      </form>
    </Modal>
  );
}
