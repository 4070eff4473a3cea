import type { QuoteLine, Storyboard } from '@kinora/contract';
import { KinoraError, say, toRoute } from '@kinora/contract';
import type { RouteFacts } from '../../generation.ts';
import type { StudioPorts } from '../../ports.ts';
import { MADE_BY } from '../dependencies.ts';
import { shotsOf } from '../timeline/shots.ts';
import { creditsOf, type Measure, whyOf } from './route-order.ts';

/** Who speaks a film that a provider speaks, and how much there is to say. */
export type VoiceOrder = { facts: RouteFacts; measure: Measure; orElseBuiltIn: boolean };

export async function loadVoiceOrder(
  ports: Pick<StudioPorts, 'routes'>,
  storyboard: Pick<Storyboard, 'voice' | 'voiceBy' | 'scenes'>,
  options: { projectId?: string; isUnderWay?: boolean } = {},
): Promise<VoiceOrder | null> {
  const { voice, voiceBy } = storyboard;
  if (voice === 'none' || voiceBy === undefined) return null;
  const facts = await ports.routes.find(toRoute(voiceBy), options);
  if (facts.model.capability !== 'speech')
    throw new KinoraError('generation.unknown_model', `${facts.model.id} makes ${facts.model.capability}, no speech`);
  return { facts, measure: { prompt: scriptOf(storyboard) }, orElseBuiltIn: voiceBy.orElse === 'built_in' };
}

export function scriptOf(storyboard: Pick<Storyboard, 'scenes'>): string {
  return shotsOf(storyboard)
    .map(({ narration }) => narration)
    .join('');
}

export function voiceCreditsOf(order: VoiceOrder | null): number | undefined {
  return order === null ? undefined : creditsOf(order.facts, order.measure);
}

/** A line of its own for who speaks instead: it is asked only where the quote names it. */
export function voiceLines({ facts, measure, orElseBuiltIn }: VoiceOrder): QuoteLine[] {
  const credits = creditsOf(facts, measure);
  const spoken = { what: say('work.voice'), count: 1, unitCredits: credits, credits, madeBy: facts.madeBy };
  const instead = { what: say('work.fallback', { maker: facts.madeBy }), count: 1, unitCredits: 0, credits: 0 };
  return [
    { ...spoken, why: whyOf(facts, measure) },
    ...(orElseBuiltIn ? [{ ...instead, madeBy: MADE_BY, why: say('work.voice.why') }] : []),
  ];
}
