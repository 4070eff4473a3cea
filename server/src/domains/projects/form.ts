import { type FilmInput, filmInput } from '@kinora/contract';
import { z } from 'zod';
import type { ProjectForm } from './project-store.ts';

/** A draft lacks what the person has not written yet; everything else stands at the form's own defaults. */
const draft = filmInput.extend({ brief: z.string().max(20_000).default('') });
export type FilmDraft = z.output<typeof draft>;

export function parseDraft(value: unknown): FilmDraft {
  return draft.parse(value);
}

/** Throws when the form is not complete yet: only a made film or a full form may be planned from. */
export function parseForm(value: unknown): FilmInput {
  return filmInput.parse(value);
}

export function toProjectForm(form: FilmDraft | FilmInput): ProjectForm {
  return {
    brief: form.brief,
    language: form.language,
    seconds: form.seconds,
    fps: form.fps,
    ratios: [...form.ratios],
    brandId: form.brandId ?? null,
    form: { ...form },
    isSample: form.sample,
  };
}

/** The name people see before they give one: the brand's, or the brief's first words. */
export function nameOf(form: FilmDraft): string {
  if (form.brandName) return form.brandName;
  const words = form.brief.trim().split(/\s+/).slice(0, 6).join(' ');
  return words === '' ? 'Untitled film' : words.slice(0, 120);
}
