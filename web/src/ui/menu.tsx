import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { IconOf } from './icon.tsx';

export type MenuItem =
  | {
      kind: 'action';
      label: string;
      icon?: IconOf;
      run: () => void;
      isChecked?: boolean;
      isDanger?: boolean;
      aside?: string;
    }
  | { kind: 'line' }
  | { kind: 'title'; label: string };

const FloatingMenu = lazy(async () => ({ default: (await import('./menu-floating.tsx')).FloatingMenu }));

/** A button that opens a list of actions. The list's own code is fetched at the first press. */
export function Menu({
  label,
  items,
  className = '',
  side = 'bottom',
  children,
}: {
  label?: string;
  items: MenuItem[];
  className?: string;
  side?: 'top' | 'bottom';
  children: ReactNode;
}) {
  const [isWanted, setWanted] = useState(false);
  const trigger = (
    <button
      type="button"
      className={className}
      aria-haspopup="menu"
      aria-label={label}
      title={label}
      onClick={() => setWanted(true)}
      onKeyDown={(event) => event.key === 'ArrowDown' && setWanted(true)}
    >
      {children}
    </button>
  );
  if (!isWanted) return trigger;
  return (
    <Suspense fallback={trigger}>
      <FloatingMenu label={label} items={items} className={className} side={side}>
        {children}
      </FloatingMenu>
    </Suspense>
  );
}
