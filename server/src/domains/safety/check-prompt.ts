import type { SafetyCategory, SafetyLevel } from '@kinora/contract';
import { BARE, CHILD, PATTERNS, SEXUALISING } from './lexicon.ts';
import { readingsOf } from './normalise.ts';
import { isRefused } from './policy.ts';

export type PromptVerdict = { kind: 'allowed' } | { kind: 'refused'; category: SafetyCategory; found: string };

/** Gravest first: a text that is several things is refused for the first. */
const ORDER: readonly Exclude<SafetyCategory, 'minors'>[] = [
  'sexual_violence',
  'weapons_making',
  'hate',
  'self_harm',
  'sexual',
  'gore',
  'nudity',
  'suggestive',
  'violence',
  'drugs',
];

/**
 * Whether words may go to a model under this level, in every reading of them. It knows words and no intentions: what it
 * refuses can be appealed, and what it lets pass a vendor may still refuse.
 */
export function checkPrompt(text: string, level: SafetyLevel): PromptVerdict {
  const readings = readingsOf(text);
  const child = readings.flatMap((reading) => findChild(reading) ?? [])[0];
  if (child !== undefined) return { kind: 'refused', category: 'minors', found: child };
  for (const category of ORDER) {
    if (!isRefused(category, level)) continue;
    const found = findIn(PATTERNS[category], readings);
    if (found !== undefined) return { kind: 'refused', category, found };
  }
  return { kind: 'allowed' };
}

function findIn(patterns: readonly RegExp[], readings: readonly string[]): string | undefined {
  for (const reading of readings)
    for (const pattern of patterns) {
      const match = pattern.exec(reading);
      if (match) return match[0];
    }
  return undefined;
}

/** Words that lie further apart than this are about two things: a nude lipstick, and later a gift for the children. */
const NEAR_CHARACTERS = 60;
const BESIDE_CHARACTERS = 25;

/** A child and what no child may be shown as, near each other. */
function findChild(reading: string): string | undefined {
  const children = placesOf(CHILD, reading);
  if (children.length === 0) return undefined;
  const phrases = [...SEXUALISING, ...PATTERNS.sexual, ...PATTERNS.nudity, ...PATTERNS.sexual_violence];
  return (
    pairOf(children, placesOf(phrases, reading), NEAR_CHARACTERS) ??
    pairOf(children, placesOf(BARE, reading), BESIDE_CHARACTERS)
  );
}

type Place = { text: string; start: number; end: number };

/** Each other word looks only for the children next to it, so that a long text takes no longer than its words. */
function pairOf(children: readonly Place[], others: readonly Place[], mostGap: number): string | undefined {
  let next = 0;
  for (const other of others) {
    while (next < children.length && children[next]!.end + mostGap < other.start) next += 1;
    const child = children[next];
    if (child && child.start - other.end <= mostGap) return `${child.text} … ${other.text}`;
  }
  return undefined;
}

/** In the order of the text. */
function placesOf(patterns: readonly RegExp[], reading: string): Place[] {
  const places = patterns.flatMap((pattern) =>
    [...reading.matchAll(new RegExp(pattern.source, 'gu'))].map((match) => ({
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
  return places.sort((left, right) => left.start - right.start);
}
