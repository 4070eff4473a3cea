import type { StudioApi } from './studio-api.ts';
import { until } from './until.ts';

type Tree = { job: { status: string }; leaves: { id: string; kind: string }[] };
type Form = { name: string; brief: string } & Record<string, unknown>;

/** A film that is begun and stopped: planned, with its shots and a job with pieces in the queue, and nothing drawn. */
export async function stopFilm(
  api: StudioApi,
  { name, ...form }: Form,
): Promise<{ projectId: string; jobIds: string[] }> {
  const project = await api.post<{ id: string }>('/projects', { name, pictures: [], ...form });
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
