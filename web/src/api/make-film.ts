import { call, newIdempotencyKey } from './client.ts';
import type { FilmForm, Job } from './types.ts';

export type FilmOrder = { form: FilmForm; name: string; maxCredits: number; idempotencyKey?: string };

/**
 * Opens the project, then starts the film in it: so the storyboard has an address before the first shot is drawn.
 * `projectId` in the form (from a press that was refused, say for a changed price) is used again.
 */
export async function makeFilm({
  form,
  name,
  maxCredits,
  idempotencyKey,
}: FilmOrder): Promise<{ job: Job; projectId: string }> {
  const projectId = form.projectId ?? (await call('createProject', { body: { ...form, name: name.slice(0, 120) } })).id;
  const { job } = await call('createFilm', {
    idempotencyKey: idempotencyKey ?? newIdempotencyKey(),
    body: { input: { ...form, projectId }, maxCredits },
  });
  return { job, projectId };
}
