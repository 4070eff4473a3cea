import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Asset, call } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, Modal, sentenceOf, TextInput } from '../../ui/index.ts';
import { renewAssets } from './bulk-acts.ts';

export function RenameDialog({ asset, onClose }: { asset: Pick<Asset, 'id' | 'name'>; onClose: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [name, setName] = useState(asset.name);
  const renaming = useMutation({
    mutationFn: () => call('updateAsset', { params: { id: asset.id }, body: { name } }),
    onSuccess: async () => {
      await renewAssets(client);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') renaming.mutate();
  };
  return (
    <Modal label={t('viewer.rename')} onClose={onClose}>
      <form className="column address-dialog" onSubmit={submit}>
        <h2 className="title">{t('viewer.rename')}</h2>
        <Field label={t('viewer.name')} error={renaming.error ? sentenceOf(renaming.error, t) : undefined}>
          <TextInput
            isForm
            dir="auto"
            data-autofocus=""
            maxLength={255}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <div className="row">
          <span className="grow" />
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button look="main" type="submit" disabled={name.trim() === '' || name === asset.name || renaming.isPending}>
            {t('viewer.rename')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
