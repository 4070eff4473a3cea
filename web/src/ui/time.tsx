import type { ReactNode } from 'react';
import { useMaker } from '../app/words/index.ts';

/** Time, money, counts and ids: mono, tabular, always left to right inside any sentence. */
export function Mono({ children, isLarge = false }: { children: ReactNode; isLarge?: boolean }) {
  return <bdi className={isLarge ? 'timecode' : 'time'}>{children}</bdi>;
}

/** A length with its unit in the person's language: read in the page's direction, "15 s" never as "s 15". */
export function Duration({ children }: { children: ReactNode }) {
  return <bdi className="time time-words">{children}</bdi>;
}

/** Who made it: a proper name that stays Latin in all languages. */
export function MakerLabel({ name }: { name: string }) {
  const maker = useMaker();
  return <bdi className="maker">{maker(name)}</bdi>;
}
