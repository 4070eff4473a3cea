import type { FilmInput, SceneKind, Storyboard, StoryboardShot } from '@kinora/contract';
import type { PlannerKit } from '../planner/kit.ts';
import { shotsOf } from '../timeline/shots.ts';

/** What a writer works on: the built-in plan, whose shots are known to be possible, and what it was made from. */
export type Draft = {
  storyboard: Storyboard;
  input: Pick<FilmInput, 'brief' | 'brandName' | 'seconds' | 'fps' | 'music'>;
  kit: PlannerKit | null;
};

/** Scenes that are all picture: words would lie over what they are about. */
const MUTE: ReadonlySet<SceneKind> = new Set(['split', 'line_up', 'stop_motion', 'panels', 'grid', 'macro']);
const OF_WORDS: ReadonlySet<SceneKind> = new Set(['kinetic_words', 'typographic']);

/** Facts of the brief in fixed places (prices, lists, names) are the planner's, word for word. */
export function takesLine({ scene: { kind, words } }: Pick<StoryboardShot, 'scene'>): boolean {
  const isFixed = words.items.length > 0 || words.figure !== undefined || words.wordmark !== undefined;
  return !isFixed && !MUTE.has(kind) && kind !== 'end_card';
}

export function needsLine(shot: Pick<StoryboardShot, 'scene'>): boolean {
  return takesLine(shot) && OF_WORDS.has(shot.scene.kind);
}

/**
 * At least half of what is possible, and never so few that it is no film. Shots of words alone count only as far as the
 * brief has something to say in them: a brief of one sentence must not be made to repeat itself, or to invent.
 */
export function leastShots({ storyboard, input }: Pick<Draft, 'storyboard' | 'input'>): number {
  const shots = shotsOf(storyboard);
  const ofWords = shots.filter(needsLine).length;
  const clauses = input.brief.split(/[.,:;،؛\n]+/).filter((part) => part.trim() !== '').length;
  const possible = shots.length - ofWords + Math.min(ofWords, Math.floor(clauses / 2));
  return Math.min(possible, Math.max(2, Math.ceil(shots.length / 2)));
}

export function isSpoken({ storyboard }: Pick<Draft, 'storyboard'>): boolean {
  return storyboard.voice !== 'none' && storyboard.language !== 'he';
}

export function saysIn({ scene: { words } }: Pick<StoryboardShot, 'scene'>): string {
  return [words.lines.join(' '), ...words.items, words.figure, words.wordmark, words.small].filter(Boolean).join(' · ');
}
