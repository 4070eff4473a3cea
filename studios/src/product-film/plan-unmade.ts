import type { ProductFilmInput, ProductTemplate, Storyboard } from '@kinora/contract';
import { loadFilmMaterial } from '../film/material.ts';
import { planFilm } from '../film/run/plan-film.ts';
import type { StudioPorts } from '../ports.ts';
import { findTemplate, toFilmInput } from './film-input.ts';

/** The plan of a film that nobody has ordered, from the template named or from one that is still being changed. */
export async function planUnmadeFilm(
  ports: StudioPorts,
  input: ProductFilmInput,
  design?: ProductTemplate,
): Promise<Storyboard> {
  const form = toFilmInput(input, design ?? (await findTemplate(ports, input)));
  return planFilm(form, await loadFilmMaterial(ports, form));
}
