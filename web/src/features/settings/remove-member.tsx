import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Member } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Field, Select, showToast } from '../../ui/index.ts';
import { RemoveDialog } from './remove-dialog.tsx';

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
  const remove = async () => {
    await call('deleteMember', { params: { id: member.userId }, query: { transferTo: successor } });
    showToast({ text: t('members.removed', { name: member.name }) });
    for (const name of ['members', 'projects']) void client.invalidateQueries({ queryKey: [name] });
  };
  return (
    <RemoveDialog
      label={t('members.remove', { name: member.name })}
      lead={t('members.removeLead')}
      press={t('members.removeDo')}
      onRemove={remove}
      onClose={onClose}
    >
      <Field label={t('members.handOver')}>
        <Select isForm data-autofocus value={successor} onChange={(event) => setSuccessor(event.target.value)}>
          {successors.map(({ userId, name }) => (
            <option key={userId} value={userId}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </RemoveDialog>
  );
}
