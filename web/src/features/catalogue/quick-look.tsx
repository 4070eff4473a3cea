import { useEffect, useRef } from 'react';
import type { ProductSummary } from '../../api/index.ts';
import { localeOf, useLanguage, useWords } from '../../app/words/index.ts';
import { ButtonLink, Modal, Mono } from '../../ui/index.ts';
import { sayPrice } from './price-text.ts';
import { HeroPicture } from './product-tile.tsx';
import './quick-look.css';

/**
 * A product as large as there is room, without leaving the list: arrows go to its neighbours, Space again, or Escape, puts
 * it back.
 */
export function QuickLook({
  product,
  onStep,
  onClose,
}: {
  product: ProductSummary;
  onStep: (key: string) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const locale = localeOf(useLanguage());
  useLookKeys(onStep, onClose);
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

function useLookKeys(onStep: (key: string) => void, onClose: () => void): void {
  const latest = useRef({ onStep, onClose });
  latest.current = { onStep, onClose };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // The press that opened it comes by here as well; it was taken already.
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const isSpace = event.key === ' ' && !(event.target instanceof HTMLAnchorElement);
      if (!isSpace && !event.key.startsWith('Arrow')) return;
      event.preventDefault();
      if (isSpace) latest.current.onClose();
      else latest.current.onStep(event.key);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
