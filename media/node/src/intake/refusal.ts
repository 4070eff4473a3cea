import { KinoraError } from '@kinora/contract';
import { type IntakeErrorCode, intakeErrors } from './errors.ts';

export type RefusalOptions = { sentence?: string; details?: Record<string, unknown>; cause?: unknown };

/** Why a file is not let in. Raised inside the child, it crosses to the parent as plain data. */
export function refuse(code: IntakeErrorCode, message: string, options: RefusalOptions = {}): KinoraError {
  return new KinoraError(code, message, { sentence: intakeErrors[code].sentence, ...options });
}

/** The same refusal with the person's own file name in front of its sentence. */
export function nameFile(error: KinoraError, name: string): KinoraError {
  const sentence = error.sentence ? `“${name}”: ${error.sentence}` : undefined;
  return new KinoraError(error.code, error.message, { sentence, details: { ...error.details, name }, cause: error });
}
