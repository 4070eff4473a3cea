import type { ReactNode } from 'react';
import { useWords } from '../../app/words/index.ts';
import { sentenceOf } from '../../ui/index.ts';

/** What was refused, and the buttons of a form. */
export function SaveRow({ error, children }: { error: unknown; children: ReactNode }) {
  const t = useWords();
  return (
    <>
      {error ? (
        <p className="help help-bad" role="alert">
          {sentenceOf(error, t)}
        </p>
      ) : null}
      <div className="row row-wrap">{children}</div>
    </>
  );
}
