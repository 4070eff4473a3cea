import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Asset, call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, Modal, sentenceOf, showToast, TextInput } from '../../ui/index.ts';
import { renewAssets } from './bulk-acts.ts';

/** A file by its address, fetched by the studio through its guard; the refusal stands under the field. */
export function AddressDialog({ onClose, onAsset }: { onClose: () => void; onAsset?: (asset: Asset) => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [url, setUrl] = useState('');
  const fetching = useMutation({
    mutationFn: () => call('importAsset', { body: { url: url.trim() } }),
    onSuccess: async (asset) => {
      await renewAssets(client);
      showToast({ text: t('library.fetched', { name: asset.name }) });
      onAsset?.(asset);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (url.trim() !== '') fetching.mutate();
  };
  return (
    <Modal label={t('library.fromAddress')} onClose={onClose}>
      <form className="column address-dialog" onSubmit={submit}>
        <h2 className="title">{t('library.fromAddress')}</h2>
        <Field
          label={t('library.address')}
          help={t('library.addressHelp')}
          error={fetching.error ? sentenceOf(fetching.error, t) : undefined}
        >
          <TextInput
            isForm
            type="url"
            dir="ltr"
            data-autofocus=""
            placeholder="https://"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        </Field>
        <div className="row">
          <span className="grow" />
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button look="main" type="submit" disabled={url.trim() === '' || fetching.isPending}>
            {t(fetching.isPending ? 'library.fetching' : 'library.fetch')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
