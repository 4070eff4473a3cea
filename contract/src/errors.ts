/**
 * The one base error. `code` is stable and public (docs/reference/errors lists every one), `message` is for the log,
 * `sentence` is for people: what happened, what it cost, what to do. Domains never throw transport errors; one table at
 * the HTTP edge turns a code into a status.
 */
export type KinoraErrorOptions = {
  /** Sentence shown to people. Without it they read the sentence of the code's registry entry. */
  sentence?: string;
  /** Machine-readable facts that go into the problem document, such as `{ limit: 50, unit: 'MB' }`. Never secrets. */
  details?: Record<string, unknown>;
  /** True when the same call may succeed later without a change. */
  isRetryable?: boolean;
  cause?: unknown;
};

export class KinoraError extends Error {
  readonly code: string;
  readonly sentence: string | undefined;
  readonly details: Record<string, unknown>;
  readonly isRetryable: boolean;

  constructor(code: string, message: string, options: KinoraErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KinoraError';
    this.code = code;
    this.sentence = options.sentence;
    this.details = options.details ?? {};
    this.isRetryable = options.isRetryable ?? false;
  }
}

export function isKinoraError(value: unknown): value is KinoraError {
  return value instanceof Error && value.name === 'KinoraError' && typeof (value as KinoraError).code === 'string';
}

/** One entry of a slice's `errors.ts`: its HTTP status and the sentence used when the thrower gives none. */
export type ErrorEntry = { status: number; sentence: string };
export type ErrorTable = Record<string, ErrorEntry>;
