import type { BrowserContext } from 'playwright-core';
import { makeTone } from './library-files.ts';
import type { TestStudio } from './studio.ts';
import { stopFilm } from './testing/stopped-film.ts';
import { createStudioApi } from './testing/studio-api.ts';

const OWNER = { name: 'דנה לוי', email: 'dana@sable.example', password: 'four calm quiet words' };
/** One flat drawing: what matters is that a file stands where files stand. */
const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800"><rect width="800" height="800" fill="#e8e2d6"/><rect x="250" y="150" width="300" height="500" rx="40" fill="#36505f"/></svg>';

const FILM = {
  name: 'מעיל נמל',
  brief: 'מעיל נמל מצמר. חם ביום קר. המחיר 290 שקלים. להזמנה היום.',
  language: 'he',
  seconds: 15,
  music: 'uplifting',
  ratios: ['16:9'],
  quality: 'draft',
};

export type Inhabited = { prefix: string; paths: string[]; filmId: string };

/**
 * A studio in which every word a person wrote is in Hebrew letters: what is left of Latin ones on a screen is ours. A film
 * is begun and stopped, so that a job with pieces, steps and a log stands in the queue without anything being drawn.
 */
export async function inhabitStudio(context: BrowserContext, studio: TestStudio): Promise<Inhabited> {
  const api = createStudioApi(context, studio.address);
  const token = new URL(studio.setupLink).searchParams.get('token');
  await api.post('/setup', { token, ...OWNER, organizationName: 'בית הנמל', withSample: false });
  const me = await api.get<{ organization: { id: string } }>('/me');
  const logo = await api.upload('סימן.svg', Buffer.from(DRAWING));
  await api.upload('מנגינה.wav', makeTone(2).buffer);
  const { id: brandId } = await api.post<{ id: string }>('/brands', { name: 'נמל' });
  const product = await api.post<{ id: string }>('/products', { name: 'מעיל נמל', kind: 'garment', brandId });
  await api.post(`/products/${product.id}/media`, { media: [{ assetId: logo, role: 'hero' }] });
  const { projectId, jobIds } = await stopFilm(api, FILM);
  await api.post('/invitations', { email: 'noa@sable.example', role: 'editor' });
  await api.post('/webhooks', { name: 'יומן', url: 'http://127.0.0.1:9/', eventTypes: ['job.completed'] });
  const paths = [
    ...['/', '/projects', '/projects/new/film', '/studios/product-film', '/products', `/products/${product.id}`],
    ...['/products/import', '/brands', `/brands/${brandId}/kit`, '/library/assets', `/library/assets/${logo}`],
    ...['brief', 'storyboard', 'deliver'].map((tab) => `/film/${projectId}/${tab}`),
    ...['/deliveries', '/queue', '/nowhere'],
    ...jobIds.map((id) => `/jobs/${id}`),
    ...SETTINGS.map((section) => `/settings/${section}`),
    ...['profile', 'security', 'sessions', 'language', 'notifications'].map((section) => `/me/${section}`),
  ];
  return { prefix: `/o/${me.organization.id}`, paths, filmId: projectId };
}

/** Models, servers and licences are lists of other people's names: nothing on them is ours to say. */
const SETTINGS = ['organization', 'members', 'billing', 'budgets', 'providers', 'safety', 'api-keys', 'webhooks'];
