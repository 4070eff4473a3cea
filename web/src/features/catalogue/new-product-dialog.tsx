import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { call, type ProductKind } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, Modal, Segmented, sentenceOf, TextInput } from '../../ui/index.ts';
import { KINDS } from './list-state.ts';

/** A name and what it is: enough to open its page, where everything else is written. */
export function NewProductDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<ProductKind>('garment');
  const make = useMutation({
    mutationFn: () => call('createProduct', { body: { name: name.trim(), kind } }),
    onSuccess: (product) => {
      for (const key of ['products', 'product-facets']) void client.invalidateQueries({ queryKey: [key] });
      navigate(`/products/${product.id}`);
    },
  });
  const fault = make.error ? sentenceOf(make.error, t) : undefined;
  return (
    <Modal label={t('products.new')} onClose={onClose}>
      <form
        className="column new-product"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && !make.isPending) make.mutate();
        }}
      >
        <h2 className="title">{t('products.new')}</h2>
        <Field label={t('product.name')} error={fault}>
          <TextInput
            data-autofocus
            isForm
            dir="auto"
            maxLength={160}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <div className="field">
          <span className="label">{t('products.kind')}</span>
          <div>
            <Segmented
              label={t('products.kind')}
              value={kind}
              choices={KINDS.map((value) => ({ value, label: t(`product.kind.${value}`) }))}
              onChange={setKind}
            />
          </div>
        </div>
        <div className="row">
          <Button look="main" type="submit" disabled={name.trim() === '' || make.isPending}>
            {t('products.create')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
