import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { ApiError, call, newIdempotencyKey, type ProductFilmForm } from '../../api/index.ts';
import { useOwner } from '../../app/kept/index.ts';
import { productDrafts } from './draft.ts';

/** Opens the project, then starts the film in it, for at most the price shown. */
export function useMakeProductFilm() {
  const client = useQueryClient();
  const owner = useOwner();
  const [, navigate] = useLocation();
  const [idempotencyKey, setKey] = useState(newIdempotencyKey);
  const openedProject = useRef<string>(undefined);
  return useMutation({
    mutationFn: async ({ form, maxCredits }: { form: ProductFilmForm; maxCredits: number }) => {
      const { title, template, pictures, ratios, brandId } = form;
      const brief = [title, form.prompt].filter(Boolean).join('. ') || template;
      const name = title || template;
      const body = { name, brief, pictures, ratios, ...(brandId ? { brandId } : {}) };
      openedProject.current ??= (await call('createProject', { body })).id;
      const projectId = openedProject.current;
      await call('createProductFilm', { idempotencyKey, body: { input: { ...form, projectId }, maxCredits } });
      return projectId;
    },
    onSuccess: (projectId) => {
      productDrafts.forget(owner);
      void client.invalidateQueries({ queryKey: ['projects'] });
      void client.invalidateQueries({ queryKey: ['jobs'] });
      navigate(`/film/${projectId}/storyboard`);
    },
    onError: (error) => {
      // Without an answer the film may be in the making: the same key finds it instead of making a second one.
      if (error instanceof ApiError && error.code !== 'offline') setKey(newIdempotencyKey());
      void client.invalidateQueries({ queryKey: ['product-film-quote'] });
    },
  });
}
