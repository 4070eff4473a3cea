import { useQuery } from '@tanstack/react-query';
import { ExternalLink, Plus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { brandsQuery, type Product, type ProductAttribute } from '../../api/index.ts';
import { findUnsent, keepEdit, letGo, useOwner } from '../../app/kept/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Button, Field, Icon, IconButton, Segmented, Select, TextArea, TextInput } from '../../ui/index.ts';
import { changeFields, type ProductChange } from './field-acts.ts';
import { KINDS, STATUSES } from './list-state.ts';
import { parseTags } from './parse-tags.ts';
import { PriceField } from './price-field.tsx';
import type { ProductActs } from './use-product-acts.ts';
import { useSettled } from './use-settled.ts';

type Props = { product: Product; acts: ProductActs; canWrite: boolean };
type Edit = {
  value: Product;
  now: (changes: ProductChange) => void;
  soon: (changes: ProductChange) => void;
  flush: () => void;
};

/** What is known of the product. Choices are kept at once, words when one pauses. */
export function ProductFacts({ product, acts, canWrite }: Props) {
  const t = useWords();
  const format = useFormat();
  const typed = useTyped({ product, acts, canWrite });
  const edit: Edit = {
    value: { ...product, ...typed.waiting } as Product,
    now: (changes) => acts.run(changeFields(product, changes)),
    soon: (changes) => typed.change((before) => ({ ...before, ...changes })),
    flush: typed.flush,
  };
  return (
    <section className="product-part" aria-labelledby="product-facts">
      <h2 id="product-facts" className="spoken">
        {t('product.facts')}
      </h2>
      <fieldset className="column product-fields" disabled={!canWrite}>
        <Segmented
          label={t('products.status')}
          value={product.status}
          choices={STATUSES.map((value) => ({ value, label: t(`product.status.${value}`), isHeld: !canWrite }))}
          onChange={(status) => edit.now({ status })}
        />
        <NameAndSku edit={edit} />
        <KindAndBrand edit={edit} />
        <PriceField price={product.price} onChange={(price) => edit.now({ price })} />
        <Field label={t('product.description')}>
          <TextArea
            rows={5}
            maxLength={20_000}
            value={edit.value.description}
            onChange={(event) => edit.soon({ description: event.target.value })}
            onBlur={edit.flush}
          />
        </Field>
        <TagsField key={product.tags.join()} product={product} onChange={(tags) => edit.now({ tags })} />
        <Attributes edit={edit} canWrite={canWrite} />
      </fieldset>
      <p className="small text-3">{t('product.changed', { when: format.ago(product.updatedAt) })}</p>
    </section>
  );
}

/** Words on their way: kept in this browser until the product has them, so that a reload or a studio that is away loses none. */
function useTyped({ product, acts, canWrite }: Props) {
  const owner = useOwner();
  const about = `product.${product.id}`;
  const [unsent] = useState(() => (canWrite ? findUnsent<ProductChange>(owner, about, product) : undefined));
  const send = (changes: ProductChange) => {
    const act = changeFields(product, changes);
    const apply = async (now: Product) => {
      const changed = await act.apply(now);
      letGo(owner, about, changes);
      return changed;
    };
    acts.run({ ...act, apply });
  };
  const typed = useSettled<ProductChange>(send, unsent);
  useEffect(() => {
    // An empty name is never sent, so it is nothing to come back to.
    const { name, ...rest } = typed.waiting ?? {};
    const values = name?.trim() ? { ...rest, name } : rest;
    if (Object.keys(values).length > 0) keepEdit(owner, about, values);
  }, [typed.waiting, owner, about]);
  useEffect(() => {
    findUnsent(owner, about, product);
  }, [owner, about, product]);
  return typed;
}

function NameAndSku({ edit }: { edit: Edit }) {
  const t = useWords();
  const isNameless = edit.value.name.trim() === '';
  return (
    <>
      <Field label={t('product.name')} error={isNameless ? t('product.nameNeeded') : undefined}>
        <TextInput
          dir="auto"
          maxLength={160}
          value={edit.value.name}
          onChange={(event) => edit.soon({ name: event.target.value })}
          onBlur={edit.flush}
        />
      </Field>
      <Field label={t('products.column.sku')}>
        <TextInput
          className="time"
          maxLength={80}
          value={edit.value.sku ?? ''}
          onChange={(event) => edit.soon({ sku: event.target.value.trim() === '' ? null : event.target.value })}
          onBlur={edit.flush}
        />
      </Field>
    </>
  );
}

function KindAndBrand({ edit }: { edit: Edit }) {
  const t = useWords();
  const { data: brands } = useQuery(brandsQuery);
  const { kind, brandId } = edit.value;
  return (
    <div className="two">
      <Field label={t('products.kind')}>
        <Select value={kind} onChange={(event) => edit.now({ kind: event.target.value as Product['kind'] })}>
          {KINDS.map((value) => (
            <option key={value} value={value}>
              {t(`product.kind.${value}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('products.brand')}>
        <Select
          value={brandId ?? ''}
          onChange={(event) =>
            edit.now({ brandId: brands?.items.find(({ id }) => id === event.target.value)?.id ?? null })
          }
        >
          <option value="">{t('product.noBrand')}</option>
          {brands?.items.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}

/** Tags as words with commas between, kept on leaving the field. */
function TagsField({ product, onChange }: { product: Product; onChange: (tags: string[]) => void }) {
  const t = useWords();
  const keep = (text: string) => {
    const tags = parseTags(text);
    if (tags.join() !== product.tags.join()) onChange(tags);
  };
  return (
    <Field label={t('products.tags')} help={t('products.tagsHelp')}>
      <TextInput
        dir="auto"
        defaultValue={product.tags.join(', ')}
        onBlur={(event) => keep(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && keep(event.currentTarget.value)}
      />
    </Field>
  );
}

/** Free facts in the person's order. One that is an address can be opened. */
function Attributes({ edit, canWrite }: { edit: Edit; canWrite: boolean }) {
  const t = useWords();
  const { attributes } = edit.value;
  const put = (place: number, attribute: ProductAttribute | null) =>
    attributes.flatMap((one, index) => (index === place ? (attribute ?? []) : one));
  return (
    <div className="column">
      <h3 className="label">{t('product.attributes')}</h3>
      {attributes.map((attribute, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row stays the same row while its name is typed
        <div key={place} className="attribute">
          <TextInput
            dir="auto"
            aria-label={t('product.attributeName')}
            value={attribute.key}
            maxLength={60}
            onChange={(event) => edit.soon({ attributes: put(place, { ...attribute, key: event.target.value }) })}
            onBlur={edit.flush}
          />
          <TextInput
            dir="auto"
            aria-label={t('product.attributeValue', { name: attribute.key })}
            value={String(attribute.value)}
            maxLength={500}
            onChange={(event) => edit.soon({ attributes: put(place, withValue(attribute, event.target.value)) })}
            onBlur={edit.flush}
          />
          {/^https?:\/\/\S+$/.test(String(attribute.value)) ? (
            <a
              className="button button-plain button-icon"
              href={String(attribute.value)}
              target="_blank"
              rel="noreferrer"
              aria-label={t('product.openLink', { name: attribute.key })}
            >
              <Icon of={ExternalLink} />
            </a>
          ) : null}
          <IconButton
            icon={X}
            label={t('product.removeAttribute', { name: attribute.key })}
            onClick={() => edit.now({ attributes: put(place, null) })}
          />
        </div>
      ))}
      {canWrite ? (
        <div>
          <Button
            look="plain"
            icon={Plus}
            onClick={() =>
              edit.soon({
                attributes: [
                  ...attributes,
                  { key: freeName(attributes, t('product.newAttribute')), type: 'text', value: '' },
                ],
              })
            }
          >
            {t('product.addAttribute')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** Names of attributes differ; a second new one is "Material 2". */
export function freeName(attributes: readonly { key: string }[], wanted: string): string {
  const isTaken = (name: string) => attributes.some(({ key }) => key === name);
  let name = wanted;
  for (let count = 2; isTaken(name); count += 1) name = `${wanted} ${count}`;
  return name;
}

/** A number stays one while numbers are typed into it. */
function withValue(attribute: ProductAttribute, text: string): ProductAttribute {
  const number = Number(text);
  if (attribute.type === 'number' && text.trim() !== '' && Number.isFinite(number))
    return { key: attribute.key, type: 'number', value: number };
  return { key: attribute.key, type: 'text', value: text };
}
