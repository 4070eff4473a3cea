import { type ReactNode, useState } from 'react';
import type { IconOf } from './icon.tsx';
import { later } from './later.tsx';

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

/** The closed half stands until the open one is there. */
const FloatingMenu = later(async () => (await import('./menu-floating.tsx')).FloatingMenu, ClosedMenu);

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
  if (!isWanted)
    return (
      <ClosedMenu label={label} className={className} onWant={() => setWanted(true)}>
        {children}
      </ClosedMenu>
    );
  return (
    <FloatingMenu label={label} items={items} className={className} side={side}>
      {children}
    </FloatingMenu>
  );
}

function ClosedMenu({
  label,
  className,
  onWant,
  children,
}: {
  label?: string | undefined;
  className: string;
  onWant?: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={className}
      aria-haspopup="menu"
      aria-label={label}
      title={label}
      onClick={onWant}
      onKeyDown={(event) => event.key === 'ArrowDown' && onWant?.()}
    >
      {children}
    </button>
  );
}
