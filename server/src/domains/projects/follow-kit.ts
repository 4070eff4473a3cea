import { canonicalJson } from '@kinora/media-core';
import { followKit, loadFilmMaterial, markOf, type StudioPorts } from '@kinora/studios';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { AppendEvent } from '../assets/index.ts';
import { findAnyBrand, toKit } from '../brands/index.ts';
import { parseForm } from './form.ts';
import { isBehindKit, listBehindKit, listFilmsOfBrand, lockProject, setKitRevision } from './kit-store.ts';
import { findProject } from './project-store.ts';
import { findStoryboard, insertStoryboard, listShots, restyleShots } from './shot-store.ts';
import { composeStoryboard } from './storyboard-parts.ts';
import { sha256 } from './text-hash.ts';

export type KitFollowerDependencies = {
  database: Pick<Database, 'inOrganization'>;
  appendEvent: AppendEvent;
  portsFor(organizationId: string): StudioPorts;
  onError(error: unknown): void;
};

export type KitFollower = ReturnType<typeof createKitFollower>;

/**
 * Plans follow their brand's kit: the newest plan of each film is written anew under the kit as it stands, so that what
 * shows the kit is out of date and the rest is not. No take and no file is touched. It runs after a change and, for what a
 * crash left behind, before a film is read; both may happen at once and twice.
 */
export function createKitFollower(dependencies: KitFollowerDependencies) {
  const { database } = dependencies;
  const running = new Map<string, Promise<void>>();

  async function followProject(organizationId: string, projectId: string): Promise<void> {
    if (!(await database.inOrganization(organizationId, (transaction) => isBehindKit(transaction, projectId)))) return;
    const ports = dependencies.portsFor(organizationId);
    const read = await database.inOrganization(organizationId, (transaction) => readPlan(transaction, projectId));
    if (!read) return;
    const material = await loadFilmMaterial(ports, read.input);
    const next = followKit(read, material);
    await database.inOrganization(organizationId, async (transaction) => {
      await lockProject(transaction, projectId);
      const now = await readPlan(transaction, projectId);
      // Somebody planned or edited meanwhile: what was worked out is not about this plan any more.
      if (!now || canonicalJson(now.current) !== canonicalJson(read.current)) return;
      await insertStoryboard(transaction, organizationId, projectId, next.planned, sha256(canonicalJson(next.planned)));
      await restyleShots(transaction, projectId, next.current);
      await setKitRevision(transaction, projectId, material.kitRevision);
      await dependencies.appendEvent(transaction, organizationId, { type: 'storyboard.updated', projectId, data: {} });
    });
  }

  async function followAll(organizationId: string, brandId: string): Promise<void> {
    const behind = await database.inOrganization(organizationId, (transaction) => listBehindKit(transaction, brandId));
    // A film that cannot follow, for a picture that is gone, must not hold up the others.
    for (const id of behind) await followProject(organizationId, id).catch(dependencies.onError);
  }

  /** One at a time per brand; a change that comes meanwhile is followed by the next one. */
  function followBrand(organizationId: string, brandId: string): Promise<void> {
    const before = running.get(brandId) ?? Promise.resolve();
    const work = before.then(() => followAll(organizationId, brandId));
    const settled = work.catch(dependencies.onError).finally(() => {
      if (running.get(brandId) === settled) running.delete(brandId);
    });
    running.set(brandId, settled);
    return settled;
  }

  return {
    /** Before a film is read. One that cannot follow, for a picture that is gone, is shown as it was planned. */
    followProject: (organizationId: string, projectId: string): Promise<void> =>
      followProject(organizationId, projectId).catch(dependencies.onError),
    followBrand,
    /** Films of a brand, and those that show something older than its kit. */
    async readUses(organizationId: string, brandId: string) {
      await followBrand(organizationId, brandId);
      return database.inOrganization(organizationId, async (transaction) => {
        const brand = await findAnyBrand(transaction, brandId);
        const films = await listFilmsOfBrand(transaction, brandId, markOf(brand ? toKit(brand) : null));
        const stale = films.filter((film) => film.stale_shots > 0 || film.is_mark_old);
        const items = stale.slice(0, MOST_LISTED).map((film) => ({
          projectId: film.id,
          name: film.name,
          shots: film.stale_shots,
          isMarkOnly: film.stale_shots === 0,
        }));
        return { films: films.length, outOfDate: stale.length, items };
      });
    },
    /** Waits for what is under way; nothing new is begun. */
    async close(): Promise<void> {
      await Promise.all(running.values());
    },
  };
}

const MOST_LISTED = 50;

async function readPlan(transaction: Transaction, projectId: string) {
  const project = await findProject(transaction, projectId);
  const plan = await findStoryboard(transaction, projectId);
  if (!project || !plan) return undefined;
  const current = composeStoryboard(plan.document, await listShots(transaction, projectId));
  return { input: parseForm(project.form), planned: plan.document, current };
}
