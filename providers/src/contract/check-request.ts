import type { GenerationModel } from '@kinora/contract';
import type { ProviderFault } from './fault.ts';
import type { GenerateRequest } from './request.ts';

/** Why this model cannot be asked for this, as a fault; null where it can. Nothing is sent or paid before it passes. */
export function checkRequest(model: GenerationModel, request: GenerateRequest, today: string): ProviderFault | null {
  const { limits } = model;
  const wrong = (message: string): ProviderFault => ({ kind: 'invalid_input', message, retryAfterMs: null });
  if (model.shutsDownOn !== null && model.shutsDownOn <= today)
    return { kind: 'not_found', message: `${model.id} was shut down on ${model.shutsDownOn}`, retryAfterMs: null };
  if (model.capability !== request.capability) return wrong(`${model.id} makes ${model.capability}`);
  const { length } = [...request.prompt];
  if (length > limits.promptCharacters) return wrong(`${length} characters, at most ${limits.promptCharacters}`);
  const { least, most } = limits.pictures;
  const pictures = request.pictures.length;
  if (pictures < least || pictures > most) return wrong(`${pictures} pictures, takes ${least} to ${most}`);
  if (request.capability !== 'speech' && request.negativePrompt !== '' && !limits.takesNegativePrompt)
    return wrong(`${model.id} takes no negative prompt`);
  if ('ratio' in request && limits.ratios.length > 0 && !limits.ratios.includes(request.ratio))
    return wrong(`shape ${request.ratio}, makes ${limits.ratios.join(', ')}`);
  if ('seconds' in request && limits.seconds.length > 0 && !limits.seconds.includes(request.seconds))
    return wrong(`${request.seconds} s, makes ${limits.seconds.join(', ')} s`);
  return null;
}

/** What one answer will cost in millionths, as far as the table knows; null where only the vendor does. */
export function estimateMicros(
  model: Pick<GenerationModel, 'price'>,
  request: Pick<GenerateRequest, 'prompt'> & { seconds?: number },
): number | null {
  if (model.price === null) return null;
  const { per, micros } = model.price;
  if (per === 'picture') return micros;
  if (per === 'character') return micros * [...request.prompt].length;
  return request.seconds === undefined ? null : micros * request.seconds;
}
