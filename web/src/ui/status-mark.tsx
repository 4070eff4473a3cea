import type { CSSProperties, ReactNode } from 'react';

export type Mark = 'running' | 'queued' | 'done' | 'passed' | 'stale' | 'failed' | 'asks' | 'cancelled';

/** Shape first, colour second, and always a word: visible as children, or spoken as `name`. */
export function StatusMark({
  mark,
  progress,
  name,
  children,
}: {
  mark: Mark;
  progress?: number | undefined;
  name?: string;
  children?: ReactNode;
}) {
  const style = { '--progress': progress ?? 0.25 } as CSSProperties;
  return (
    <span className={`status status-${mark}`} style={mark === 'running' ? style : undefined}>
      {children}
      {name ? <span className="spoken">{name}</span> : null}
    </span>
  );
}

export function ProgressBar({
  value,
  isOverMedia = false,
  label,
}: {
  value: number;
  isOverMedia?: boolean;
  label: string;
}) {
  const percent = Math.round(value * 100);
  return (
    <span
      className={isOverMedia ? 'progress progress-over' : 'progress'}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <i style={{ inlineSize: `${percent}%` }} />
    </span>
  );
}
