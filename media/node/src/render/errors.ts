import { type ErrorTable, KinoraError } from '@kinora/contract';

export const renderErrors = {
  'render.worker_died': {
    status: 500,
    sentence: 'A part of this film could not be drawn: its process stopped twice. Nothing was charged; try again.',
  },
  'render.drawing_failed': {
    status: 500,
    sentence: 'A shot of this film could not be drawn. Nothing was charged; the report names the shot.',
  },
  'render.frame_count': {
    status: 500,
    sentence: 'The finished film did not have the planned length and was thrown away. Nothing was charged; try again.',
  },
} as const satisfies ErrorTable;

export function renderError(
  code: keyof typeof renderErrors,
  message: string,
  options: { details?: Record<string, unknown>; cause?: unknown; isRetryable?: boolean } = {},
): KinoraError {
  return new KinoraError(code, message, { sentence: renderErrors[code].sentence, ...options });
}
