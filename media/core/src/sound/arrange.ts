import type { LayerRole } from './moods.ts';

/** What plays from one moment on, until the next section. */
export type Section = {
  startSeconds: number;
  name: 'hook' | 'story' | 'range' | 'lift' | 'breath' | 'claim' | 'name';
  layers: ReadonlySet<LayerRole>;
  /** Loudness of the whole band, 0–1. */
  energy: number;
};

/** Films at least this long take a bar of breath before the claim. */
const BREATH_FROM_SECONDS = 25;

/**
 * Layers enter with the story: the hook has lead and pad, the hero adds the bass, the range light drums and strings,
 * half of the film the lift; the claim holds everything, the name ends it. Sections begin on cuts.
 */
export function arrangeLayers(
  cutsSeconds: readonly number[],
  lengthSeconds: number,
  beatSeconds: number,
  claimShot: number,
  hasBeatFromStory: boolean,
): Section[] {
  const onCut = (share: number) =>
    cutsSeconds.reduce(
      (best, cut) => (Math.abs(cut - share * lengthSeconds) < Math.abs(best - share * lengthSeconds) ? cut : best),
      0,
    );
  const name = cutsSeconds.at(-1)!;
  const claim = cutsSeconds[claimShot] ?? onCut(0.6);
  const sections: Section[] = [
    { startSeconds: 0, name: 'hook', layers: new Set(['lead', 'pad']), energy: 1 },
    {
      startSeconds: onCut(0.1),
      name: 'story',
      layers: new Set<LayerRole>(hasBeatFromStory ? ['lead', 'pad', 'bass', 'drums'] : ['lead', 'pad', 'bass']),
      energy: 0.98,
    },
    {
      startSeconds: onCut(0.3),
      name: 'range',
      layers: new Set(['lead', 'pad', 'bass', 'strings', 'drums']),
      energy: 0.95,
    },
    {
      startSeconds: onCut(0.5),
      name: 'lift',
      layers: new Set(['lead', 'pad', 'bass', 'strings', 'lift', 'drums']),
      energy: 0.95,
    },
    {
      startSeconds: claim,
      name: 'claim',
      layers: new Set(['lead', 'pad', 'bass', 'strings', 'lift', 'drums']),
      energy: 1,
    },
    {
      startSeconds: name,
      name: 'name',
      layers: new Set(['lead', 'pad', 'bass', 'strings', 'lift', 'bells']),
      energy: 1,
    },
  ];
  if (lengthSeconds >= BREATH_FROM_SECONDS && claim > 8 * beatSeconds) {
    sections.push({
      startSeconds: claim - 4 * beatSeconds,
      name: 'breath',
      layers: new Set(['lead', 'pad']),
      energy: 0.7,
    });
  }
  return inOrder(sections);
}

/** Short films have few cuts: sections that fall on one moment leave the last of them, and none starts after the name. */
function inOrder(sections: Section[]): Section[] {
  const name = sections.find((section) => section.name === 'name')!;
  const sorted = sections
    .filter((section) => section === name || section.startSeconds < name.startSeconds)
    .sort((first, second) => first.startSeconds - second.startSeconds);
  return sorted.filter(
    (section, index) => sorted[index + 1] === undefined || sorted[index + 1]!.startSeconds > section.startSeconds,
  );
}

export function sectionAt(sections: readonly Section[], seconds: number): Section {
  return sections.findLast((section) => section.startSeconds <= seconds + 1e-6) ?? sections[0]!;
}
