import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call, type Language, type ProductTemplate, type Ratio, type TemplateKind } from '../../api/index.ts';
import type { PreviewFilm } from '../../ui/media/preview/messages.ts';

export type PlanWish = {
  template: TemplateKind;
  /** A template as it is being changed. */
  design?: ProductTemplate;
  templateId?: string;
  pictures: readonly string[];
  title?: string;
  price?: string;
  brandId?: string;
  seconds: 5 | 10 | 15 | 30;
  language: Language;
};

/** The plan of a film nobody ordered, as a preview plays it. Planning is free; the old plan stays until the new one is here. */
export function useTemplatePlan(
  wish: PlanWish,
  look: { ratio: Ratio; isWanted?: boolean; withoutEndCard?: boolean },
): { film: PreviewFilm | undefined; error: Error | null } {
  const { ratio, isWanted = true, withoutEndCard = false } = look;
  const { pictures, ...rest } = wish;
  const { data, error } = useQuery({
    queryKey: ['product-film-plan', JSON.stringify(wish)],
    // Without grain: it is the film's, and costs more than the rest of a small picture.
    queryFn: ({ signal }) =>
      call('planProductFilm', { body: { ...rest, pictures: [...pictures], quality: 'draft' }, signal }),
    enabled: isWanted && pictures.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    // Links to files live for half an hour at least.
    staleTime: 20 * 60_000,
  });
  const film = useMemo(
    () => (data ? { storyboard: data.storyboard, files: data.files, ratio, withoutEndCard } : undefined),
    [data, ratio, withoutEndCard],
  );
  return { film, error };
}
