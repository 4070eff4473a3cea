import type { StoryBeat } from '@kinora/contract';

/** A place in the film before it is known what stands there. `role` narrows which kinds may. */
export type Slot = {
  beat: StoryBeat;
  role: 'hook' | 'story' | 'detail' | 'proof' | 'offer' | 'price' | 'name';
  seconds: number;
};

type Section = { role: Slot['role']; beat: StoryBeat; shots: number; endSeconds: number };
export type FilmSeconds = 15 | 30 | 60;

/** craft.md §6, in seconds from the start. */
const SECTIONS: Readonly<Record<FilmSeconds, readonly Section[]>> = {
  15: [
    { role: 'hook', beat: 'hook', shots: 1, endSeconds: 1.5 },
    { role: 'story', beat: 'story', shots: 2, endSeconds: 4.5 },
    { role: 'detail', beat: 'detail', shots: 2, endSeconds: 9 },
    { role: 'proof', beat: 'proof', shots: 1, endSeconds: 10.6 },
    { role: 'price', beat: 'call_to_action', shots: 1, endSeconds: 12.7 },
    { role: 'name', beat: 'call_to_action', shots: 1, endSeconds: 15 },
  ],
  30: [
    { role: 'hook', beat: 'hook', shots: 1, endSeconds: 2 },
    { role: 'story', beat: 'story', shots: 3, endSeconds: 9 },
    { role: 'detail', beat: 'detail', shots: 4, endSeconds: 17 },
    { role: 'proof', beat: 'proof', shots: 2, endSeconds: 22 },
    { role: 'offer', beat: 'call_to_action', shots: 1, endSeconds: 23.9 },
    { role: 'price', beat: 'call_to_action', shots: 1, endSeconds: 26.5 },
    { role: 'name', beat: 'call_to_action', shots: 1, endSeconds: 30 },
  ],
  60: [
    { role: 'hook', beat: 'hook', shots: 1, endSeconds: 2.5 },
    { role: 'story', beat: 'story', shots: 6, endSeconds: 18 },
    { role: 'detail', beat: 'detail', shots: 8, endSeconds: 36 },
    { role: 'proof', beat: 'proof', shots: 5, endSeconds: 48 },
    { role: 'offer', beat: 'call_to_action', shots: 1, endSeconds: 51.5 },
    { role: 'price', beat: 'call_to_action', shots: 1, endSeconds: 55.5 },
    { role: 'name', beat: 'call_to_action', shots: 1, endSeconds: 60 },
  ],
};
/** Fewest shots: beyond about five seconds a typographic shot is dead. */
const FEWEST: Readonly<Record<FilmSeconds, number>> = { 15: 5, 30: 7, 60: 12 };

/** How much there is to show and to say. */
export type Supply = {
  pictures: number;
  texts: number;
  hasOffer: boolean;
  /** Shots too many in an earlier try. */
  fewer: number;
};

/** The film's places. Little to show makes fewer, longer shots rather than the same picture again and again. */
export function planSlots(seconds: FilmSeconds, supply: Supply): Slot[] {
  const timed = SECTIONS[seconds].map((section, index, all) => ({
    ...section,
    seconds: section.endSeconds - (all[index - 1]?.endSeconds ?? 0),
  }));
  const sections = timed.filter((section) => supply.hasOffer || !['offer', 'price'].includes(section.role));
  const wanted = sections.reduce((sum, section) => sum + section.shots, 0);
  const worth = 3 + supply.pictures * 4 + supply.texts;
  const count = Math.max(FEWEST[seconds], Math.min(wanted, worth) - supply.fewer);
  const shots = shrink(sections, wanted - count);
  return sections.flatMap((section, index) =>
    Array.from({ length: shots[index]! }, () => ({
      beat: section.beat,
      role: section.role,
      seconds: section.seconds / Math.max(1, shots[index]!),
    })),
  );
}

/** Takes shots away where the film has most of them; every part of the argument keeps one. */
function shrink(sections: readonly Section[], surplus: number): number[] {
  const shots = sections.map((section) => section.shots);
  for (let left = surplus; left > 0; left -= 1) {
    const most = shots.indexOf(Math.max(...shots));
    if (shots[most]! <= 1) break;
    shots[most]! -= 1;
  }
  return shots;
}
