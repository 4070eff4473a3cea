import {
  deliveryPresetId,
  FIRST_PRESETS,
  KinoraError,
  type Placement,
  type Ratio,
  ratio,
  ratioSlug,
} from '@kinora/contract';

/** A shape for no network in particular. */
const ANY = 'any';

/** `instagram-reels@9:16,any@1:1`; nothing asked for is one placement for each shape of the film. */
export function parsePlacements(text: string | undefined, ratios: readonly Ratio[]): Placement[] {
  if (text === undefined) return ratios.map((shape) => ({ presetId: FIRST_PRESETS[shape], ratio: shape }));
  const wanted = text.split(',').filter((part) => part !== '');
  return [...new Set(wanted)].map(parsePlacement);
}

function parsePlacement(text: string): Placement {
  const [name, shape] = text.split('@');
  const preset = name === ANY ? { success: true as const, data: null } : deliveryPresetId.safeParse(name);
  const parsed = ratio.safeParse(shape);
  if (preset.success && parsed.success) return { presetId: preset.data, ratio: parsed.data };
  throw new KinoraError('delivery.placement_unknown', `no placement ${text}`);
}

/** Signs that file systems refuse or read as folders, and what turns a line round. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a file's name may not hold.
const UNSAFE = /[\u0000-\u001f\u007f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/g;
const MOST_NAME_CHARACTERS = 80;

/** `Linen shirt_instagram-reels_9x16`: the film's own name in its own script, then where it goes and its shape. */
export function toFileStem(projectName: string, { presetId, ratio: shape }: Placement): string {
  const plain = projectName.replace(UNSAFE, ' ').replace(/\s+/g, ' ').trim().replace(/^\.+/, '');
  const name = [...plain].slice(0, MOST_NAME_CHARACTERS).join('').trim() || 'film';
  return [name, presetId, ratioSlug(shape)].filter((part) => part !== null).join('_');
}
