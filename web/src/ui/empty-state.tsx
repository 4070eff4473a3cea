import type { ReactNode } from 'react';

/** The frame around one true sentence and the next action. Never a drawing. */
export function EmptyState({ sentence, children }: { sentence: string; children?: ReactNode }) {
  return (
    <div className="empty frame">
      <p>{sentence}</p>
      {children ? <div className="row row-wrap empty-actions">{children}</div> : null}
    </div>
  );
}
