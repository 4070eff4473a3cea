import { type Capability, type GenerationModel, type RankedRoute, type Ratio, say, toDollars } from '@kinora/contract';
import { estimateMicros } from '@kinora/providers';

/** What is wanted, as far as it decides who can make it. */
export type RouteNeed = {
  capabilities: readonly Capability[];
  characters: number;
  /** Pictures that can go along. */
  pictures: number;
  ratio: Ratio | null;
  /** Length of the shot; null for pictures. */
  seconds: number | null;
  needsSeed: boolean;
};

/** One model through one connection, with what is known of both at the moment. */
export type RouteCandidate = {
  connection: { id: string; name: string; isOperators: boolean; isEnabled: boolean };
  providerTitle: string;
  model: GenerationModel;
  /** `refused`: the key or the account. `paused`: nothing goes out for a while (circuit.ts). */
  health: 'works' | 'refused' | 'open' | 'limited';
  /** What asking it came to lately, here. */
  past: { asked: number; failed: number; medianSeconds: number | null };
};

export type RouteContext = {
  today: string;
  /** Chosen for the project or its brand, best first. */
  preferred: readonly { connection: string; model: string }[];
  /** What budgets that stop still let through on the organization's own accounts; null where none does. */
  budget: { leftMicros: number | null; stopsUnpriced: boolean };
  /** Length a model is asked for and what is left of the shot after it. */
  planLength(
    makes: readonly number[],
    shotSeconds: number,
  ): { seconds: number; shownSeconds: number; heldSeconds: number };
};

type Judged = RankedRoute & { rank: readonly number[] };

/** Failures of the last calls from which on a model is put behind those that work. */
const FAILING_SHARE = 0.3;
const FEWEST_ASKED = 3;
const UNKNOWN = Number.MAX_SAFE_INTEGER;

/**
 * Every candidate in the order in which to choose, with the reasons in words. What cannot be asked comes last and says why.
 * Of the rest: what was chosen beforehand; then what works before what is failing or paused; then what covers the shot
 * before what must be held; then the cheaper, known prices before unknown ones; then the faster; then the name, so that the
 * same facts always give the same list. Nothing here sends or pays.
 */
export function planRoute(
  need: RouteNeed,
  candidates: readonly RouteCandidate[],
  context: RouteContext,
): RankedRoute[] {
  const fitting = candidates.filter(({ model }) => need.capabilities.includes(model.capability));
  const prices = fitting.flatMap((each) => priceOf(need, each, context) ?? []);
  const cheapest = prices.length > 1 ? Math.min(...prices) : null;
  const judged = fitting.map((each) => judge(need, each, { ...context, cheapest }));
  judged.sort((left, right) => compare(left.rank, right.rank) || nameOf(left).localeCompare(nameOf(right), 'en'));
  return judged.map(({ rank: _rank, ...route }) => route);
}

const nameOf = ({ providerTitle, title, connectionName, connection }: RankedRoute) =>
  `${providerTitle} ${title} ${connectionName} ${connection}`;

function compare(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at === -1 ? 0 : left[at]! - right[at]!;
}

function judge(
  need: RouteNeed,
  candidate: RouteCandidate,
  context: RouteContext & { cheapest: number | null },
): Judged {
  const { connection, model, past, providerTitle } = candidate;
  const refusals = listRefusals(need, candidate, context);
  const length = lengthOf(need, model, context);
  const priceMicros = priceOf(need, candidate, context);
  const isPreferred = placeOf(candidate, context) >= 0;
  return {
    connection: connection.id,
    connectionName: connection.name,
    isOperators: connection.isOperators,
    providerTitle,
    model: model.id,
    title: model.title,
    capability: model.capability,
    isUsable: refusals.length === 0,
    priceMicros,
    currency: 'USD',
    expectedSeconds: past.medianSeconds === null ? null : Math.round(past.medianSeconds),
    madeSeconds: length?.seconds ?? null,
    reasons: [...refusals, ...listReasons(need, candidate, { length, priceMicros, isPreferred, ...context })],
    rank: [
      refusals.length === 0 ? 0 : 1,
      isPreferred ? placeOf(candidate, context) : UNKNOWN,
      isTroubled(candidate) ? 1 : 0,
      length && length.heldSeconds > 0.05 ? 1 : 0,
      priceMicros ?? UNKNOWN,
      past.medianSeconds ?? UNKNOWN,
    ],
  };
}

function placeOf({ connection, model }: RouteCandidate, { preferred }: RouteContext): number {
  return preferred.findIndex((each) => each.connection === connection.id && each.model === model.id);
}

function isTroubled({ health, past }: RouteCandidate): boolean {
  return health !== 'works' || isFailing(past);
}
function isFailing({ asked, failed }: RouteCandidate['past']): boolean {
  return asked >= FEWEST_ASKED && failed / asked >= FAILING_SHARE;
}

function lengthOf({ seconds }: RouteNeed, model: GenerationModel, { planLength }: RouteContext) {
  return seconds === null ? null : planLength(model.limits.seconds, seconds);
}

function priceOf(need: RouteNeed, { model }: RouteCandidate, context: RouteContext): number | null {
  const length = lengthOf(need, model, context);
  return estimateMicros(model, { prompt: 'x'.repeat(need.characters), ...(length ? { seconds: length.seconds } : {}) });
}

/** Why it cannot be asked for this at all. */
function listRefusals(need: RouteNeed, candidate: RouteCandidate, context: RouteContext): string[] {
  const { model, connection, health } = candidate;
  const { limits } = model;
  const price = priceOf(need, candidate, context);
  const { leftMicros, stopsUnpriced } = context.budget;
  const isOwn = !connection.isOperators;
  const found: (string | false)[] = [
    !connection.isEnabled && say('route.off'),
    health === 'refused' && say('route.refused'),
    model.licence === 'non_commercial' && say('route.not_commercial'),
    model.shutsDownOn !== null && model.shutsDownOn <= context.today && say('route.gone', { day: model.shutsDownOn }),
    need.ratio !== null &&
      limits.ratios.length > 0 &&
      !limits.ratios.includes(need.ratio) &&
      say('route.no_ratio', { ratio: need.ratio }),
    need.pictures < limits.pictures.least && say('route.few_pictures'),
    need.needsSeed && !limits.takesSeed && say('route.no_seed'),
    need.characters > limits.promptCharacters &&
      say('route.long_prompt', { most: limits.promptCharacters, given: need.characters }),
    isOwn && price !== null && leftMicros !== null && price > leftMicros && say('route.above_budget'),
    isOwn && price === null && stopsUnpriced && say('route.unpriced_budget'),
  ];
  return found.filter((each) => each !== false);
}

type Known = RouteContext & {
  length: ReturnType<RouteContext['planLength']> | null;
  priceMicros: number | null;
  isPreferred: boolean;
  cheapest: number | null;
};

function listReasons(need: RouteNeed, candidate: RouteCandidate, known: Known): string[] {
  const { past, health, providerTitle: provider, model } = candidate;
  const { priceMicros, length } = known;
  const found: (string | false)[] = [
    known.isPreferred && say('route.preferred'),
    health === 'open' && say('route.paused'),
    health === 'limited' && say('route.limited'),
    isFailing(past) && say('route.failing', { failed: past.failed, asked: past.asked }),
    priceMicros === null
      ? say('route.price_unknown', { provider })
      : say('route.price', { price: toDollars(priceMicros) }),
    priceMicros !== null && priceMicros === known.cheapest && say('route.cheapest'),
    past.medianSeconds === null
      ? say('route.no_history')
      : say('route.measured', { seconds: Math.round(past.medianSeconds) }),
    length !== null && length.heldSeconds > 0.05 && say('route.held', { seconds: length.seconds }),
    length !== null &&
      length.seconds - length.shownSeconds > 0.05 &&
      say('route.trimmed', { seconds: length.seconds, kept: Math.round(length.shownSeconds * 10) / 10 }),
    need.pictures > 0 && model.limits.pictures.most === 0 && say('route.no_pictures'),
    !need.needsSeed && !model.limits.takesSeed && say('route.no_seed'),
  ];
  return found.filter((each) => each !== false);
}
