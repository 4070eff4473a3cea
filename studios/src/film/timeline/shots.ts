import type { Storyboard, StoryboardShot } from '@kinora/contract';

export function shotsOf(storyboard: Pick<Storyboard, 'scenes'>): StoryboardShot[] {
  return storyboard.scenes.flatMap((scene) => scene.shots);
}

/** First frame of each shot, by key. */
export function startFrames(storyboard: Pick<Storyboard, 'scenes'>): Map<string, number> {
  const starts = new Map<string, number>();
  let frame = 0;
  for (const shot of shotsOf(storyboard)) {
    starts.set(shot.key, frame);
    frame += shot.lengthFrames;
  }
  return starts;
}

export function fpsOf(storyboard: Pick<Storyboard, 'rate'>): number {
  return storyboard.rate.numerator / storyboard.rate.denominator;
}
