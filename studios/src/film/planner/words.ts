import type { BriefFact, Language, SceneWords } from '@kinora/contract';
import type { CastShot } from './cast.ts';
import { type KitWords, standing } from './kit-words.ts';
import { MESSAGES } from './messages.ts';
import { type BriefReading, overlaps } from './read-brief.ts';
import { breakLines, capitalise, countCharacters, foldText, languageOf, wordsOf } from './text.ts';
import { withoutArticle } from './things.ts';

/** A display line holds 18 characters (craft.md §5). */
const LINE_CHARACTERS = 18;
const HEADLINE_LINES = 2;
const CLAIM_LINES = 3;
const MOST_ITEMS = 3;

/** The words still to be said. Each is said once; names may be said twice, at the start and on the last card. */
class Deck {
  readonly #said: string[] = [];
  #queue: DeckText[];

  constructor(texts: readonly DeckText[]) {
    this.#queue = [...texts];
  }

  /** Marks words as said wherever they come from. */
  say(text: string): string {
    this.#said.push(text);
    this.#queue = this.#queue.filter((other) => !overlaps(other.text, text));
    return text;
  }

  hasSaid(text: string): boolean {
    return this.#said.some((other) => foldText(other) === foldText(text));
  }

  /** First text that may stand beside this picture: one about it, else one about no picture in particular. */
  find(label: string | undefined, kept: readonly string[]): string | undefined {
    const free = this.#queue.filter((entry) => !kept.includes(entry.text));
    const own = label ? free.find((entry) => entry.about.includes(label)) : undefined;
    return (own ?? free.find((entry) => entry.about.length === 0))?.text;
  }

  /** For shots that show no product: what no picture could stand beside, else the first text of all. */
  first(): string | undefined {
    return (this.#queue.find((entry) => entry.about.length === 0) ?? this.#queue[0])?.text;
  }
}

/** A text and the pictures its sentence is about, by their labels: it is never shown beside another product. */
type DeckText = { text: string; about: readonly string[] };

export type WordsInput = {
  reading: BriefReading;
  brandName: string | undefined;
  hasLogo: boolean;
  language: Language;
  kit: KitWords;
};

/** Texts a film can show besides names, price and claim: how much there is to say. */
export function countTexts(reading: BriefReading): number {
  const { facts } = reading;
  return (
    new Set([...reading.headlines, ...facts.facts].map((fact) => foldText(fact.text))).size +
    facts.mustSay.length +
    (facts.claim ? 1 : 0)
  );
}

/** Writes every shot's words: facts of the brief in the order they argue, each once, none torn from its meaning. */
export function writeWords(cast: readonly CastShot[], input: WordsInput): SceneWords[] {
  const { facts } = input.reading;
  const labels = labelsOf(cast);
  const deck = new Deck(orderTexts(input, labels));
  const listed = reserveList(
    cast,
    facts.facts.filter((fact) => !labels.some((label) => mentions(fact.quote, label))),
    input.reading.materials,
  );
  const opening = openingTexts(input);
  const eyebrow = { text: eyebrowOf(input) };
  return cast.map((shot) => writeShot(shot, { input, deck, listed, opening, eyebrow, labels }));
}

type Writing = {
  input: WordsInput;
  deck: Deck;
  /** Facts kept together for the material list; undefined once it was shown. */
  listed: { texts: string[]; isOneList: boolean };
  opening: { hook: string | undefined; headline: string | undefined };
  eyebrow: { text: string | undefined };
  labels: readonly string[];
};

/** Must-say first, then what the brand likes to say, in the brief's own order; what it would rather not say comes last. */
function orderTexts({ reading, brandName, kit }: WordsInput, labels: readonly string[]): DeckText[] {
  const { facts, headlines } = reading;
  const names = [
    facts.claim?.text,
    facts.productName?.text,
    brandName,
    reading.hook?.text,
    facts.callToAction?.text,
    facts.offer?.text,
  ];
  const must = facts.mustSay.filter((text) => text.length <= 40).map((text): BriefFact => ({ text, quote: text }));
  const told = [...headlines, ...facts.facts].map((fact) => ({ fact, rank: standing(fact.text, kit) }));
  const texts = [...must, ...told.sort((first, second) => first.rank - second.rank).map(({ fact }) => fact)];
  const unique = texts.filter(
    ({ text }, index) => texts.findIndex((other) => foldText(other.text) === foldText(text)) === index,
  );
  return unique
    .filter(({ text }) => !names.some((name) => name !== undefined && foldText(name) === foldText(text)))
    .map(({ text, quote }) => ({ text, about: thingsIn(text, quote, labels) }));
}

/** The things a text names itself; one that names none speaks of what its whole sentence is about. */
function thingsIn(text: string, quote: string, labels: readonly string[]): string[] {
  const named = labels.filter((label) => mentions(text, label));
  return named.length > 0 ? named : labels.filter((label) => mentions(quote, label));
}

function labelsOf(cast: readonly CastShot[]): string[] {
  return [...new Set(cast.flatMap((shot) => shot.pictureLabels))];
}

function mentions(text: string, label: string): boolean {
  const words = new Set(wordsOf(foldText(text)));
  return wordsOf(foldText(label)).every((word) => words.has(word));
}

/** A film with a material shot keeps two or three facts for its list: the brief's own list when it gives one. */
function reserveList(
  cast: readonly CastShot[],
  facts: readonly BriefFact[],
  materials: readonly string[],
): { texts: string[]; isOneList: boolean } {
  const hasMacro = cast.some((shot) => shot.kind === 'macro');
  const short = (texts: readonly string[]) => texts.filter((text) => countCharacters(text) <= 26);
  const listed = short(materials).slice(0, MOST_ITEMS);
  const texts = listed.length >= 2 ? listed : short(facts.map((fact) => fact.text)).slice(-MOST_ITEMS);
  return { texts: hasMacro && texts.length >= 2 ? texts : [], isOneList: listed.length >= 2 };
}

function openingTexts({ reading, brandName }: WordsInput): { hook: string | undefined; headline: string | undefined } {
  const { facts } = reading;
  const hook =
    reading.hook?.text ?? facts.productName?.text ?? brandName ?? facts.claim?.text ?? reading.headlines[0]?.text;
  const product = facts.productName?.text;
  return { hook, headline: product && product !== hook ? product : undefined };
}

const NO_WORDS: SceneWords = { lines: [], items: [] };

function writeShot(shot: CastShot, writing: Writing): SceneWords {
  switch (shot.slot.role) {
    case 'hook':
      return headline(shot.kind === 'macro' ? undefined : sayOnce(writing.opening.hook, writing.deck), HEADLINE_LINES);
    case 'price':
      return writePrice(shot, writing);
    case 'name':
      return writeName(writing);
    default:
      return writeMiddle(shot, writing);
  }
}

function sayOnce(text: string | undefined, deck: Deck): string | undefined {
  return text === undefined || deck.hasSaid(text) ? undefined : deck.say(text);
}

function writeMiddle(shot: CastShot, writing: Writing): SceneWords {
  const { deck, input, listed } = writing;
  if (shot.labels.length > 0)
    return {
      lines: [],
      items: shot.labels.map((label) => capitalise(wordsOf(label).length === 1 ? withoutArticle(label) : label)),
    };
  if (shot.kind === 'macro' && listed.texts.length > 0) {
    const items = listed.texts.filter((text) => !deck.hasSaid(text)).map((text) => capitalise(deck.say(text)));
    listed.texts = [];
    return { lines: [], items: items.slice(0, MOST_ITEMS) };
  }
  if (shot.slot.role === 'proof') {
    const claim = sayOnce(input.reading.facts.claim?.text, deck);
    if (claim) return headline(claim, CLAIM_LINES);
  }
  if (shot.slot.role === 'offer') {
    const offer = sayOnce(input.reading.facts.offer?.text, deck);
    if (offer) return headline(offer, CLAIM_LINES);
  }
  return writeNext(shot, writing);
}

/** Scenes that are all picture stay silent; the others say the next thing, as long as the list's facts are not eaten. */
function writeNext(shot: CastShot, writing: Writing): SceneWords {
  const { deck, listed } = writing;
  if (SILENT.has(shot.kind)) return NO_WORDS;
  const opening = shot.slot.role === 'story' ? openingFor(shot, writing) : undefined;
  const text = sayOnce(opening, deck) ?? nextText(shot, writing);
  if (text === undefined) return needsWords(shot) ? headline(repeat(writing), HEADLINE_LINES) : NO_WORDS;
  listed.texts = listed.texts.filter((other) => other !== text);
  const eyebrow = shot.slot.role === 'story' ? writing.eyebrow.text : undefined;
  if (eyebrow) writing.eyebrow.text = undefined;
  return { ...headline(text, HEADLINE_LINES), ...(eyebrow ? { eyebrow } : {}) };
}

const SILENT: ReadonlySet<CastShot['kind']> = new Set(['split', 'line_up', 'stop_motion', 'panels']);

/** The product's name stands beside no other product. */
function openingFor(shot: CastShot, { opening, labels }: Writing): string | undefined {
  const { headline: name } = opening;
  const isOther = labels.some((label) => label !== shot.lead?.label && name !== undefined && mentions(name, label));
  return isOther ? undefined : name;
}

function nextText(shot: CastShot, { deck, listed }: Writing): string | undefined {
  const next = needsWords(shot) ? deck.first() : (deck.find(shot.lead?.label, listed.texts) ?? spareOf(listed));
  if (next === undefined) return undefined;
  return deck.say(next);
}

/** A list of three can spare one for a wide view that would stay mute; two are the least that is still a list. */
function spareOf(listed: Writing['listed']): string | undefined {
  return listed.isOneList || listed.texts.length <= 2 ? undefined : listed.texts.at(-1);
}

/** A shot of words alone with nothing new to say shows the name again rather than an empty field. */
function repeat({ opening, input }: Writing): string | undefined {
  return opening.hook ?? input.brandName;
}

function needsWords(shot: CastShot): boolean {
  return shot.kind === 'kinetic_words' || shot.kind === 'typographic';
}

/** The category, else the maker's name over its product. */
function eyebrowOf({ reading, brandName }: WordsInput): string | undefined {
  return (
    reading.category?.text ??
    (brandName && foldText(brandName) !== foldText(reading.facts.productName?.text ?? '') ? brandName : undefined)
  );
}

/** A price beside its product; a film without one says the price as its words. */
function writePrice(shot: CastShot, writing: Writing): SceneWords {
  const { input, deck } = writing;
  const { facts, saysFrom } = input.reading;
  const action = facts.callToAction?.text ?? input.kit.callToAction;
  const small = deck.hasSaid(facts.offer?.text ?? '') ? action : (facts.offer?.text ?? action);
  if (!facts.price) {
    const line = small ?? facts.availability?.text;
    if (line) return headline(deck.say(line), CLAIM_LINES);
    return needsWords(shot) ? headline(repeat(writing), CLAIM_LINES) : NO_WORDS;
  }
  if (small) deck.say(small);
  if (needsWords(shot)) {
    const price = saysFrom ? `${MESSAGES[input.language].screen.from} ${facts.price.text}` : facts.price.text;
    return headline(small ? `${price} · ${capitalise(small)}` : price, CLAIM_LINES);
  }
  return {
    lines: [],
    items: [],
    figure: facts.price.text,
    ...(saysFrom ? { eyebrow: MESSAGES[input.language].screen.from } : {}),
    ...(small ? { small: capitalise(small) } : {}),
  };
}

function writeName({ input, deck, opening }: Writing): SceneWords {
  const { facts, saysAvailableNow } = input.reading;
  const name = input.brandName ?? facts.productName?.text;
  const action = facts.callToAction?.text ?? input.kit.callToAction;
  const fresh = [facts.availability?.text, action, facts.offer?.text].find(
    (text) => text !== undefined && !deck.hasSaid(text),
  );
  const phrase = saysAvailableNow && !fresh ? MESSAGES[input.language].screen.availableNow : undefined;
  const small = fresh ?? phrase ?? (action && deck.hasSaid(action) ? undefined : action);
  const legal = facts.legalLine?.text ?? input.kit.legalLine;
  const line = [small ? capitalise(small) : undefined, legal].filter(Boolean).join(' · ').slice(0, 120);
  // A brief that names nobody still ends on its own words, never on an empty card.
  if (!name && !input.hasLogo && line === '')
    return headline(
      [opening.hook, facts.facts[0]?.text, facts.mustSay[0], facts.price?.text].find(isVisible) ??
        MESSAGES[input.language].untitled,
      CLAIM_LINES,
    );
  return {
    lines: [],
    items: [],
    ...(name && !input.hasLogo ? { wordmark: capitalise(name) } : {}),
    ...(line ? { small: line } : {}),
  };
}

/** A brief may hold nothing but direction marks or other characters that draw nothing. */
function isVisible(text: string | undefined): boolean {
  return text !== undefined && /[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
}

/** A text as display lines, broken where it pauses. */
export function headline(text: string | undefined, maximumLines: number): SceneWords {
  if (text === undefined) return NO_WORDS;
  const limit = Math.max(LINE_CHARACTERS, Math.ceil(countCharacters(text) / maximumLines));
  const shown = capitalise(text);
  return { lines: breakLines(shown, limit, maximumLines).map((line) => line.slice(0, 60)), items: [] };
}

/** A wordmark that is not Latin needs a face of its own script. */
export function isLatin(text: string): boolean {
  return languageOf(text) === 'en' || languageOf(text) === undefined;
}
