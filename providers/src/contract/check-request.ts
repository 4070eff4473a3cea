import type { GenerationModel } from '@kinora/contract';
import type { ProviderFault } from './fault.ts';
import type { TokenUsage } from './provider.ts';
import { countLetters, type GenerateRequest, type TextRequest, wantsSound } from './request.ts';

/** Why this model cannot be asked for this, as a fault; null where it can. Nothing is sent or paid before it passes. */
export function checkRequest(model: GenerationModel, request: GenerateRequest, today: string): ProviderFault | null {
  const { limits } = model;
  const wrong = (message: string): ProviderFault => ({ kind: 'invalid_input', message, retryAfterMs: null });
  if (model.shutsDownOn !== null && model.shutsDownOn <= today)
    return { kind: 'not_found', message: `${model.id} was shut down on ${model.shutsDownOn}`, retryAfterMs: null };
  if (model.capability !== request.capability) return wrong(`${model.id} makes ${model.capability}`);
  const length = countLetters(request);
  if (length > limits.promptCharacters) return wrong(`${length} characters, at most ${limits.promptCharacters}`);
  const { least, most } = limits.pictures;
  const pictures = request.pictures.length;
  if (pictures < least || pictures > most) return wrong(`${pictures} pictures, takes ${least} to ${most}`);
  if ('negativePrompt' in request && request.negativePrompt !== '' && !limits.takesNegativePrompt)
    return wrong(`${model.id} takes no negative prompt`);
  if ('ratio' in request && limits.ratios.length > 0 && !limits.ratios.includes(request.ratio))
    return wrong(`shape ${request.ratio}, makes ${limits.ratios.join(', ')}`);
  if ('seconds' in request && limits.seconds.length > 0 && !limits.seconds.includes(request.seconds))
    return wrong(`${request.seconds} s, makes ${limits.seconds.join(', ')} s`);
  if (wantsSound(request) && limits.makesSound !== true) return wrong(`${model.id} makes silent films`);
  if ('maxTokens' in request && request.maxTokens > (limits.answerTokens ?? 0))
    return wrong(`${request.maxTokens} tokens, answers with at most ${limits.answerTokens ?? 0}`);
  return null;
}

type Asked = Pick<GenerateRequest, 'prompt'> & { seconds?: number; withSound?: boolean } & Partial<
    Pick<TextRequest, 'system' | 'turns' | 'maxTokens'>
  >;

/**
 * What one answer will cost in millionths, as far as the table knows; null where only the vendor does. Of words it is the
 * most it can cost: a token for every second character, which scripts other than Latin come near, and the longest answer.
 * @param today decides between a price and one that is announced; an ISO date
 */
export function estimateMicros(
  model: Pick<GenerationModel, 'price'>,
  request: Asked,
  today = new Date().toISOString().slice(0, 10),
): number | null {
  if (model.price === null) return null;
  if (model.price.per === 'token') {
    const inputTokens = Math.ceil(countLetters(request) / 2);
    return costOfTokens(model, { inputTokens, outputTokens: request.maxTokens ?? 0 }, today);
  }
  const { per } = model.price;
  const micros = wantsSound(request) ? model.price.withSoundMicros : model.price.micros;
  if (micros === undefined) return null;
  if (per === 'picture') return micros;
  if (per === 'character') return micros * [...request.prompt].length;
  return request.seconds === undefined ? null : micros * request.seconds;
}

const MILLION = 1_000_000;

/** What an answer cost by the tokens its vendor counted; null where the table has no price. Rounded up: nothing is free. */
export function costOfTokens(
  { price }: Pick<GenerationModel, 'price'>,
  { inputTokens, outputTokens }: TokenUsage,
  today: string,
): number | null {
  if (price?.per !== 'token') return null;
  const rates = (price.later ?? []).filter(({ from }) => from <= today).at(-1) ?? price;
  return Math.ceil((inputTokens * rates.inputMicros + outputTokens * rates.outputMicros) / MILLION);
}
