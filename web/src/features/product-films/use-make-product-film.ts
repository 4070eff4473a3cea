import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useLocation } from 'wouter';
import { ApiError, call, newIdempotencyKey, type ProductFilmForm, type Project } from '../../api/index.ts';
import { useOwner } from '../../app/kept/index.ts';
import { productDrafts } from './draft.ts';

/** What a start leaves for the next try, so that no second project and no second film is made. */
export type Start = { projectId?: string; idempotencyKey: string };

/** Opens the project, then starts the film in it, for at most this price. */
export async function startProductFilm(form: ProductFilmForm, maxCredits: number, start: Start): Promise<string> {
  const { title, template, pictures, ratios, brandId } = form;
  const brief = [title, form.prompt].filter(Boolean).join('. ') || template;
  const body = { name: title || template, brief, pictures, ratios, ...(brandId ? { brandId } : {}) };
  start.projectId ??= (await call('createProject', { body })).id;
  const input = { ...form, projectId: start.projectId as Project['id'] };
  const { idempotencyKey } = start;
  await call('createProductFilm', { idempotencyKey, body: { input, maxCredits } }).catch((error: unknown) => {
    // Without an answer the film may be in the making: the same key finds it instead of making a second one.
    if (error instanceof ApiError && error.code !== 'offline') start.idempotencyKey = newIdempotencyKey();
    throw error;
  });
  return start.projectId;
}

/** The press of the form: the film opens when it is begun. */
export function useMakeProductFilm() {
  const client = useQueryClient();
  const owner = useOwner();
  const [, navigate] = useLocation();
  const start = useRef<Start>({ idempotencyKey: '' });
  return useMutation({
    mutationFn: ({ form, maxCredits }: { form: ProductFilmForm; maxCredits: number }) => {
      start.current.idempotencyKey ||= newIdempotencyKey();
      return startProductFilm(form, maxCredits, start.current);
    },
    onSuccess: (projectId) => {
      productDrafts.forget(owner);
      void client.invalidateQueries({ queryKey: ['projects'] });
      void client.invalidateQueries({ queryKey: ['jobs'] });
      navigate(`/film/${projectId}/storyboard`);
    },
    onError: () => void client.invalidateQueries({ queryKey: ['product-film-quote'] }),
  });
}
