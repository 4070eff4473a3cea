import { KinoraError } from '@kinora/contract';

/** Wrong use of the command: printed as a sentence with the usage line, exit code 2. */
export function usageError(sentence: string): KinoraError {
  return new KinoraError('cli.usage', sentence, { sentence });
}

/** Something did not work: printed as a sentence, exit code 1. */
export function commandError(code: string, sentence: string, cause?: unknown): KinoraError {
  return new KinoraError(code, sentence, { sentence, cause });
}
