import type { FramingPath, Ratio } from '@kinora/contract';
import type { FilmShaping } from '@kinora/studios';
import type { Shaping } from '../timelines/index.ts';

/** What people set for the films of each shape, as the studio takes it: by shape and by the shot's key. */
export function toFilmShaping({ framings, labelled }: Shaping): FilmShaping {
  const byRatio: Partial<Record<Ratio, Record<string, FramingPath>>> = {};
  for (const { ratio, shotKey, path } of framings) byRatio[ratio] = { ...byRatio[ratio], [shotKey]: path };
  return { framings: byRatio, labelled };
}
