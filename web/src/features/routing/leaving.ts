import type { Capability, Connection, ProviderFacts } from '../../api/index.ts';

const WITH_PICTURES: readonly Capability[] = [
  'image-edit',
  'video',
  'try-on',
  'face-swap',
  'lip-sync',
  'upscale',
  'background-removal',
];

/**
 * What goes out of the building to a vendor: spoken lines alone, words alone, words with the pictures worked on, or, to one
 * that checks words, those of every request.
 */
export function planLeaving(capabilities: readonly Capability[]): 'speech' | 'words' | 'pictures' | 'checked' {
  if (capabilities.includes('moderation')) return 'checked';
  if (capabilities.some((each) => WITH_PICTURES.includes(each))) return 'pictures';
  return capabilities.length > 0 && capabilities.every((each) => each === 'speech') ? 'speech' : 'words';
}

/** Host that work of a connection goes to. */
export function hostOf(provider: Pick<ProviderFacts, 'baseUrl'>, connection?: Pick<Connection, 'baseUrl'>): string {
  const address = connection?.baseUrl ?? provider.baseUrl;
  return URL.canParse(address) ? new URL(address).host : address;
}

/** A whole number out of a field, null for the vendor's own limit, undefined where it says neither. */
export function toWorkLimit(text: string, most: number): number | null | undefined {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= most ? value : undefined;
}
