import { CUTOUT_TRUST_LIMIT, type FilmCheck, SIDE_TRUST_LIMIT, type Storyboard, say } from '@kinora/contract';
import { STEP_ANGLES } from '@kinora/media-core';
import type { AssetPort } from '../ports.ts';
import { shotsOf } from './timeline/shots.ts';

/** A photograph that is shown cut out, and how far its cut-out may be trusted. */
export type CutoutTrust = { pictureKey: string; name: string; trust: number };

/** What was found out about every photograph that the film cuts out. */
export async function readCutoutTrusts(
  assets: AssetPort,
  storyboard: Pick<Storyboard, 'scenes'>,
): Promise<CutoutTrust[]> {
  const keys = new Set(cutoutsOf(storyboard).map((entry) => entry.pictureKey));
  return Promise.all(
    [...keys].map(async (pictureKey) => {
      const { hash, name } = await assets.open(pictureKey);
      return { pictureKey, name, trust: (await assets.findAnalysis(hash))?.cutout?.trust ?? 0 };
    }),
  );
}

/** Moves that need a cut-out run only above the limit (rulings §4.7); people may choose otherwise, and then read it here. */
export function checkCutoutTrust(storyboard: Pick<Storyboard, 'scenes'>, trusts: readonly CutoutTrust[]): FilmCheck {
  const trustOf = new Map(trusts.map(({ pictureKey, trust }) => [pictureKey, trust]));
  const shown = cutoutsOf(storyboard);
  const bad = shown.filter(({ pictureKey, limit }) => (trustOf.get(pictureKey) ?? limit) < limit);
  return {
    id: 'cutout-trust',
    title: say('check.title.cutout_trust'),
    status: trusts.length === 0 ? 'skipped' : bad.length === 0 ? 'passed' : 'failed',
    measured:
      trusts.length === 0
        ? say('check.no_cutout')
        : say('check.trust_least', { value: Math.min(...trusts.map((entry) => entry.trust)).toFixed(2) }),
    // The least that any of them must have.
    limit: say('check.at_least', { value: limitOf(bad.length > 0 ? bad : shown) }),
    where: [...new Set(bad.map((entry) => entry.shotKey))].slice(0, 20),
  };
}

function limitOf(cutouts: readonly ShownCutout[]): number {
  return cutouts.length === 0 ? CUTOUT_TRUST_LIMIT : Math.min(...cutouts.map(({ limit }) => limit));
}

type ShownCutout = { shotKey: string; pictureKey: string; limit: number };

function cutoutsOf(storyboard: Pick<Storyboard, 'scenes'>): ShownCutout[] {
  return shotsOf(storyboard).flatMap((shot) => {
    const cutouts = shot.scene.subjects.filter((subject) => subject.use === 'cutout');
    const isTurn = shot.scene.kind === 'turntable' && cutouts.length >= STEP_ANGLES;
    const limit = isTurn ? SIDE_TRUST_LIMIT : CUTOUT_TRUST_LIMIT;
    return cutouts.map(({ pictureKey }) => ({ shotKey: shot.key, pictureKey, limit }));
  });
}
