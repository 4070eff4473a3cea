import { type BriefFacts, characters, joinPost, type Language, type Network, say } from '@kinora/contract';
import { saysWord } from '../planner/kit-words.ts';
import { capitalise, foldText, trimEdges, wordsOf } from '../planner/text.ts';

/** What the words beside a film are made of: the brief's own facts and the kit's own lines, nothing else. */
export type PostMaterial = {
  language: Language;
  facts: BriefFacts;
  /** Name of the film, for a brief that names no product. */
  filmName: string;
  kit: {
    name: string;
    wordsToUse: readonly string[];
    wordsToAvoid: readonly string[];
    callToAction: string | null;
    legalLine: string | null;
  } | null;
};
/** Room on one network; null where it has none of that kind. */
export type PostRoom = {
  network: Network;
  title: number | null;
  text: number | null;
  hashtags: number | null;
};
export type PlannedPost = { title: string; text: string; hashtags: string[]; notices: string[] };

/** Tags that help and do not shout, by the network's habit. */
const HASHTAG_AIMS: Partial<Record<Network, number>> = { x: 2, facebook: 2, linkedin: 3, youtube: 3 };
const USUAL_HASHTAGS = 5;

/**
 * Words to copy beside a film. Every line is a fact of the brief or a line of the kit; what the brand avoids is left out
 * and said so, also where the brief has it: in a film it may be wanted, in a post it stands alone. What has no room goes
 * from the end, the call to action and the legal line last.
 */
export function planPostText(material: PostMaterial, room: PostRoom): PlannedPost {
  const avoid = material.kit?.wordsToAvoid ?? [];
  const shunned = new Set<string>();
  const isFit = (text: string) => {
    const found = avoid.filter((word) => saysWord(text, word));
    for (const word of found) shunned.add(word);
    return found.length === 0;
  };
  const hashtags = planHashtags(material, room, isFit);
  const title = room.title === null ? '' : planTitle(material, room.title, isFit);
  const lines = room.text === null ? { kept: [], dropped: 0 } : planLines(material, room.text, hashtags, isFit);
  const text = layOut(lines.kept);
  const notices = [
    ...(shunned.size > 0
      ? [say('post.words_avoided', { words: [...shunned].map((word) => `“${word}”`).join(', ') })]
      : []),
    ...(lines.dropped > 0 ? [say('post.lines_left_out', { count: lines.dropped })] : []),
    ...(room.text !== null && text === '' ? [say('post.nothing_told')] : []),
  ];
  return { title, text, hashtags, notices };
}

type Line = { part: 'opening' | 'fact' | 'offer' | 'closing'; text: string };

const textOf = (fact: { text: string } | undefined) => (fact ? fact.text.trim() : '');

function toLines({ facts, kit }: PostMaterial): Line[] {
  const name = [textOf(facts.brandName) || (kit?.name ?? ''), textOf(facts.productName)].filter(Boolean).join(' · ');
  const lines: Line[] = [
    { part: 'opening', text: name },
    { part: 'opening', text: textOf(facts.claim) },
    ...facts.facts.map((fact): Line => ({ part: 'fact', text: textOf(fact) })),
    { part: 'offer', text: textOf(facts.price) },
    { part: 'offer', text: textOf(facts.offer) },
    { part: 'offer', text: textOf(facts.availability) },
    { part: 'closing', text: textOf(facts.callToAction) || (kit?.callToAction ?? '') },
    { part: 'closing', text: textOf(facts.legalLine) || (kit?.legalLine ?? '') },
  ];
  const said = new Set<string>();
  return lines.filter(({ text }) => {
    const folded = foldText(text);
    if (text === '' || said.has(folded)) return false;
    said.add(folded);
    return true;
  });
}

/** Facts go first when there is no room, from the last one; then offers; the name and the closing lines stay longest. */
const GOES_FIRST: readonly Line['part'][] = ['fact', 'offer', 'closing', 'opening'];

function planLines(
  material: PostMaterial,
  most: number,
  hashtags: readonly string[],
  isFit: (text: string) => boolean,
): { kept: Line[]; dropped: number } {
  let kept = toLines(material).filter(({ text }) => isFit(text));
  let dropped = 0;
  while (kept.length > 0 && characters(joinPost({ text: layOut(kept), hashtags })) > most) {
    const part = GOES_FIRST.find((each) => kept.some((line) => line.part === each));
    const index = kept.findLastIndex((line) => line.part === part);
    kept = kept.filter((_, at) => at !== index);
    dropped += 1;
  }
  return { kept, dropped };
}

/** Openings, facts as a list, offers and closing lines, each a block of its own. */
function layOut(lines: readonly Line[]): string {
  const blocks = (['opening', 'fact', 'offer', 'closing'] as const).map((part) => {
    const own = lines.filter((line) => line.part === part);
    return own.map(({ text }) => (part === 'fact' && own.length > 1 ? `• ${capitalise(text)}` : text)).join('\n');
  });
  return blocks.filter((block) => block !== '').join('\n\n');
}

function planTitle({ facts, filmName, kit }: PostMaterial, most: number, isFit: (text: string) => boolean): string {
  const brand = textOf(facts.brandName) || (kit?.name ?? '');
  const product = textOf(facts.productName);
  const claim = textOf(facts.claim);
  const choices = [
    [brand, product, claim].filter(Boolean).join(' · '),
    [brand, product].filter(Boolean).join(' · '),
    product,
    brand,
    filmName,
  ];
  return choices.find((choice) => choice !== '' && characters(choice) <= most && isFit(choice)) ?? '';
}

function planHashtags({ facts, kit }: PostMaterial, room: PostRoom, isFit: (text: string) => boolean): string[] {
  if (room.text === null) return [];
  const sources = [textOf(facts.brandName) || (kit?.name ?? ''), textOf(facts.productName), ...(kit?.wordsToUse ?? [])];
  const most = Math.min(HASHTAG_AIMS[room.network] ?? USUAL_HASHTAGS, room.hashtags ?? Number.POSITIVE_INFINITY);
  const tags = new Map<string, string>();
  for (const source of sources) {
    const tag = toHashtag(source);
    if (tag !== '' && !tags.has(foldText(tag)) && isFit(source)) tags.set(foldText(tag), tag);
  }
  return [...tags.values()].slice(0, most);
}

const MOST_TAG_CHARACTERS = 40;

/** One word of letters and digits. Latin words run together with capitals; other scripts have none and keep a `_` between. */
export function toHashtag(text: string): string {
  const words = wordsOf(trimEdges(text)).map((word) => word.replace(/[^\p{L}\p{M}\p{N}]/gu, ''));
  const whole = words.filter((word) => word !== '');
  const isLatin = whole.every((word) => /^[\p{Script=Latin}\p{N}\p{M}]+$/u.test(word));
  const tag = isLatin ? whole.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') : whole.join('_');
  const isWord = /\p{L}/u.test(tag) && characters(tag) <= MOST_TAG_CHARACTERS;
  return isWord ? tag : '';
}
