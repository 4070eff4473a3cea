import { filmInput, type Storyboard } from '@kinora/contract';
import { appendEvent } from '../../../platform/events/index.ts';
import { newId } from '../../../platform/ids.ts';
import type { StudioApp, StudioPerson } from '../../../testing/studio-app.ts';
import { createFilmPort } from '../../projects/index.ts';

const INPUT = { brief: 'A linen shirt that breathes.', seconds: 15, music: 'none', ratios: ['16:9'], quality: 'draft' };

/** A film planned from words alone, with a shot to ask pictures for. */
export async function planLinenFilm(
  studio: StudioApp,
  owner: StudioPerson,
): Promise<{ projectId: string; shotId: string }> {
  const headers = { 'idempotency-key': newId() };
  const answer = await owner.ask({ method: 'POST', url: '/api/v1/films/plan', headers, payload: INPUT });
  const { storyboard } = answer.json() as { storyboard: Storyboard };
  const actor = { organizationId: owner.organizationId, userId: owner.userId };
  const port = createFilmPort({ database: studio.test.database, appendEvent }, actor);
  const { projectId } = await port.open(newId(), filmInput.parse(INPUT), 'Linen');
  const { shots } = await port.saveStoryboard(projectId, storyboard, null);
  return { projectId, shotId: shots[1]!.shotId };
}
