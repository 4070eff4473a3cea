import { Link } from 'wouter';
import type { ProductSummary } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Mono, StatusMark } from '../../ui/index.ts';

/** One product as its hero, whole on the stage tone. Without one, the frame says what is missing. */
export function ProductTile({
  product,
  place,
  isChosen,
  isChoosing,
  onChoose,
}: {
  product: ProductSummary;
  place: number;
  isChosen: boolean;
  isChoosing: boolean;
  onChoose: (isRange: boolean) => void;
}) {
  const t = useWords();
  const className = ['product-tile', isChosen ? 'product-chosen' : '', isChoosing ? 'product-choosing' : ''].join(' ');
  return (
    <li className={className} data-row={product.id}>
      <Link href={`/products/${product.id}`} className="product-open" data-place={place}>
        <HeroPicture product={product} />
        <span className="product-caption">
          <span className="strong cut" dir="auto">
            {product.name}
          </span>
          <span className="product-line small text-3">
            {product.sku ? <Mono>{product.sku}</Mono> : <span>{t(`product.kind.${product.kind}`)}</span>}
            <span className="end">
              <ProductMark product={product} />
            </span>
          </span>
        </span>
      </Link>
      <input
        type="checkbox"
        className="check product-check"
        checked={isChosen}
        aria-label={t('products.choose', { name: product.name })}
        onChange={(event) => onChoose((event.nativeEvent as MouseEvent).shiftKey === true)}
      />
    </li>
  );
}

/** Also in tables and lists, where the picture is small. A product that has a 3D model alone is shown by its drawing. */
export function HeroPicture({ product, isSmall = false }: { product: ProductSummary; isSmall?: boolean }) {
  const t = useWords();
  const { hero } = product;
  const url = hero ? hero.thumbnailUrl : product.modelThumbnailUrl;
  if (url)
    return (
      <span className="media product-hero">
        <img
          src={url}
          alt={isSmall ? '' : hero?.altText || product.name}
          loading="lazy"
          decoding="async"
          draggable={false}
        />
      </span>
    );
  return (
    <span className={isSmall ? 'media product-hero' : 'media product-hero product-bare frame'}>
      {isSmall ? null : <span className="small text-3">{t('products.noHeroYet')}</span>}
    </span>
  );
}

/** What one should know first: that it is not for sale yet or any more, else its films. */
function ProductMark({ product }: { product: ProductSummary }) {
  const t = useWords();
  if (product.status === 'draft') return <StatusMark mark="queued">{t('product.status.draft')}</StatusMark>;
  if (product.status === 'archived') return <StatusMark mark="cancelled">{t('product.status.archived')}</StatusMark>;
  if (product.filmCount === 0) return <span>{t('products.noFilmYet')}</span>;
  return <span>{t('products.films', { count: product.filmCount })}</span>;
}
