import { useState } from 'react';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, Modal, TextInput } from '../../ui/index.ts';

/** A film that went out some other way, and to whom. */
export function MarkDialog({
  name,
  onMark,
  onClose,
}: {
  name: string;
  onMark: (recipient: string) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const [recipient, setRecipient] = useState('');
  return (
    <Modal label={t('deliver.markNamed', { name })} onClose={onClose}>
      <form
        className="column mark-dialog"
        onSubmit={(event) => {
          event.preventDefault();
          onMark(recipient.trim());
          onClose();
        }}
      >
        <h2 className="title">{t('deliver.markNamed', { name })}</h2>
        <Field label={t('deliver.recipient')} help={t('deliver.recipientHelp')}>
          <TextInput
            isForm
            data-autofocus
            dir="auto"
            maxLength={120}
            value={recipient}
            onChange={(event) => setRecipient(event.target.value)}
          />
        </Field>
        <div className="row">
          <Button look="main" type="submit">
            {t('deliver.mark')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
