import type { Preset } from '@kinora/contract';
import type { createFilmStudios, QuoteContext } from '@kinora/studios';
import type { OpenPorts } from './domains/jobs/index.ts';
import type { FilmStudioDoor } from './domains/projects/index.ts';
import type { Database } from './platform/database/index.ts';

type FilmStudios = ReturnType<typeof createFilmStudios>;
type DoorParts = Pick<FilmStudios, 'film' | 'refresh'> & {
  openPorts: OpenPorts;
  preset: Preset;
  medianSeconds: (leafKind: string) => number | undefined;
  renderSlots: number;
  database: Database;
};

/** What projects ask the film studio: a plan with its price before anything is made, and the price of a refresh. */
export function createFilmDoor(parts: DoorParts): FilmStudioDoor {
  const quoteContext = (): QuoteContext => ({ preset: parts.preset, isSampleFree: true, medianSeconds: parts.medianSeconds, renderSlots: parts.renderSlots });
  return {
    async plan(organizationId, input) {
      const opened = await parts.openPorts({ organizationId, jobId: '', projectId: null });
      try {
        const material = await parts.film.loadMaterial(opened.ports, input);
        return { storyboard: parts.film.plan(input, material), quote: { studio: 'film', ...parts.film.quote(input, material, quoteContext()) } };
      } finally {
        await opened.close();
      }
    },
    async quoteRefresh(organizationId, projectId) {
      const opened = await parts.openPorts({ organizationId, jobId: '', projectId });
      try {
        const input = parts.refresh.input.parse({ projectId });
        const work = await parts.refresh.loadMaterial(opened.ports, input);
        if (work.shots.length === 0 && !work.needsMusic && !work.needsVoice) return null;
        return { studio: 'film-refresh', ...parts.refresh.quote(input, work, quoteContext()) };
      } finally {
        await opened.close();
      }
    },
  };
}
