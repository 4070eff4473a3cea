import { CUTOUT_TRUST_LIMIT, type FilmCheck, type Storyboard, say } from '@kinora/contract';
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
  const bad = trusts.filter((entry) => entry.trust < CUTOUT_TRUST_LIMIT);
  const shots = cutoutsOf(storyboard).filter(({ pictureKey }) => bad.some((entry) => entry.pictureKey === pictureKey));
  return {
    id: 'cutout-trust',
    title: say('check.title.cutout_trust'),
    status: trusts.length === 0 ? 'skipped' : bad.length === 0 ? 'passed' : 'failed',
    measured:
      trusts.length === 0
        ? say('check.no_cutout')
        : say('check.trust_least', { value: Math.min(...trusts.map((entry) => entry.trust)).toFixed(2) }),
    limit: say('check.at_least', { value: CUTOUT_TRUST_LIMIT }),
    where: [...new Set(shots.map((entry) => entry.shotKey))].slice(0, 20),
  };
}

function cutoutsOf(storyboard: Pick<Storyboard, 'scenes'>): { shotKey: string; pictureKey: string }[] {
  return shotsOf(storyboard).flatMap((shot) =>
    shot.scene.subjects
      .filter((subject) => subject.use === 'cutout')
      .map(({ pictureKey }) => ({ shotKey: shot.key, pictureKey })),
  );
}
