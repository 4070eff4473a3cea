import { loadConfig, turnSecondStepOff } from '@kinora/server';
import { usageError } from '../errors.ts';
import { USAGES } from '../help.ts';

/** `kinora people second-step-off MAIL`: lets somebody in again who lost phone and recovery codes. */
export async function runPeopleCommand([act, email, ...rest]: string[]): Promise<number> {
  if (act !== 'second-step-off' || !email || rest.length > 0) throw usageError(USAGES['people']!);
  process.stdout.write(`${await turnSecondStepOff(loadConfig(process.env), email)}\n`);
  return 0;
}
