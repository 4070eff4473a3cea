import { createHash } from 'node:crypto';
import type { Storyboard, StoryboardShot } from '@kinora/contract';
import { COMPOSITOR_VERSION, canonicalJson } from '@kinora/media-core';
import type { FilmKit, FilmShaping } from '../ports.ts';

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

/** What people set for the films of each shape, as one value: like the watermark it is cut in and no shot's own. */
export function shapingHash({ framings, labelled }: FilmShaping): string {
  const paths = Object.entries(framings).flatMap(([ratio, shots]) =>
    Object.entries(shots ?? {}).map(([key, path]) => ({ ratio, key, path })),
  );
  return paths.length === 0 && labelled.length === 0 ? 'none' : hashValue({ framings, labelled: [...labelled].sort() });
}
