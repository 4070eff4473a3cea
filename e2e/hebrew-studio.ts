import type { BrowserContext } from 'playwright-core';
import { makeTone } from './library-files.ts';
import type { TestStudio } from './studio.ts';
import { until } from './testing/until.ts';

const OWNER = { name: 'דנה לוי', email: 'dana@sable.example', password: 'four calm quiet words' };
/** One flat drawing: what matters is that a file stands where files stand. */
const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800"><rect width="800" height="800" fill="#e8e2d6"/><rect x="250" y="150" width="300" height="500" rx="40" fill="#36505f"/></svg>';

export type Inhabited = { prefix: string; paths: string[]; filmId: string };

/**
 * A studio in which every word a person wrote is in Hebrew letters: what is left of Latin ones on a screen is ours. A film
 * is begun and stopped, so that a job with pieces, steps and a log stands in the queue without anything being drawn.
 */
export async function inhabitStudio(context: BrowserContext, studio: TestStudio): Promise<Inhabited> {
  const api = createApi(context, studio.address);
  const token = new URL(studio.setupLink).searchParams.get('token');
  await api.post('/setup', { token, ...OWNER, organizationName: 'בית הנמל', withSample: false });
  const me = await api.get<{ organization: { id: string } }>('/me');
  const logo = await api.upload('סימן.svg', Buffer.from(DRAWING));
  await api.upload('מנגינה.wav', makeTone(2).buffer);
  const { id: brandId } = await api.post<{ id: string }>('/brands', { name: 'נמל' });
  const product = await api.post<{ id: string }>('/products', { name: 'מעיל נמל', kind: 'garment', brandId });
  await api.post(`/products/${product.id}/media`, { media: [{ assetId: logo, role: 'hero' }] });
  const { projectId, jobIds } = await stopFilm(api);
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
const SETTINGS = [
  'organization',
  'members',
  'billing',
  'budgets',
  'providers',
  'safety',
  'api-keys',
  'webhooks',
  'activity',
];

type Tree = { job: { status: string }; leaves: { id: string; kind: string }[] };

async function stopFilm(api: Api): Promise<{ projectId: string; jobIds: string[] }> {
  const form = {
    brief: 'מעיל נמל מצמר. חם ביום קר. המחיר 290 שקלים. להזמנה היום.',
    language: 'he',
    seconds: 15,
    music: 'uplifting',
    ratios: ['16:9'],
    quality: 'draft',
  };
  const project = await api.post<{ id: string }>('/projects', { name: 'מעיל נמל', pictures: [], ...form });
  const order = { input: { ...form, projectId: project.id }, maxCredits: 0 };
  const { job } = await api.post<{ job: { id: string } }>('/jobs/film', order);
  const look = () => api.get<Tree>(`/jobs/${job.id}`);
  await until(async () => (await look()).leaves.some(({ kind }) => kind === 'film/shot'), 'the first shot');
  await api.post(`/jobs/${job.id}/cancel`, {});
  await until(async () => (await look()).job.status === 'cancelled', 'the end of the film');
  const { leaves } = await look();
  const oneOfEach = new Map(leaves.map(({ kind, id }) => [kind, id]));
  return { projectId: project.id, jobIds: [job.id, ...oneOfEach.values()] };
}

type Api = ReturnType<typeof createApi>;

function createApi(context: BrowserContext, origin: string) {
  const send = async <Answer>(method: string, path: string, data?: object | Buffer): Promise<Answer> => {
    const headers = { origin, 'idempotency-key': `${Math.random()}-${Math.random()}` };
    const answer = await context.request.fetch(`${origin}/api/v1${path}`, {
      method,
      headers: Buffer.isBuffer(data) ? { ...headers, 'content-type': 'application/octet-stream' } : headers,
      ...(data ? { data } : {}),
    });
    const text = await answer.text();
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  };
  return {
    get: <Answer>(path: string) => send<Answer>('GET', path),
    post: <Answer>(path: string, data: object) => send<Answer>('POST', path, data),
    async upload(name: string, bytes: Buffer): Promise<string> {
      const { id } = await send<{ id: string }>('POST', '/uploads', { name, sizeBytes: bytes.length });
      await send('PUT', `/uploads/${id}/parts/1`, bytes);
      return (await send<{ id: string }>('POST', `/uploads/${id}/complete`, {})).id;
    },
  };
}
