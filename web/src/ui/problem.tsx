import { ApiError } from '../api/index.ts';
import { sayCode, useWords, type Words, words } from '../app/words/index.ts';
import { Button } from './button.tsx';
import { showToast } from './toast-store.ts';

/** The sentence of a refusal. Ours only when the server could not be asked. */
export function sentenceOf(error: unknown, t: Words = words): string {
  if (error instanceof ApiError && error.code === 'offline') return t('problem.offline');
  if (error instanceof ApiError && error.sentence) return sayCode(error.code, error.details, error.sentence);
  return t('problem.unexpected', { code: error instanceof ApiError ? error.code : 'client' });
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
