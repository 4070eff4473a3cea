import { Copy, Images, Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { call, type Product } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, IconButton, Mono, TextInput } from '../../ui/index.ts';
import { galleryOf } from './gallery-media.ts';
import { MediaStill } from './gallery-tile.tsx';
import { overNewest } from './over-newest.ts';
import { freeName } from './product-facts.tsx';
import type { ProductActs } from './use-product-acts.ts';
import { useSettled } from './use-settled.ts';
import {
  asKnown,
  attributeKeys,
  attributeOf,
  mergeVariants,
  type OptionColumn,
  optionColumns,
  toBody,
  type VariantBody,
  variantName,
  withAttribute,
  withOption,
} from './variant-rows.ts';

/** Versions of the product as rows. Each shows the product's pictures until it has its own in a role. */
export function Variants({
  product,
  acts,
  canWrite,
  onShow,
  shownId,
}: {
  product: Product;
  acts: ProductActs;
  canWrite: boolean;
  onShow: (id: string | null) => void;
  shownId: string | null;
}) {
  const t = useWords();
  const [ownKeys, setOwnKeys] = useState<string[]>([]);
  const known = product.variants.map(toBody);
  // While something typed waits, others may change the product: what one sees is a change of what was there before.
  const base = useRef(known);
  const put = (rows: VariantBody[]) => acts.run(setVariants(base.current, rows));
  const typed = useSettled<VariantBody[]>(put);
  if (!typed.waiting) base.current = known;
  const rows = typed.waiting ?? known;
  const columns = optionColumns(product.kind);
  const keys = [...new Set([...attributeKeys(rows), ...ownKeys])];
  const change = (place: number, row: VariantBody) =>
    typed.change(rows.map((one, index) => (index === place ? row : one)));
  if (rows.length === 0 && !canWrite) return null;
  return (
    <section className="product-part" aria-labelledby="product-variants">
      <div className="row">
        <h2 id="product-variants" className="strong">
          {t('product.variants')}
        </h2>
        {rows.length > 0 ? <Mono>{rows.length}</Mono> : null}
        <span className="grow" />
        {canWrite && rows.length > 0 ? (
          <Button
            look="plain"
            onClick={() =>
              setOwnKeys([
                ...keys,
                freeName(
                  keys.map((key) => ({ key })),
                  t('product.newAttribute'),
                ),
              ])
            }
          >
            {t('product.addColumn')}
          </Button>
        ) : null}
        {canWrite ? (
          <Button icon={Plus} onClick={() => put([...rows, {}])}>
            {t('product.addVariant')}
          </Button>
        ) : null}
      </div>
      {rows.length === 0 ? (
        <p className="text-3">{t(product.kind === 'vehicle' ? 'product.noVariantsVehicle' : 'product.noVariants')}</p>
      ) : (
        <div className="table-wrap">
          <table className="table variants">
            <thead>
              <tr>
                <th scope="col">
                  <span className="spoken">{t('product.gallery')}</span>
                </th>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {t(`variant.${column}`)}
                  </th>
                ))}
                {keys.map((key) => (
                  <th key={key} scope="col">
                    <KeyName
                      name={key}
                      canWrite={canWrite}
                      onRename={(next) => {
                        setOwnKeys(ownKeys.map((one) => (one === key ? next : one)));
                        typed.change(rows.map((row) => renamed(row, key, next)));
                      }}
                    />
                  </th>
                ))}
                <th scope="col">
                  <span className="spoken">{t('members.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, place) => (
                <VariantRow
                  key={row.id ?? `new-${place}`}
                  row={row}
                  product={product}
                  columns={columns}
                  keys={keys}
                  canWrite={canWrite}
                  isShown={row.id !== undefined && row.id === shownId}
                  onShow={onShow}
                  onChange={(next) => change(place, next)}
                  onLeave={typed.flush}
                  onDuplicate={() =>
                    put([...rows.slice(0, place + 1), { ...row, id: undefined, sku: null }, ...rows.slice(place + 1)])
                  }
                  onRemove={() => put(rows.filter((_, index) => index !== place))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** @param base the rows that the person saw when the change began */
function setVariants(base: VariantBody[], mine: VariantBody[]) {
  const put = (now: Product, rows: VariantBody[]) =>
    call('setProductVariants', {
      params: { id: now.id },
      ifMatch: now.revision,
      body: { variants: asKnown(rows, now) },
    });
  // Where somebody was quicker, the change is laid over what they did.
  const send = (now: Product, from: VariantBody[], to: VariantBody[]) =>
    overNewest(now, (product) => put(product, mergeVariants(from, to, product.variants.map(toBody))));
  // What the change came to, new ids included: only that is taken back.
  let made = mine;
  return {
    async apply(now: Product) {
      const product = await send(now, base, mine);
      made = product.variants.map(toBody);
      return product;
    },
    undo: (now: Product) => send(now, made, base),
  };
}

function renamed(row: VariantBody, from: string, to: string): VariantBody {
  return { ...row, attributes: (row.attributes ?? []).map((one) => (one.key === from ? { ...one, key: to } : one)) };
}

/** The name of a free column, kept on leaving it. */
function KeyName({ name, canWrite, onRename }: { name: string; canWrite: boolean; onRename: (next: string) => void }) {
  const t = useWords();
  if (!canWrite) return <bdi>{name}</bdi>;
  return (
    <input
      className="input variant-key"
      dir="auto"
      aria-label={t('product.columnName')}
      defaultValue={name}
      maxLength={60}
      onBlur={({ target }) => {
        const next = target.value.trim();
        if (next !== '' && next !== name) onRename(next);
      }}
    />
  );
}

function VariantRow({
  row,
  product,
  columns,
  keys,
  canWrite,
  isShown,
  onShow,
  onChange,
  onLeave,
  onDuplicate,
  onRemove,
}: {
  row: VariantBody;
  product: Product;
  columns: OptionColumn[];
  keys: string[];
  canWrite: boolean;
  isShown: boolean;
  onShow: (id: string | null) => void;
  onChange: (row: VariantBody) => void;
  onLeave: () => void;
  onDuplicate: () => void;
  onRemove: () => void;
}) {
  const t = useWords();
  const media = galleryOf(product.media, row.id ?? null);
  const picture = media.find(({ role }) => role === 'hero') ?? media.find(({ asset }) => asset.thumbnailUrl !== null);
  const own = media.filter(({ isInherited }) => !isInherited).length;
  const name = variantName(toOptions(row)) || t('product.unnamedVariant');
  return (
    <tr className={isShown ? 'product-row product-chosen' : 'product-row'}>
      <td>
        <button
          type="button"
          className="variant-picture"
          aria-pressed={isShown}
          aria-label={t('variant.pictures', { name })}
          title={row.id && own > 0 ? t('variant.own', { count: own }) : t('variant.inherits')}
          disabled={row.id === undefined}
          onClick={() => onShow(isShown ? null : (row.id ?? null))}
        >
          <span className="media product-hero">{picture ? <MediaStill asset={picture.asset} /> : null}</span>
        </button>
      </td>
      {columns.map((column) => (
        <td key={column}>
          <TextInput
            dir="auto"
            className={column === 'sku' || column === 'year' ? 'time' : ''}
            aria-label={t('variant.cell', { column: t(`variant.${column}`), name })}
            disabled={!canWrite}
            maxLength={80}
            {...(column === 'year'
              ? {
                  defaultValue: row.year ?? '',
                  inputMode: 'numeric' as const,
                  onBlur: ({ target }) => {
                    const next = withOption(row, column, target.value);
                    if (next.year !== (row.year ?? null)) onChange(next);
                  },
                }
              : {
                  value: row[column] ?? '',
                  onChange: ({ target }) => onChange(withOption(row, column, target.value)),
                  onBlur: onLeave,
                })}
          />
        </td>
      ))}
      {keys.map((key) => (
        <td key={key}>
          <TextInput
            dir="auto"
            aria-label={t('variant.cell', { column: key, name })}
            disabled={!canWrite}
            maxLength={500}
            value={attributeOf(row, key)}
            onChange={({ target }) => onChange(withAttribute(row, key, target.value))}
            onBlur={onLeave}
          />
        </td>
      ))}
      <td className="variant-acts">
        <IconButton
          icon={Images}
          label={t('variant.pictures', { name })}
          disabled={row.id === undefined}
          onClick={() => onShow(row.id ?? null)}
        />
        {canWrite ? (
          <>
            <IconButton icon={Copy} label={t('variant.duplicate', { name })} onClick={onDuplicate} />
            <IconButton icon={Trash2} label={t('variant.remove', { name })} onClick={onRemove} />
          </>
        ) : null}
      </td>
    </tr>
  );
}

function toOptions({ size = '', colour = '', year = null, trim = '' }: VariantBody) {
  return { size, colour, year, trim };
}
