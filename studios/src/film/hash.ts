import { createHash } from 'node:crypto';
import { type Ratio, ratio, type Storyboard, type StoryboardShot } from '@kinora/contract';
import { COMPOSITOR_VERSION, canonicalJson } from '@kinora/media-core';
import type { FilmKit, FilmShaping, ShapingHashes } from '../ports.ts';

export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Hash of a value whatever the order of its keys. */
export function hashValue(value: unknown): string {
  return hashText(canonicalJson(value));
}

/**
 * Everything that decides a shot's picture, whatever stands before or after it. A take is stale when its `inputsHash` is
 * not the one of its shot as it stands now. Grain and burned captions do not count: they are the film's, not the shot's.
 */
export function shotInputsHash(storyboard: Storyboard, shot: StoryboardShot): string {
  const { logo, logoOnDark, grain: _grain, ...look } = storyboard.look;
  return hashValue({
    compositor: COMPOSITOR_VERSION,
    scene: shot.scene,
    lengthFrames: shot.lengthFrames,
    rate: storyboard.rate,
    look: shot.scene.kind === 'end_card' ? { ...look, logo, logoOnDark } : look,
  });
}

/** What a film's watermark is made of. It lies over every shot and belongs to none: a change is cut in, not drawn again. */
export function markOf(kit: FilmKit | null): string {
  return kit?.watermark ? hashValue(kit.watermark) : 'none';
}

/**
 * What people set for the films of each shape, one value for each shape where something is set: like the watermark it is cut
 * in and no shot's own. Shape by shape, so that leading one shape's crop leaves the files of the others current.
 */
export function shapingHashes({ framings, labelled }: FilmShaping): ShapingHashes {
  const shaped = ratio.options.flatMap((shape) => {
    const paths = framings[shape] ?? {};
    const isLabelled = labelled.includes(shape);
    if (Object.keys(paths).length === 0 && !isLabelled) return [];
    return [[shape, hashValue({ paths, isLabelled })] as const];
  });
  return Object.fromEntries(shaped);
}

/** Whether the newest files of a shape were cut as is set for it now. */
export function isShapedAsSet(
  { shaping, deliveredShaping }: { shaping: FilmShaping; deliveredShaping: ShapingHashes },
  shape: Ratio,
): boolean {
  return shapingHashes(shaping)[shape] === deliveredShaping[shape];
}
