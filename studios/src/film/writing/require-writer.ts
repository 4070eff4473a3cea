import { KinoraError } from '@kinora/contract';
import type { RouteFacts } from '../../generation.ts';

/** @throws where the model writes no words */
export function requireWriter({ model }: Pick<RouteFacts, 'model'>): void {
  if (model.capability === 'text') return;
  throw new KinoraError('generation.unknown_model', `${model.id} makes ${model.capability}, no words`);
}
