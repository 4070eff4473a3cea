import type { BriefFact } from '@kinora/contract';
import { ASKING } from './lexicon.ts';
import { fits, hasMeaning, LABEL, shorten } from './phrases.ts';
import { findPrices } from './price.ts';
import { readEnglish } from './read-english.ts';
import type { Statement } from './statements.ts';
import { clip, foldText, languageOf, markAbbreviations, toLine, trimEdges, wordsOf } from './text.ts';
import { isThingName } from './things.ts';

export type FoundNames = {
  brand: BriefFact | undefined;
  product: BriefFact | undefined;
  heading: BriefFact | undefined;
};

const CAPITAL = "\\p{Lu}[\\p{L}\\p{M}\\p{N}&'’.-]*";
const PROPER = `${CAPITAL}(?:\\s+(?:(?:of|de|du|the|and|&)\\s+)?${CAPITAL}|\\s+\\p{N}{1,4}){0,3}`;
/** “from Sable” names a maker, “from Ethiopia” a place: what is known as a place is passed over. */
const ORIGIN = new RegExp(`(?<![\\p{L}])(?:by|from|made by|at)\\s+(${PROPER})(?!\\s*\\d)`, 'u');
/** Patterns are tried in order; group 1 is the name. Latin names need capitals, the other scripts a word that names. */
const BRAND_PATTERNS = [
  new RegExp(
    `(?:[Tt]he |our |Our )?(?:[Bb]rand|[Cc]ompany|[Ll]abel|[Ff]ashion house|[Mm]aker)\\s+(?:is |called |named )?[“"]?(${PROPER})`,
    'u',
  ),
  new RegExp(
    `(?:^|[.!?,]\\s+)(${PROPER})\\s+(?:introduces|presents|launches|unveils|announces|makes|brings|designs|creates|crafts|builds|offers|roasts|brews|bakes)(?![\\p{L}])`,
    'u',
  ),
  ORIGIN,
  new RegExp(`(?<![\\p{L}])for\\s+(${PROPER})['’]s(?![\\p{L}])`, 'u'),
  new RegExp(`(?:^|[.!?]\\s+)(${PROPER})['’]s\\s`, 'u'),
  /(?:מותג|המותג|חברת|מבית|בית האופנה|הסטודיו)\s+["״“]?([\p{L}\p{N}'’״&-]+(?:\s+\p{Lu}[\p{L}\p{N}]*)?)/u,
  // An address after the word ("متجر clay.ae") names no maker.
  /(?:علامة|العلامة التجارية|ماركة|شركة|دار|من إنتاج|من تصميم|متجر)\s+["«“]?([\p{L}\p{M}\p{N}'’&-]+(?:\s+\p{Lu}[\p{L}\p{N}]*)?)(?![\p{L}\p{M}\p{N}'’&-]|\.\p{L})/u,
];
/** “The Nordic 3” is a thing, “the Alps” and “the Cape” are places it is taken to. */
const NAMED_THE = new RegExp(`(?<![\\p{L}])[Tt]he (?:new )?(${PROPER})(?![\\p{L}])`, 'u');
const PLACE_BEFORE =
  /(?:through|across|over|around|along|in|at|to|from|into|leave|leaves|near|above|of)\s+the(?: new)?\s*$/iu;
const PRODUCT_PATTERNS = [
  new RegExp(
    `(?:introduc(?:es|ing)|presents|launch(?:es|ing)|unveils|[Mm]eet|[Dd]iscover|announces)\\s+(?:the |our |its |their |a |an )?(?:new |all-new )?(${PROPER})`,
    'u',
  ),
  new RegExp(`(?:called|named)\\s+[“"]?(?:the )?(${PROPER})`, 'u'),
  NAMED_THE,
  /(?<![\p{L}])(?:film|video|ad|spot|campaign|commercial|launch)\s+(?:for|about|of|on)\s+(?:our|the|a|an|my|their|its)?\s*(?:new |latest |first )?([\p{L}\p{M}\p{N}'’ -]{3,40}?)(?=\s+(?:by|from|called|named|made|with|at|that|which|who|for|in|and)(?![\p{L}])|[.,;:!?–—(]|$)/iu,
  /(?<![\p{L}])(?:our|my)\s+(?:new |latest |first )([\p{L}\p{M}\p{N}'’ -]{3,40}?)(?=\s+(?:by|from|called|named|made|with|at|that|which|who|for|in|and|is|are|has|have)(?![\p{L}])|[.,;:!?–—(]|$)/iu,
  /(?:סרט|סרטון|פרסומת|קמפיין)\s+(?:על|עבור|ל|של)\s*-?([\p{L}\p{N}'"״ -]{3,40}?)(?=\s+(?:של|מבית|עם|עשוי|שעשוי|של חברת)(?![\p{L}])|[.,;:!?–—(]|$)/u,
  /(?:فيلم|فيديو|إعلان|حملة)\s+(?:عن|ل|لـ|حول)\s*([\p{L}\p{M}\p{N}' -]{3,40}?)(?=\s+(?:من|مع|المصنوع|مصنوع|الذي|التي)(?![\p{L}])|[.,;:!?،–—(]|$)/u,
  /(?:הכירו את|הנה|חדש:)\s+(?:ה)?([\p{L}\p{N}'"״ -]{2,30}?)(?=[.,;:!?–—(]|\s+של\s|$)/u,
  // A collection's name says nothing without the word: “the winter collection”, never “winter”.
  /(קולקציית\s+[\p{L}\p{N}'"״ -]{2,24}?)(?=[.,;:!?–—(]|\s+של\s|$)/u,
  /(?:تعرفوا على|تعرّف على|نقدم لكم|نقدم|مجموعة)\s+([\p{L}\p{M}\p{N}' -]{2,30}?)(?=[.,;:!?،–—(]|\s+من\s|$)/u,
];
/** Capitalised words that open sentences or name months and days, and are no names. */
const NO_NAME =
  /^(the|a|an|our|we|it|its|this|that|these|new|now|from|by|for|in|on|at|and|but|price|available|free|made|you|your|my|i|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|christmas|please|make|create|show|introducing|meet|discover|light|each|every|no|not|all|one|two|three)$/iu;

/** Brand and product as the brief names them: labels first, then patterns of prose, then a title line. */
export function findNames(statements: readonly Statement[]): FoundNames {
  const heading = findHeading(statements);
  const opening = findOpening(statements);
  const brand =
    saidName(statements, 'brand', 60) ??
    introduced(statements) ??
    match(statements, BRAND_PATTERNS, 60) ??
    opening.brand;
  const named =
    saidName(statements, 'product', 60) ?? quotedName(statements) ?? match(statements, PRODUCT_PATTERNS, 60);
  const fallback = heading ?? beforeDash(statements) ?? onlyWords(statements) ?? latinName(statements, brand);
  const title = heading ?? opening.hook;
  const product = named && !same(named, brand) ? named : fallback && !same(fallback, brand) ? fallback : undefined;
  return { brand, product, heading: title && !same(title, product) && !same(title, brand) ? title : undefined };
}

function same(first: BriefFact | undefined, second: BriefFact | undefined): boolean {
  return first !== undefined && second !== undefined && foldText(first.text) === foldText(second.text);
}

function saidName(statements: readonly Statement[], field: 'brand' | 'product', limit: number): BriefFact | undefined {
  const found = statements.find((entry) => entry.field === field && hasMeaning(entry.text));
  if (!found) return undefined;
  const text = fits(trimEdges(found.text), LABEL)
    ? trimEdges(found.text)
    : (shorten(found.text, LABEL) ?? clip(trimEdges(found.text), 30));
  return name(text, found.text, limit);
}

function match(statements: readonly Statement[], patterns: readonly RegExp[], limit: number): BriefFact | undefined {
  for (const pattern of patterns) {
    for (const statement of statements.slice(0, 60)) {
      if (statement.field !== undefined) continue;
      const found = pattern.exec(statement.text)?.[1];
      const text = found ? trimName(found) : '';
      const isPlace =
        (pattern === ORIGIN && readEnglish(text).has('#Place')) ||
        (pattern === NAMED_THE && PLACE_BEFORE.test(statement.text.slice(0, statement.text.indexOf(text))));
      if (text && fits(text, LABEL) && !NO_NAME.test(text) && !isPlace) return name(text, statement.text, limit);
    }
  }
  return undefined;
}

function trimName(text: string): string {
  let rest = trimEdges(text).replace(/['’]s$/, '');
  while (rest.includes(' ') && NO_NAME.test(rest.split(' ')[0]!)) rest = rest.slice(rest.indexOf(' ') + 1);
  return trimEdges(rest);
}

const WORD = '[\\p{L}\\p{M}\\p{N}\'’״"&-]+';
/** “Wayfare is a magazine…”, “ליאור משיקה את…”, “نور هي دار…”: the subject of a brief's first sentence is who speaks. */
const INTRODUCED = [
  new RegExp(`^(${PROPER})\\s+(?:is|are)\\s+(?:a|an|the|our|where|what)(?![\\p{L}])`, 'u'),
  new RegExp(
    `^(${WORD}(?:\\s+${WORD}){0,2}?)\\s+(?:הוא|היא|הם|הן|משיק|משיקה|משיקים|מציג|מציגה|מציגים|מביא|מביאה|מייצר|מייצרת)(?![\\p{L}])`,
    'u',
  ),
  new RegExp(`^(${WORD}(?:\\s+${WORD})?)\\s+(?:هو|هي|تقدم|يقدم|تطلق|يطلق|تصنع|يصنع)(?![\\p{L}])`, 'u'),
];

function introduced(statements: readonly Statement[]): BriefFact | undefined {
  const first = statements.find((entry) => entry.field === undefined);
  if (!first) return undefined;
  for (const pattern of INTRODUCED) {
    const text = trimName(pattern.exec(first.text)?.[1] ?? '');
    const isThing = wordsOf(text).some(isThingName);
    if (text && fits(text, LABEL) && !NO_NAME.test(text) && !ASKING.test(text) && !isThing)
      return name(text, first.text, 60);
  }
  return undefined;
}

/** One or two words in quotes near the top are a name; more are a slogan. */
function quotedName(statements: readonly Statement[]): BriefFact | undefined {
  for (const { text, field } of statements.slice(0, 3)) {
    const found = field === undefined ? /["“„«]([^"”“»\n]{2,30})["”»]/u.exec(markAbbreviations(text))?.[1] : undefined;
    if (found && trimEdges(found).split(' ').length <= 2 && !/[.!?؟]/u.test(found)) return name(found, text, 60);
  }
  return undefined;
}

/** “نور – عطر جديد”: what stands before the dash of a first line is its name. */
function beforeDash(statements: readonly Statement[]): BriefFact | undefined {
  const [first] = statements;
  const found = first && !first.field ? /^(.{2,30}?)\s+[–—]\s+\S/u.exec(first.text)?.[1] : undefined;
  return found && found.split(' ').length <= 3 && !ASKING.test(found) ? name(found, first!.text, 60) : undefined;
}

/** "Maison Halden. Autumn drop. …": a name as the first sentence, and the campaign's line after it. */
function findOpening(statements: readonly Statement[]): { brand: BriefFact | undefined; hook: BriefFact | undefined } {
  const [first, second] = statements;
  const isName =
    first &&
    second &&
    !first.field &&
    new RegExp(`^${PROPER}[.!]?$`, 'u').test(first.text) &&
    !NO_NAME.test(trimEdges(first.text));
  if (!isName || !fits(trimEdges(first.text), LABEL)) return { brand: undefined, hook: undefined };
  const line = trimEdges(second.text);
  const isLine = !second.field && line.split(' ').length <= 4 && !ASKING.test(line) && findPrices(line).length === 0;
  return {
    brand: name(line === '' ? '' : trimEdges(first.text), first.text, 60),
    hook: isLine ? name(line, second.text, 60) : undefined,
  };
}

function findHeading(statements: readonly Statement[]): BriefFact | undefined {
  const first = statements[0];
  if (!first?.isHeading || ASKING.test(first.text) || findPrices(first.text).length > 0) return undefined;
  const text = trimEdges(first.text);
  return fits(text, LABEL) ? name(text, first.text, 60) : undefined;
}

/** A brief of a few words IS the product. */
function onlyWords(statements: readonly Statement[]): BriefFact | undefined {
  const [first] = statements;
  if (!first || first.field) return undefined;
  const text = trimEdges(first.text);
  const isShort = fits(text, LABEL) && hasMeaning(text) && !ASKING.test(text) && findPrices(text).length === 0;
  return isShort && (statements.length === 1 || text.split(' ').length <= 3) ? name(text, first.text, 60) : undefined;
}

/** In a Hebrew or Arabic brief, a Latin word with a capital is a name. */
function latinName(statements: readonly Statement[], brand: BriefFact | undefined): BriefFact | undefined {
  for (const statement of statements.slice(0, 20)) {
    if (languageOf(statement.text) === 'en' || statement.field) continue;
    const found = new RegExp(`(?<![\\p{L}.@])(${PROPER})(?![\\p{L}.@])`, 'u').exec(statement.text)?.[1];
    if (found && found.length > 2 && (!brand || foldText(found) !== foldText(brand.text)))
      return name(found, statement.text, 60);
  }
  return undefined;
}

function name(text: string, quote: string, limit: number): BriefFact | undefined {
  const line = clip(trimEdges(text), limit);
  return line === '' ? undefined : { text: line, quote: clip(toLine(quote), 400) || line };
}
