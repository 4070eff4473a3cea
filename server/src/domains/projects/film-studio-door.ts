import { type Quote, storyboard } from '@kinora/contract';
import type { AnyStudio, QuoteContext, RefreshWork, StudioPorts } from '@kinora/studios';
import type { FilmPrice, FilmStudioDoor } from './service.ts';

export type FilmStudioDoorDependencies = {
  film: AnyStudio;
  refresh: AnyStudio;
  portsFor(organizationId: string): StudioPorts;
  /** Prices, history and slots of the moment. */
  readQuoteContext(organizationId: string): Promise<QuoteContext>;
};

/** Planning and pricing by the studio's own functions; nothing is stored and no job is made. */
export function createFilmStudioDoor(dependencies: FilmStudioDoorDependencies): FilmStudioDoor {
  const { film, refresh } = dependencies;
  return {
    async plan(organizationId, input) {
      const material = await film.loadMaterial(dependencies.portsFor(organizationId), input);
      const quote = film.quote(input, material, await dependencies.readQuoteContext(organizationId));
      return { storyboard: storyboard.parse(film.plan(input, material)), quote: toPrice(film.id, quote) };
    },
    async quoteRefresh(organizationId, projectId) {
      const input = { projectId };
      const work = (await refresh.loadMaterial(dependencies.portsFor(organizationId), input)) as RefreshWork;
      if (work.shots.length === 0 && !work.needsVoice && !work.needsMusic && !work.needsCut) return null;
      return toPrice(refresh.id, refresh.quote(input, work, await dependencies.readQuoteContext(organizationId)));
    },
  };
}

function toPrice(studio: string, quote: Omit<Quote, 'id' | 'studio' | 'expiresAt'>): FilmPrice {
  return { ...quote, studio };
}
