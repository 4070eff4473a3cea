import type { DeliveryPreset, DeliverySheet, Placement, Ratio } from '../../api/index.ts';

/** `instagram-reels@9:16`, as the address and the API name a column. */
export function keyOf({ presetId, ratio }: Placement): string {
  return `${presetId ?? 'any'}@${ratio}`;
}

/** The first shape of a preset that the film has; undefined where it has none of them. */
export function shapeFor(preset: DeliveryPreset, ratios: readonly Ratio[]): Ratio | undefined {
  return preset.ratios.find((ratio) => ratios.includes(ratio));
}

/** Adds a column for a network at the end, or takes away those it has. One column always stays. */
export function togglePreset(
  columns: readonly Placement[],
  preset: DeliveryPreset,
  ratios: readonly Ratio[],
): Placement[] {
  const without = columns.filter(({ presetId }) => presetId !== preset.id);
  if (without.length < columns.length) return without.length > 0 ? without : [...columns];
  const ratio = shapeFor(preset, ratios);
  return ratio ? [...columns, { presetId: preset.id, ratio }] : [...columns];
}

/** The same column in another shape, in its place; not twice the same. */
export function reshape(columns: readonly Placement[], column: Placement, ratio: Ratio): Placement[] {
  const next = { ...column, ratio };
  const isThere = columns.some((each) => keyOf(each) === keyOf(next));
  return columns.flatMap((each) => (keyOf(each) !== keyOf(column) ? [each] : isThere ? [] : [next]));
}

/** Networks of the columns in sight that show words beside a film, each once. */
export function networksOf(
  columns: readonly Placement[],
  presets: readonly DeliveryPreset[],
  posts: DeliverySheet['posts'],
): DeliveryPreset['network'][] {
  const wanted = columns.flatMap(({ presetId }) => presets.find(({ id }) => id === presetId)?.network ?? []);
  return [...new Set(wanted)].filter((network) => posts.some((post) => post.network === network));
}

/** `2026-11` as the month people read. */
export function monthOf(date: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(new Date(`${date}-15T00:00:00Z`));
}

/** What a network covers is known for upright films only. */
export function zoneOf(presets: readonly DeliveryPreset[], { presetId, ratio }: Placement): DeliveryPreset['safeZone'] {
  return ratio === '9:16' ? (presets.find(({ id }) => id === presetId)?.safeZone ?? null) : null;
}
