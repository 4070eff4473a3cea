import { loadConfig, rotateSecrets } from '@kinora/server';
import { usageError } from '../errors.ts';
import { USAGES } from '../help.ts';

/** `kinora secrets rotate`: a new key beside the data, or how to replace the one from the environment. */
export async function runSecretsCommand(words: string[]): Promise<number> {
  if (words.length !== 1 || words[0] !== 'rotate') throw usageError(USAGES['secrets']!);
  const { sentences } = await rotateSecrets(loadConfig(process.env));
  process.stdout.write(`${sentences.join('\n')}\n`);
  return 0;
}
