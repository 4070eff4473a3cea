import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWords } from '../../app/words/index.ts';
import { Button, Modal } from '../../ui/index.ts';
import { SaveRow } from './save-row.tsx';

type Props = {
  label: string;
  lead: string;
  /** What the press does, in its own words. */
  press: string;
  onRemove: () => Promise<unknown>;
  onClose: () => void;
  /** What is to be chosen before; it then has the focus. */
  children?: ReactNode;
};

/** Asked before something of the settings is gone for good. It closes once that is done; a refusal stays in it. */
export function RemoveDialog({ label, lead, press, onRemove, onClose, children }: Props) {
  const t = useWords();
  const remove = useMutation({ mutationFn: onRemove, onSuccess: onClose });
  return (
    <Modal label={label} onClose={onClose}>
      <form
        className="column remove-dialog"
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate();
        }}
      >
        <h2 className="title" dir="auto">
          {label}
        </h2>
        <p className="text-2">{lead}</p>
        {children}
        <SaveRow error={remove.error}>
          <Button type="submit" look="danger" data-autofocus={children ? undefined : true} disabled={remove.isPending}>
            {press}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </SaveRow>
      </form>
    </Modal>
  );
}
