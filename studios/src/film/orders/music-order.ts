import {
  framesPerSecond,
  KinoraError,
  type MusicMood,
  type QuoteLine,
  type Storyboard,
  say,
  toRoute,
} from '@kinora/contract';
import type { GenerateRequest } from '@kinora/providers';
import type { RouteFacts } from '../../generation.ts';
import type { StudioPorts } from '../../ports.ts';
import { MADE_BY } from '../dependencies.ts';
import { hashValue } from '../hash.ts';
import { creditsOf, type Measure, whyOf } from './route-order.ts';

/** Who makes a film's music where that is a provider, and how much of it. */
export type MusicOrder = { facts: RouteFacts; measure: Measure; orElseBuiltIn: boolean };
type Scored = Pick<Storyboard, 'music' | 'musicBy' | 'facts' | 'rate' | 'targetFrames'>;

export async function loadMusicOrder(
  ports: Pick<StudioPorts, 'routes'>,
  storyboard: Scored,
  options: { projectId?: string; isUnderWay?: boolean } = {},
): Promise<MusicOrder | null> {
  const { musicBy } = storyboard;
  const request = toMusicRequest(storyboard);
  if (musicBy === undefined || request === null) return null;
  const facts = await ports.routes.find(toRoute(musicBy), options);
  if (facts.model.capability !== 'music')
    throw new KinoraError('generation.unknown_model', `${facts.model.id} makes ${facts.model.capability}, no music`);
  const { prompt, seconds } = request;
  return { facts, measure: { prompt, seconds }, orElseBuiltIn: musicBy.orElse === 'built_in' };
}

const MOODS: Readonly<Record<MusicMood, string>> = {
  uplifting: 'Uplifting and bright: clean piano, soft electric bass, light claps, warm strings that rise',
  epic: 'Epic and wide: low strings, deep drums, brass that grows, one large final chord',
  emotional: 'Emotional and close: felt piano, solo cello, quiet pads, slow breath',
  calm: 'Calm and clear: unhurried piano, warm pad, upright bass, soft brushes',
  driving: 'Driving and electronic: a kick on every beat, off-beat synth bass, plucked synthesiser, for a fashion show',
  mysterious: 'Mysterious and dark: pulsing low synth, plucked strings far away, sparse percussion',
};
const TONES: Readonly<Record<Storyboard['facts']['tone'], string>> = {
  calm: 'calm',
  warm: 'warm',
  confident: 'confident',
  energetic: 'driving',
  urgent: 'urgent',
};

/**
 * The film's music in words. Made of mood, tempo and length alone, so that a cut that moves by frames keeps the music that
 * was paid for. Null for a film without music.
 */
export function toMusicRequest(storyboard: Scored): Extract<GenerateRequest, { capability: 'music' }> | null {
  const { choice, bpm, seed } = storyboard.music;
  if (choice === 'none') return null;
  const seconds = Math.ceil(storyboard.targetFrames / framesPerSecond(storyboard.rate));
  const prompt = [
    `Instrumental music for a ${seconds} second product film, ${TONES[storyboard.facts.tone]}, ${Math.round(bpm)} BPM.`,
    `${MOODS[choice]}.`,
    'Begins at once, lifts in its second half and ends on a full home chord that rings out at the end. No voices.',
  ].join(' ');
  return { capability: 'music', prompt, seconds, seed, pictures: [] };
}

/** Music with this hash is the one that was ordered; another model, mood, tempo or length is other music. */
export function musicOrderHash(storyboard: Scored): string {
  const { seed: _seed, ...request } = toMusicRequest(storyboard) ?? { seed: 0 };
  return hashValue({ ...request, model: storyboard.musicBy?.model });
}

export function musicCreditsOf(order: MusicOrder | null): number | undefined {
  return order === null ? undefined : creditsOf(order.facts, order.measure);
}

/** A line of its own for what plays instead: it does only where the quote names it. */
export function musicLines({ facts, measure, orElseBuiltIn }: MusicOrder): QuoteLine[] {
  const credits = creditsOf(facts, measure);
  const played = { what: say('work.music'), count: 1, unitCredits: credits, credits, madeBy: facts.madeBy };
  const instead = { what: say('work.fallback', { maker: facts.madeBy }), count: 1, unitCredits: 0, credits: 0 };
  return [
    { ...played, why: whyOf(facts, measure) },
    ...(orElseBuiltIn ? [{ ...instead, madeBy: MADE_BY, why: say('work.music.why') }] : []),
  ];
}
