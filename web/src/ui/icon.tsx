import type { LucideIcon } from 'lucide-react';

export type IconOf = LucideIcon;

/** lucide at 16 px and 1.5 stroke. `flip` mirrors it where reading runs from the right; transport icons never flip. */
export function Icon({ of: Drawn, flip = false, size = 16 }: { of: LucideIcon; flip?: boolean; size?: number }) {
  return (
    <Drawn
      aria-hidden="true"
      className={flip ? 'icon icon-flip' : 'icon'}
      size={size}
      strokeWidth={1.5}
      absoluteStrokeWidth
    />
  );
}
