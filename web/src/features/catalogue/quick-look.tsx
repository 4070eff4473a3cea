import { useEffect } from 'react';
import type { ProductSummary } from '../../api/index.ts';
import { localeOf, useLanguage, useWords } from '../../app/words/index.ts';
import { ButtonLink, Modal, Mono } from '../../ui/index.ts';
import { sayPrice } from './price-text.ts';
import { HeroPicture } from './product-tile.tsx';
import './quick-look.css';

/** A product as large as there is room, without leaving the list: Space again, or Escape, puts it back. */
export function QuickLook({ product, onClose }: { product: ProductSummary; onClose: () => void }) {
  const t = useWords();
  const locale = localeOf(useLanguage());
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // The press that opened it comes by here as well; it was taken already.
      if (event.key !== ' ' || event.defaultPrevented || event.target instanceof HTMLAnchorElement) return;
      event.preventDefault();
      onClose();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <Modal label={product.name} onClose={onClose}>
      <div className="quick-look">
        <HeroPicture product={product} />
        <header>
          <h2 className="strong" dir="auto">
            {product.name}
          </h2>
          <p className="row small text-2">
            {product.sku ? <Mono>{product.sku}</Mono> : <span>{t(`product.kind.${product.kind}`)}</span>}
            {product.price ? <bdi>{sayPrice(product.price, locale)}</bdi> : null}
            {product.brandName ? <bdi>{product.brandName}</bdi> : null}
          </p>
        </header>
        <ButtonLink look="main" href={`/products/${product.id}`}>
          {t('products.open')}
        </ButtonLink>
      </div>
    </Modal>
  );
}
