import { ApiError } from '../api/index.ts';
import { said, sayCode, useWords, type Words, words } from '../app/words/index.ts';
import { Button } from './button.tsx';
import { showToast } from './toast-store.ts';

/** The sentence of a refusal. Ours only when the server could not be asked. */
export function sentenceOf(error: unknown, t: Words = words): string {
  if (error instanceof ApiError && error.code === 'offline') return t('problem.offline');
  if (error instanceof ApiError && Object.keys(error.fields).length > 0) return faultsOf(error);
  if (error instanceof ApiError && error.sentence) {
    const told = said(error.sentence);
    return told === error.sentence ? sayCode(error.code, error.details, error.sentence) : told;
  }
  return t('problem.unexpected', { code: error instanceof ApiError ? error.code : 'client' });
}

/** Faults of fields that have no place of their own here. Other languages say them without the field: its name goes before. */
function faultsOf({ fields }: ApiError): string {
  const faults = Object.entries(fields).map(([name, sentence]) => ({ name, sentence, text: said(sentence) }));
  const texts = faults.map(({ name, sentence, text }) =>
    faults.length === 1 || text === sentence ? text : `\u2068${name}\u2069: ${text}`,
  );
  return [...new Set(texts)].join(' ');
}

/**
 * What a form says of its refusal: the fault at each field, and beneath it the whole refusal where it is of no field or of
 * one without a place in the form.
 */
export function readRefusal(error: unknown, places: readonly string[]): { at: Record<string, string>; rest: unknown } {
  const fields = Object.entries(error instanceof ApiError ? error.fields : {});
  const at = Object.fromEntries(fields.map(([name, sentence]) => [name, said(sentence)]));
  const isPlaced = fields.length > 0 && fields.every(([name]) => places.includes(name));
  return { at, rest: isPlaced ? undefined : error };
}

/** For a refused action whose place on screen has no room for a sentence. */
export function toastProblem(error: unknown): void {
  showToast({ text: sentenceOf(error), tone: 'bad' });
}

/** An error where it happened: sentence, next action, id to copy. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useWords();
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return (
    <div className="problem" role="alert">
      <p dir="auto">{sentenceOf(error, t)}</p>
      <div className="row">
        {onRetry ? <Button onClick={onRetry}>{t('do.tryAgain')}</Button> : null}
        {requestId ? (
          <details>
            <summary>{t('problem.details')}</summary>
            <bdi className="time">{requestId}</bdi>
          </details>
        ) : null}
      </div>
    </div>
  );
}
