import { sayCode } from '../../app/words/index.ts';
import type { Try } from './tries.ts';

type Fault = Pick<Try['attempt'], 'errorCode' | 'errorSentence'>;

/** An error in the person's language; a code that this app does not know is told as any failure. */
export function sayFault({ errorCode, errorSentence }: Fault): string {
  return errorCode === null ? '' : sayCode(errorCode, {}, sayCode('jobs.failed', {}, errorSentence ?? errorCode));
}
