import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { type AnswerOf, type Brand, type BrandChange, brandsQuery, call } from '../../api/index.ts';
import { useSelfSaving } from '../../ui/index.ts';

export type ChangeKit = (change: BrandChange, gesture?: string) => void;

/**
 * One brand's kit: what is changed shows at once, is saved by itself and can be undone. `replace` takes an answer of a
 * route that changes the kit by itself (badges, fonts).
 */
export function useKit(id: string, { isHeld }: { isHeld: boolean }) {
  const client = useQueryClient();
  const brands = useQuery(brandsQuery);
  const stored = brands.data?.items.find((brand) => brand.id === id);
  const current = useRef<Brand>(undefined);

  const replace = useCallback(
    (brand: Brand) =>
      client.setQueryData<AnswerOf<'listBrands'>>(
        brandsQuery.queryKey,
        (known) => known && { items: known.items.map((one) => (one.id === brand.id ? brand : one)) },
      ),
    [client],
  );

  const { pending, ...edits } = useSelfSaving<BrandChange>({
    write: async (body) => void replace(await call('updateBrand', { params: { id }, body })),
    backOf: (next) => current.current && pickFields(current.current, next),
    about: `brand.${id}`,
    stored: isHeld ? undefined : stored,
  });
  const kit = stored ? ({ ...stored, ...pending } as Brand) : undefined;
  current.current = kit;
  return { kit, stored, brands, replace, ...edits };
}

function pickFields(brand: Brand, change: BrandChange): BrandChange {
  return Object.fromEntries(Object.keys(change).map((key) => [key, brand[key as keyof Brand]])) as BrandChange;
}

/** Counts up when the stored kit changes in what frames show; the watermark lies over them and is drawn here. */
export function useLookRevision(brand: Brand | undefined): number {
  const known = useRef({ look: '', revision: 0 });
  if (brand) {
    const {
      watermark: _mark,
      revision,
      files: _files,
      filmCount: _count,
      logoUrl: _url,
      logoOnDarkUrl: _dark,
      ...look
    } = brand;
    const text = JSON.stringify(look);
    if (known.current.look !== text) known.current = { look: text, revision };
  }
  return known.current.revision;
}
