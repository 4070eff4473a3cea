import { z } from 'zod';
import { type MediaRole, mediaRole } from './media-role.ts';

/** `name` may hold folders, as a dropped folder gives them: `linen-shirt/front.jpg`. */
export const fileToGroup = z.object({ name: z.string().min(1).max(1000) });
export const groupedProduct = z.object({
  /** What the files have in common, folded: the same for the same product in another drop. */
  key: z.string(),
  /** Proposed name: "Linen shirt". */
  name: z.string(),
  files: z.array(z.object({ index: z.int(), name: z.string(), role: mediaRole })),
});
export type GroupedProduct = z.infer<typeof groupedProduct>;

/** Words that say what a file shows. They are taken out of the product's name. */
const ROLE_WORDS: ReadonlyMap<string, MediaRole> = new Map(
  (
    [
      ['hero', 'hero main cover ראשי ראשית رئيسي رئيسية'],
      ['front', 'front חזית קדמי קדימה أمام أمامي أمامية'],
      ['back', 'back rear גב אחור אחורי خلف خلفي خلفية'],
      ['side', 'side left right profile צד جانب جانبي جانبية'],
      ['detail', 'detail details closeup macro פרט פרטים תקריב تفصيل تفاصيل'],
      ['lifestyle', 'lifestyle model worn אווירה דוגמנית'],
      ['exterior', 'exterior outside חוץ خارجي خارجية'],
      ['interior', 'interior inside cabin פנים داخلي داخلية'],
    ] as const
  ).flatMap(([role, words]) => words.split(' ').map((word) => [word, role] as const)),
);
const NOISE = new Set('copy final edit edited img dsc photo image view shot עותק نسخة'.split(' '));
const SOUND_ENDINGS = new Set(['wav', 'mp3', 'm4a', 'aac', 'ogg', 'flac']);
const MODEL_ENDINGS = new Set(['glb', 'gltf']);

/**
 * Sorts many files into products by what their names share. A folder is one product; without folders it is the name less
 * role words, counters and noise. Files whose names say nothing (`IMG_0412.jpg`) each stand alone: a wrong group is more
 * work for a person than one to join.
 *
 * @example groupFilesByProduct([{ name: 'linen-shirt_front.jpg' }, { name: 'Linen Shirt back (2).jpg' }]) // one group
 */
export function groupFilesByProduct(files: readonly { name: string }[]): GroupedProduct[] {
  const groups = new Map<string, GroupedProduct>();
  const isOneFolder = holdsSeveral(files);
  for (const [index, file] of files.entries()) {
    const read = readName(isOneFolder ? lastPart(file.name) : file.name);
    const key = read.key === '' ? `file ${index}` : read.key;
    const group = groups.get(key) ?? { key, name: read.title, files: [] };
    group.files.push({ index, name: file.name, role: read.role ?? 'detail' });
    groups.set(key, group);
  }
  return [...groups.values()].map(withOneHero);
}

const lastPart = (path: string) => path.split(/[/\\]/).at(-1) ?? path;

/** One folder around all of them, with several names inside, is where somebody keeps photographs, not a product. */
function holdsSeveral(files: readonly { name: string }[]): boolean {
  const folders = new Set(files.map(({ name }) => name.slice(0, -lastPart(name).length)));
  if (folders.size !== 1) return false;
  return new Set(files.map(({ name }) => readName(lastPart(name)).key)).size > 1;
}

type ReadName = { key: string; title: string; role: MediaRole | null };

function readName(path: string): ReadName {
  const parts = path
    .normalize('NFC')
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.');
  const fileName = parts.at(-1) ?? path;
  const folder = parts.at(-2);
  const dot = fileName.lastIndexOf('.');
  const stem = dot > 0 ? fileName.slice(0, dot) : fileName;
  const words = toWords(stem);
  const role = roleOfEnding(fileName.slice(dot + 1).toLowerCase()) ?? findRole(words);
  const own = folder === undefined ? stripWords(words) : toWords(folder);
  const title = own.length > 0 ? toTitle(own) : stem.trim();
  return { key: own.join(' ').toLowerCase(), title, role };
}

function roleOfEnding(ending: string): MediaRole | null {
  if (SOUND_ENDINGS.has(ending)) return 'sound';
  return MODEL_ENDINGS.has(ending) ? 'model_3d' : null;
}

function toWords(text: string): string[] {
  return text
    .replace(/[()[\]{}]/g, ' ')
    .split(/[\s_.,+~–—-]+/u)
    .filter((word) => word !== '');
}

/** `front2` is a front as well. */
const bare = (word: string) => word.toLowerCase().replace(/\d+$/, '');

function findRole(words: readonly string[]): MediaRole | null {
  // The last one speaks: "model-t_front" is the front of a Model T.
  for (const word of [...words].reverse()) {
    const role = ROLE_WORDS.get(bare(word));
    if (role) return role;
  }
  return null;
}

/** Takes counters, role words and noise off the end, and noise off the beginning; what stands between is the name. */
function stripWords(words: readonly string[]): string[] {
  const isNoise = (word: string) => NOISE.has(word.toLowerCase());
  const isRole = (word: string) => ROLE_WORDS.has(bare(word));
  const isCounter = (word: string) => /^\d{1,3}$/.test(word);
  const rest = [...words];
  while (rest.length > 0 && (isNoise(rest.at(-1)!) || isRole(rest.at(-1)!) || isCounter(rest.at(-1)!))) rest.pop();
  while (rest.length > 0 && isNoise(rest[0]!)) rest.shift();
  const isOnlyNumber = rest.length === 1 && /^\d{1,6}$/.test(rest[0]!) && words.some(isNoise);
  return isOnlyNumber ? [] : rest;
}

function toTitle(words: readonly string[]): string {
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const HERO_ORDER: readonly MediaRole[] = [
  'hero',
  'front',
  'exterior',
  'lifestyle',
  'side',
  'detail',
  'back',
  'interior',
];

/** One hero a product: what is called so, else the best view; a second one is a front view. */
function withOneHero(group: GroupedProduct): GroupedProduct {
  const best = HERO_ORDER.map((role) => group.files.findIndex((file) => file.role === role)).find(
    (found) => found >= 0,
  );
  const files = group.files.map((file, position) => {
    if (position === best) return { ...file, role: 'hero' as const };
    return file.role === 'hero' ? { ...file, role: 'front' as const } : file;
  });
  return { ...group, files };
}
