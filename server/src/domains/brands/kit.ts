import { type Brand, type BrandBody, type BrandChange, KinoraError, type KitFont } from '@kinora/contract';
import { canonicalJson } from '@kinora/media-core';
import type { Transaction } from '../../platform/database/index.ts';
import { findAssets } from '../assets/index.ts';
import { scriptsOf } from './present.ts';
import type { BrandFields, BrandFileRecord } from './store.ts';

/** Off until a person wants it; when it is on, small and out of the way. */
const plainWatermark: Brand['watermark'] = {
  isOn: false,
  fileId: null,
  anchor: 'bottom_right',
  offsetX: 0,
  offsetY: 0,
  scale: 0.12,
  opacity: 0.8,
  margin: 0.04,
};
const noFonts = { latin: null, hebrew: null, arabic: null };
const plainKit: Omit<BrandFields, 'name'> = {
  logo_asset_id: null,
  logo_on_dark_asset_id: null,
  colours: [],
  fonts: { display: noFonts, text: noFonts },
  watermark: plainWatermark,
  tone: null,
  words_to_use: [],
  words_to_avoid: [],
  prompt: '',
  negative_prompt: '',
  call_to_action: null,
  legal_line: null,
};

export function toNewFields(body: BrandBody): BrandFields {
  return applyChange({ ...plainKit, name: body.name }, body);
}

/** Fields that were not sent stay as they are. */
export function applyChange(record: BrandFields, change: BrandChange): BrandFields {
  const pick = <Value>(next: Value | undefined, before: Value) => (next === undefined ? before : next);
  return {
    name: pick(change.name, record.name),
    logo_asset_id: pick(change.logoAssetId, record.logo_asset_id),
    logo_on_dark_asset_id: pick(change.logoOnDarkAssetId, record.logo_on_dark_asset_id),
    colours: pick(change.colours, record.colours),
    fonts: pick(change.fonts, record.fonts),
    watermark: withChange(record.watermark, change.watermark),
    tone: pick(change.tone, record.tone),
    words_to_use: pick(change.wordsToUse, record.words_to_use),
    words_to_avoid: pick(change.wordsToAvoid, record.words_to_avoid),
    prompt: pick(change.prompt, record.prompt),
    negative_prompt: pick(change.negativePrompt, record.negative_prompt),
    call_to_action: pick(change.callToAction, record.call_to_action),
    legal_line: pick(change.legalLine, record.legal_line),
  };
}

/** A mark whose other fields stay as they are. */
function withChange(mark: Brand['watermark'], change: BrandChange['watermark'] = {}): Brand['watermark'] {
  const sent = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...mark, ...(Object.fromEntries(sent) as Partial<Brand['watermark']>) };
}

/** What shots are made of. The watermark lies over them and is none of it. */
const shownKeys = (['name', ...Object.keys(plainKit)] as (keyof BrandFields)[]).filter((key) => key !== 'watermark');

export function showsInShots(before: BrandFields, after: BrandFields): boolean {
  return shownKeys.some((key) => canonicalJson(before[key]) !== canonicalJson(after[key]));
}

/** A kit nobody has touched beyond what its maker gave it. */
export function isPlain(fields: BrandFields, given: readonly (keyof BrandFields)[]): boolean {
  const untouched = (key: keyof typeof plainKit) => canonicalJson(fields[key]) === canonicalJson(plainKit[key]);
  return (
    !fields.watermark.isOn &&
    (Object.keys(plainKit) as (keyof typeof plainKit)[]).every(
      (key) => key === 'watermark' || given.includes(key) || untouched(key),
    )
  );
}

/** Everything a kit names is there and can be what it is named as. */
export async function assertKit(
  transaction: Transaction,
  change: BrandChange,
  files: readonly BrandFileRecord[],
): Promise<void> {
  for (const id of [change.logoAssetId, change.logoOnDarkAssetId])
    if (id) await assertPicture(transaction, id, 'brand.logo_unusable');
  for (const role of change.fonts ? [change.fonts.display, change.fonts.text] : [])
    for (const script of ['latin', 'hebrew', 'arabic'] as const) assertFont(role[script], script, files);
  const badge = change.watermark?.fileId;
  if (badge && !files.some(({ id, kind }) => id === badge && kind === 'badge'))
    throw new KinoraError('brand.mark_unknown', `no badge ${badge} in the kit`);
}

function assertFont(
  font: KitFont | null,
  script: 'latin' | 'hebrew' | 'arabic',
  files: readonly BrandFileRecord[],
): void {
  if (!font) return;
  const scripts = scriptsOf(font, files);
  if (!scripts) throw new KinoraError('brand.font_unknown', `no font ${JSON.stringify(font)}`);
  if (!scripts.includes(script)) throw new KinoraError('brand.font_script', `font without ${script} letters`);
}

export async function assertPicture(
  transaction: Transaction,
  assetId: string,
  code: 'brand.logo_unusable' | 'brand.badge_unusable',
): Promise<string> {
  const asset = (await findAssets(transaction, [assetId])).get(assetId);
  if (asset && !asset.deleted_at && (asset.kind === 'image' || asset.kind === 'vector')) return asset.name;
  throw new KinoraError(code, `asset ${assetId} cannot be a logo or badge`);
}
