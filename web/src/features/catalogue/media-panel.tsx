import { ArrowLeft, ArrowRight, Scissors, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { type Asset, call, type Product, type ProductMedia } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useFormat, useMaker, useWords } from '../../app/words/index.ts';
import { Button, Field, IconButton, later, Mono, Select, TextArea, toastProblem } from '../../ui/index.ts';
import { PictureActs } from '../assets/picture-acts.tsx';
import { MediaStill } from './gallery-tile.tsx';
import { changeMedia, orderMedia, removeMedia } from './media-acts.ts';
import { MODEL_MEDIA_TYPE, rolesOf } from './roles.ts';
import type { ProductActs } from './use-product-acts.ts';
import { useSettled } from './use-settled.ts';
import { variantName } from './variant-rows.ts';

/** With its 3D library, fetched when a model is opened. */
const ModelViewer = later(
  async () => (await import('./model-viewer.tsx')).ModelViewer,
  () => <span className="model-viewer" />,
);

type Props = { product: Product; media: ProductMedia; acts: ProductActs; canWrite: boolean; onClose: () => void };

/** The chosen file: what it shows, for whom it stands, in which words, and its place. */
export function MediaPanel({ product, media, acts, canWrite, onClose }: Props) {
  const maker = useMaker();
  const t = useWords();
  const format = useFormat();
  const { asset } = media;
  useHotkeys([{ keys: 'escape', label: t('media.close'), scope: 'screen', run: onClose }]);
  return (
    <section className="product-part media-panel" aria-label={t('media.file')}>
      <header className="row">
        <h2 className="strong cut grow" dir="auto">
          {asset.name}
        </h2>
        <IconButton size="dense" icon={X} label={t('do.close')} onClick={onClose} />
      </header>
      <p className="small text-3">
        {asset.width ? (
          <Mono>
            {asset.width} × {asset.height}
          </Mono>
        ) : null}{' '}
        <Mono>{format.size(asset.sizeBytes)}</Mono> <bdi>{maker(asset.madeBy ?? '')}</bdi>
      </p>
      {asset.kind === 'audio' ? (
        // biome-ignore lint/a11y/useMediaCaption: a product's own sound has no captions
        <audio src={asset.url} controls aria-label={asset.name} />
      ) : null}
      {asset.mediaType === MODEL_MEDIA_TYPE ? <ModelViewer asset={asset} /> : null}
      {canWrite ? (
        <fieldset className="column media-fields">
          <RoleAndVariant product={product} media={media} acts={acts} />
          <AltField product={product} media={media} acts={acts} />
          <Place product={product} media={media} acts={acts} />
        </fieldset>
      ) : (
        <p dir="auto">{media.altText}</p>
      )}
      {asset.kind === 'image' ? <Cutout product={product} media={media} canWrite={canWrite} /> : null}
      <PictureActs key={asset.id} asset={asset} only="cut_out" />
    </section>
  );
}

type PartProps = Pick<Props, 'product' | 'media' | 'acts'>;

function RoleAndVariant({ product, media, acts }: PartProps) {
  const t = useWords();
  return (
    <div className="two">
      <Field label={t('media.role')}>
        <Select
          value={media.role}
          onChange={(event) =>
            acts.run(changeMedia(product, media, { role: event.target.value as ProductMedia['role'] }))
          }
        >
          {rolesOf(media.asset).map((role) => (
            <option key={role} value={role}>
              {t(`media.role.${role}`)}
            </option>
          ))}
        </Select>
      </Field>
      {product.variants.length > 0 ? (
        <Field label={t('media.shownFor')}>
          <Select
            value={media.variantId ?? ''}
            onChange={(event) => acts.run(changeMedia(product, media, { variantId: event.target.value || null }))}
          >
            <option value="">{t('product.allVariants')}</option>
            {product.variants.map((variant) => (
              <option key={variant.id} value={variant.id}>
                {variantName(variant) || t('product.unnamedVariant')}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
    </div>
  );
}

function AltField({ product, media, acts }: PartProps) {
  const t = useWords();
  const typed = useSettled<string>((altText) => acts.run(changeMedia(product, media, { altText })));
  return (
    <Field label={t('media.altText')} help={t('media.altHelp')}>
      <TextArea
        rows={2}
        maxLength={500}
        value={typed.waiting ?? media.altText}
        onChange={(event) => typed.change(event.target.value)}
        onBlur={typed.flush}
      />
    </Field>
  );
}

function Place({ product, media, acts }: PartProps) {
  const t = useWords();
  const place = product.media.findIndex(({ id }) => id === media.id);
  const ids = product.media.map(({ id }) => id);
  const swap = (other: number) => {
    const order = [...ids];
    [order[place], order[other]] = [order[other] as string, order[place] as string];
    acts.run(orderMedia(product, order));
  };
  return (
    <div className="row row-tight">
      <IconButton
        icon={ArrowLeft}
        flipIcon
        label={t('media.earlier')}
        disabled={place <= 0}
        onClick={() => swap(place - 1)}
      />
      <IconButton
        icon={ArrowRight}
        flipIcon
        label={t('media.later')}
        disabled={place >= ids.length - 1}
        onClick={() => swap(place + 1)}
      />
      <span className="grow" />
      <Button look="plain" icon={Trash2} onClick={() => acts.run(removeMedia(product, media))}>
        {t('media.remove')}
      </Button>
    </div>
  );
}

/** The product without its ground, as a file of the library. */
function Cutout({ product, media, canWrite }: { product: Product; media: ProductMedia; canWrite: boolean }) {
  const t = useWords();
  const [cutout, setCutout] = useState<Asset>();
  const make = async () => {
    setCutout(await call('createProductCutout', { params: { id: product.id, mediaId: media.id } }));
  };
  if (cutout)
    return (
      <figure className="media-cutout">
        <span className="media product-hero">
          <MediaStill asset={cutout} />
        </span>
        <figcaption className="small text-2">{t('media.cutoutMade')}</figcaption>
      </figure>
    );
  if (media.cutoutTrust === null || !canWrite) return null;
  return (
    <Button icon={Scissors} onClick={() => void make().catch(toastProblem)}>
      {t('media.cutout')}
    </Button>
  );
}
