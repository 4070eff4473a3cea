import { ImagePlus, X } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import type { MediaRole, Product } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useWords } from '../../app/words/index.ts';
import { FileInput, Icon, IconButton, ProgressBar, Segmented } from '../../ui/index.ts';
import { type GalleryItem, galleryOf, moveBefore } from './gallery-media.ts';
import { GalleryTile, MEDIA_DRAG } from './gallery-tile.tsx';
import { changeMedia, orderMedia, removeMedia } from './media-acts.ts';
import { KEYED_ROLES, ROLES, rolesOf } from './roles.ts';
import type { GalleryUploads } from './use-gallery-uploads.ts';
import type { ProductActs } from './use-product-acts.ts';
import { variantName } from './variant-rows.ts';

type Props = {
  product: Product;
  variantId: string | null;
  onVariant: (id: string | null) => void;
  selectedId: string | undefined;
  onSelect: (id: string | undefined) => void;
  acts: ProductActs;
  uploads: GalleryUploads;
  canWrite: boolean;
};

/** The pictures by role: the hero largest, the others in their order, dragged or carried to another place or role. */
export function Gallery({ product, variantId, onVariant, selectedId, onSelect, acts, uploads, canWrite }: Props) {
  const t = useWords();
  const media = useCarried(product, variantId, acts);
  const selected = media.items.find(({ id }) => id === selectedId);
  const setRole = (item: GalleryItem, role: MediaRole) => {
    if (canWrite && item.role !== role && rolesOf(item.asset).includes(role))
      acts.run(changeMedia(product, item, { role }));
  };
  const dropAt = (id: string, beforeId: string) =>
    acts.run(orderMedia(product, moveBefore(product.media, id, beforeId)));
  useRoleKeys(canWrite ? selected : undefined, setRole);
  const onKeyDown = useGalleryKeys({
    media,
    canWrite,
    remove: (item) => {
      acts.run(removeMedia(product, item));
      onSelect(undefined);
    },
  });
  return (
    <section className="gallery" aria-label={t('product.gallery')}>
      {product.variants.length > 0 ? (
        <Segmented
          label={t('product.picturesOf')}
          value={variantId ?? ''}
          choices={[
            { value: '', label: t('product.allVariants') },
            ...product.variants.map((variant) => ({
              value: variant.id,
              label: <bdi>{variantName(variant) || t('product.unnamedVariant')}</bdi>,
            })),
          ]}
          onChange={(value) => onVariant(value === '' ? null : value)}
        />
      ) : null}
      {canWrite && media.items.length > 0 ? (
        <RoleRow
          selected={selected}
          onRole={(role) => selected && setRole(selected, role)}
          onDrop={(id, role) => {
            const item = media.items.find((one) => one.id === id);
            if (item) setRole(item, role);
          }}
        />
      ) : null}
      <ul className="gallery-grid" onKeyDown={onKeyDown}>
        {media.items.map((item, place) => (
          <GalleryTile
            key={item.id}
            item={item}
            place={place}
            name={product.name}
            isSelected={item.id === selectedId}
            isCarried={item.id === media.carriedId}
            canWrite={canWrite && !item.isInherited}
            onSelect={() => onSelect(item.id)}
            onDropped={(id) => dropAt(id, item.id)}
          />
        ))}
        <Arriving uploads={uploads} />
        {canWrite ? <AddTile uploads={uploads} isFirst={media.items.length === 0} /> : null}
      </ul>
      <Refused uploads={uploads} />
      {media.carriedId ? (
        <p className="small text-2" role="status">
          {t('media.carrying')}
        </p>
      ) : null}
    </section>
  );
}

/** The gallery in order; while a file is carried by keys, in the order it would have where it is now. */
function useCarried(product: Product, variantId: string | null, acts: ProductActs) {
  const [carried, setCarried] = useState<{ id: string; order: string[] }>();
  const items = galleryOf(product.media, variantId);
  const shown = carried ? carried.order.flatMap((id) => items.find((item) => item.id === id) ?? []) : items;
  return {
    items: shown,
    carriedId: carried?.id,
    pickUp: (id: string) => setCarried({ id, order: items.map((item) => item.id) }),
    carryTo: (place: number) =>
      setCarried((now) => {
        if (!now) return now;
        const rest = now.order.filter((id) => id !== now.id);
        return { ...now, order: [...rest.slice(0, place), now.id, ...rest.slice(place)] };
      }),
    drop: () => {
      if (carried) acts.run(orderMedia(product, orderWith(product, carried.order)));
      setCarried(undefined);
    },
    putBack: () => setCarried(undefined),
  };
}

/** The order of all files of the product, where some of them changed places among themselves. */
function orderWith(product: Product, order: readonly string[]): string[] {
  const moved = [...order];
  return product.media.map(({ id }) => (order.includes(id) ? (moved.shift() as string) : id));
}

function useRoleKeys(selected: GalleryItem | undefined, setRole: (item: GalleryItem, role: MediaRole) => void): void {
  const t = useWords();
  useHotkeys(
    KEYED_ROLES.map((role, index) => ({
      keys: String(index + 1),
      label: t('media.setRole', { role: t(`media.role.${role}`) }),
      scope: 'screen' as const,
      run: () => selected && setRole(selected, role),
    })),
  );
}

/** Arrows walk, M picks up (arrows then carry, Enter drops, Escape puts back), Delete takes the file off. */
function useGalleryKeys({
  media,
  canWrite,
  remove,
}: {
  media: ReturnType<typeof useCarried>;
  canWrite: boolean;
  remove: (item: GalleryItem) => void;
}) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const tile = (event.target as HTMLElement).closest<HTMLElement>('[data-media]');
    const place = media.items.findIndex(({ id }) => id === tile?.dataset['media']);
    const item = media.items[place];
    if (!tile || !item || event.ctrlKey || event.metaKey) return;
    const onward = document.documentElement.dir === 'rtl' ? -1 : 1;
    const step = { ArrowRight: onward, ArrowLeft: -onward, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const key = event.code === 'KeyM' ? 'm' : event.key;
    const isCarrying = media.carriedId !== undefined;
    if (step !== undefined) {
      const next = Math.min(media.items.length - 1, Math.max(0, place + step));
      if (isCarrying) media.carryTo(next);
      else tile.closest('ul')?.querySelectorAll<HTMLElement>('[data-media]')[next]?.focus();
    } else if (key === 'm' && canWrite && !item.isInherited && !isCarrying) media.pickUp(item.id);
    else if (isCarrying && (key === 'Enter' || key === 'm')) media.drop();
    else if (isCarrying && key === 'Escape') media.putBack();
    else if (key === 'Delete' && canWrite && !item.isInherited) remove(item);
    else return;
    event.preventDefault();
  };
}

/** The roles as places to press or drop on. Those a file cannot have are held. */
function RoleRow({
  selected,
  onRole,
  onDrop,
}: {
  selected: GalleryItem | undefined;
  onRole: (role: MediaRole) => void;
  onDrop: (mediaId: string, role: MediaRole) => void;
}) {
  const t = useWords();
  const [over, setOver] = useState<MediaRole>();
  const fits = selected ? rolesOf(selected.asset) : ROLES;
  const isMedia = (event: DragEvent) => event.dataTransfer.types.includes(MEDIA_DRAG);
  return (
    <fieldset className="roles" aria-label={t('media.roles')}>
      {ROLES.map((role, index) => (
        <button
          key={role}
          type="button"
          className={over === role ? 'chip role-over' : 'chip'}
          aria-pressed={selected?.role === role}
          disabled={!selected || selected.isInherited || !fits.includes(role)}
          onClick={() => onRole(role)}
          onDragOver={(event) => {
            if (!isMedia(event)) return;
            event.preventDefault();
            setOver(role);
          }}
          onDragLeave={() => setOver(undefined)}
          onDrop={(event) => {
            setOver(undefined);
            onDrop(event.dataTransfer.getData(MEDIA_DRAG), role);
          }}
        >
          {t(`media.role.${role}`)}
          {index < KEYED_ROLES.length ? (
            <span className="kbd" aria-hidden="true">
              {index + 1}
            </span>
          ) : null}
        </button>
      ))}
    </fieldset>
  );
}

function Arriving({ uploads }: { uploads: GalleryUploads }) {
  return uploads.items
    .filter(({ refusal }) => refusal === undefined)
    .map((item) => (
      <li key={item.key} className="gallery-tile">
        <span className="media product-hero gallery-arriving">
          <span className="cut small text-3" dir="auto">
            {item.name}
          </span>
          <ProgressBar isOverMedia value={item.sent} label={item.name} />
        </span>
      </li>
    ));
}

function Refused({ uploads }: { uploads: GalleryUploads }) {
  const t = useWords();
  return uploads.items
    .filter(({ refusal }) => refusal !== undefined)
    .map((item) => (
      <p key={item.key} className="row small" role="alert">
        <span className="status status-failed" />
        <bdi className="strong">{item.name}</bdi>
        <bdi className="grow">{item.refusal}</bdi>
        <IconButton size="dense" icon={X} label={t('do.dismiss')} onClick={() => uploads.dismiss(item.key)} />
      </p>
    ));
}

function AddTile({ uploads, isFirst }: { uploads: GalleryUploads; isFirst: boolean }) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <li className={isFirst ? 'gallery-tile gallery-hero' : 'gallery-tile'}>
      <button type="button" className="gallery-add frame" onClick={() => input.current?.click()}>
        <Icon of={ImagePlus} size={20} />
        <span className="small">{t(isFirst ? 'product.addFirst' : 'library.add')}</span>
      </button>
      <FileInput ref={input} isMany label={t('library.add')} onFiles={(files) => void uploads.add(files)} />
    </li>
  );
}
