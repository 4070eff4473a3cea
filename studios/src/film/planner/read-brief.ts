import type { BriefFact, BriefFacts } from '@kinora/contract';
import {
  ACTIONS,
  ASKING,
  AVAILABILITY,
  AVAILABLE_NOW,
  DIRECTION,
  FILM_WORDS,
  type Field,
  LEGAL,
  NEGATION,
  OFFERS,
  TONES,
} from './lexicon.ts';
import { findNames } from './names.ts';
import {
  CLAIM,
  clausesOf,
  dropLeadIn,
  fits,
  HEADLINE,
  hasMeaning,
  LABEL,
  listItems,
  SENTENCE,
  SMALL,
  shorten,
} from './phrases.ts';
import { findPrices } from './price.ts';
import { type Statement, splitBrief } from './statements.ts';
import { clip, foldText, markAbbreviations, toLine, trimEdges, wordsOf } from './text.ts';
import { isThingName } from './things.ts';

/** What a brief says, and which of the fixed phrases of the message tables it allows. */
export type BriefReading = {
  facts: BriefFacts;
  /** Short lines fit for a headline that are not the claim, in the order of the brief. */
  headlines: BriefFact[];
  /** Facts the brief gives as one list, such as materials: shown together, never beside one product as if only its own. */
  materials: string[];
  hook: BriefFact | undefined;
  category: BriefFact | undefined;
  /** "From" and "Now available" are shown only when the brief says so itself. */
  saysFrom: boolean;
  saysAvailableNow: boolean;
  /** Sentences a voice can read, in the brief's own words. */
  sentences: string[];
  notices: string[];
};

const MOST_FACTS = 12;
/** Sentences read for claims and facts: a film has room for a dozen. Prices, labels and actions are read to the end. */
const MOST_PROSE = 40;

/**
 * Reads a brief. Everything in the result is made of the brief's own words: each text lies inside its `quote`.
 * @param options.tone the kit's, where the brief gives none
 * @param options.names names of the brand that the form or the kit gives: said as a name, they are no fact
 */
export function readBrief(
  brief: string,
  options: { tone?: BriefFacts['tone'] | undefined; names?: readonly (string | undefined)[] } = {},
): BriefReading {
  const statements = uniqueByText(splitBrief(brief));
  const banned = readBanned(statements);
  const usable = statements.filter((entry) => entry.field !== 'ignored' && entry.field !== 'mustNotSay');
  const isAllowed = (fact: BriefFact | undefined) => fact !== undefined && !saysBanned(fact.text, banned);
  const keep = (fact: BriefFact | undefined) => (isAllowed(fact) ? fact : undefined);
  const price = banned.includes('price') ? undefined : readPrice(usable);
  const names = findNames(usable);
  const prose = usable.filter((entry) => entry.field === undefined && !isAboutTheFilm(entry.text)).slice(0, MOST_PROSE);
  const taken = new Set<string>();
  const claim = keep(readClaim(usable, prose, names, taken));
  const isName = (fact: BriefFact) =>
    [names.brand?.text, names.product?.text, names.heading?.text, claim?.text, ...(options.names ?? [])].some(
      (name) => name && foldText(name) === foldText(fact.text),
    );
  const facts = readFacts(usable, prose, taken)
    .filter((fact) => isAllowed(fact) && !isName(fact) && !(claim && overlaps(claim.text, fact.text)))
    .slice(0, MOST_FACTS);
  const reading: BriefFacts = {
    ...pick('brandName', keep(names.brand)),
    ...pick('productName', keep(names.product)),
    ...pick('audience', keep(labelled(usable, 'audience', 160))),
    ...pick('claim', claim),
    facts,
    ...pick('price', keep(price?.fact)),
    ...pick('offer', keep(readOffer(usable, prose))),
    ...pick('callToAction', keep(readAction(usable))),
    ...pick('availability', keep(readAvailability(usable, prose))),
    ...pick('legalLine', keep(readLegal(usable))),
    mustSay: readMustSay(usable),
    mustNotSay: banned.filter((word) => word !== 'price'),
    tone: readTone(brief) ?? options.tone ?? 'confident',
  };
  return {
    facts: reading,
    materials: readMaterials(usable, prose, facts),
    headlines: readHeadlines(usable, prose, reading).filter((fact) => isAllowed(fact) && !isName(fact)),
    hook: keep(readHook(usable, names)),
    category: keep(labelled(usable, 'category', 40)),
    saysFrom: price?.isFrom ?? false,
    saysAvailableNow: AVAILABLE_NOW.test(brief),
    sentences: readSentences(prose, banned),
    notices: [],
  };
}

function uniqueByText(statements: readonly Statement[]): Statement[] {
  return [...new Map(statements.map((entry) => [`${entry.field}:${entry.text}`, entry])).values()];
}

function pick<Key extends string>(key: Key, fact: BriefFact | undefined): Partial<Record<Key, BriefFact>> {
  return fact ? ({ [key]: fact } as Partial<Record<Key, BriefFact>>) : {};
}

export function toFact(text: string, quote: string, limit = 160): BriefFact | undefined {
  const line = clip(trimEdges(text), limit);
  return line === '' ? undefined : { text: line, quote: clip(toLine(quote), 400) || line };
}

function labelled(statements: readonly Statement[], field: Field, limit: number): BriefFact | undefined {
  const found = statements.find((entry) => entry.field === field && hasMeaning(entry.text));
  return found ? toFact(found.text, found.text, limit) : undefined;
}

/** True for sentences that ask for work or speak of the film: read for names and prices, never shown. */
export function isAboutTheFilm(text: string): boolean {
  return ASKING.test(text) || FILM_WORDS.test(text) || DIRECTION.test(text);
}

function readPrice(statements: readonly Statement[]): { fact: BriefFact; isFrom: boolean } | undefined {
  const ordered = [...statements].sort(
    (first, second) => Number(second.field === 'price') - Number(first.field === 'price'),
  );
  for (const statement of ordered) {
    if (statement.field === 'offer') continue;
    const [price] = findPrices(statement.text);
    const fact = price ? toFact(price.text, statement.text, 24) : undefined;
    if (price && fact) return { fact: { ...fact, text: price.text.slice(0, 24) }, isFrom: price.isFrom };
  }
  const bare = statements.find(
    (entry) => entry.field === 'price' && /[\d٠-٩]/.test(entry.text) && entry.text.length <= 24,
  );
  const fact = bare ? toFact(bare.text, bare.text, 24) : undefined;
  return fact ? { fact, isFrom: false } : undefined;
}

function readOffer(statements: readonly Statement[], prose: readonly Statement[]): BriefFact | undefined {
  const said = statements.find((entry) => entry.field === 'offer');
  if (said) return toFact(shorten(said.text, SMALL) ?? '', said.text, 60) ?? toFact(said.text, said.text, 60);
  return firstClause(prose, (clause) => OFFERS.test(clause));
}

function readAvailability(statements: readonly Statement[], prose: readonly Statement[]): BriefFact | undefined {
  const said = statements.find((entry) => entry.field === 'availability' && hasMeaning(entry.text));
  if (said) return toFact(shorten(said.text, SMALL) ?? said.text, said.text, 60);
  return firstClause(
    prose,
    (clause) => AVAILABILITY.test(clause) && !ACTIONS.test(clause) && findPrices(clause).length === 0,
  );
}

/** First clause of the prose that fits one small line and passes the test. */
function firstClause(prose: readonly Statement[], test: (clause: string) => boolean): BriefFact | undefined {
  for (const { text } of prose) {
    if (!test(text)) continue;
    const clause = [trimEdges(text), ...clausesOf(text)].find((part) => test(part) && fits(part, SMALL));
    if (clause) return toFact(clause, text, 60);
  }
  return undefined;
}

const ADDRESS =
  /(?<![\p{L}\p{N}@.])(?:www\.)?[a-z0-9-]{2,40}\.(?:com|org|net|shop|store|io|co|eu|de|fr|it|es|nl|us|ca|uk|il|ae|sa|qa|kw|bh|om|jo|eg|co\.il|co\.uk|studio|app|me|ai|run|life|world|online|site|style|fashion|beauty|coffee|design|art|tech)(?:\/[a-z0-9/_-]{0,30})?(?![\p{L}\p{N}@])/iu;

function readAction(statements: readonly Statement[]): BriefFact | undefined {
  const said = statements.find((entry) => entry.field === 'callToAction' && hasMeaning(entry.text));
  if (said) return toFact(shorten(said.text, SMALL) ?? said.text, said.text, 60);
  const spoken = statements.filter((entry) => entry.field === undefined && !FILM_WORDS.test(entry.text));
  for (const { text } of spoken.toReversed()) {
    const clause = [trimEdges(text), ...clausesOf(text), ...beforeAnd(text)].find(
      (part) => ACTIONS.test(part) && fits(part, SMALL),
    );
    if (clause && wordsOf(clause).length > 1) return toFact(clause, text, 60);
  }
  const withAddress = statements.find((entry) => ADDRESS.test(entry.text));
  const address = withAddress ? ADDRESS.exec(withAddress.text)?.[0] : undefined;
  return address ? toFact(address, withAddress!.text, 60) : undefined;
}

/** “Order now at stride.run and get 30 days to return it”: the action is whole before the “and”. */
function beforeAnd(text: string): string[] {
  const [head, rest] = text.split(/\s+(?:and|&)\s+/iu);
  return head !== undefined && rest !== undefined ? [trimEdges(head)] : [];
}

function readLegal(statements: readonly Statement[]): BriefFact | undefined {
  const said = labelled(statements, 'legal', 120);
  const found = statements.find(
    (entry) => entry.field === undefined && LEGAL.test(entry.text) && entry.text.length <= 120,
  );
  return said ?? (found ? toFact(found.text, found.text, 120) : undefined);
}

const QUOTED = /["“„«‘]([^"”“»’\n]{3,60})["”“»’]/gu;

/** The slogan: said under its label, put in quotes, or else the best short sentence of the prose. */
function readClaim(
  statements: readonly Statement[],
  prose: readonly Statement[],
  names: { brand: BriefFact | undefined; product: BriefFact | undefined },
  taken: Set<string>,
): BriefFact | undefined {
  const said = statements.find((entry) => entry.field === 'claim' && hasMeaning(entry.text));
  const saidText = said ? (shorten(said.text, CLAIM) ?? undefined) : undefined;
  if (said && saidText) return toFact(saidText, said.text, 60);
  const quoted = prose.flatMap(({ text }) =>
    [...markAbbreviations(text).matchAll(QUOTED)].map((match) => ({
      text: text.slice(match.index + 1, match.index + 1 + match[1]!.length),
      quote: text,
    })),
  );
  const slogan = quoted.find((entry) => fits(trimEdges(entry.text), CLAIM) && entry.text.includes(' '));
  if (slogan) return toFact(slogan.text, slogan.quote, 60);
  const scored = prose
    .map((statement) => ({ statement, score: scoreClaim(statement, names) }))
    .filter((entry) => entry.score > 0)
    .sort((first, second) => second.score - first.score);
  const best = scored[0]?.statement;
  const text = best ? shorten(best.text, CLAIM) : undefined;
  if (!best || !text) return undefined;
  taken.add(best.text);
  return toFact(text, best.text, 60);
}

/** A sentence that only presents the thing claims nothing. */
const INTRODUCTION =
  /^(introducing|presenting|meet|announcing|say hello to|here (?:is|are)|הכירו|מציגים|לראשונה|نقدم|تعرفوا|تعرف|إليكم)(?![\p{L}])/iu;

/** Short whole sentences of praise rank first; prices, dates, actions, lists and names are other facts. */
function scoreClaim(
  statement: Statement,
  names: { brand: BriefFact | undefined; product: BriefFact | undefined },
): number {
  const text = trimEdges(statement.text);
  const count = wordsOf(text).length;
  if (statement.isHeading || count < 2 || !hasMeaning(text) || INTRODUCTION.test(text)) return 0;
  if (isOtherFact(text) || /[\d٠-٩]/.test(text)) return 0;
  // “Fewer things, better ones” is a slogan; longer sentences with pauses are descriptions.
  const pauses = text.match(/[,،;؛]/gu)?.length ?? 0;
  const hasPause = pauses > 1 || (pauses === 1 && count > 6);
  if (shorten(text, CLAIM) === undefined) return 0;
  const isName = [names.brand, names.product].some(
    (name) =>
      name &&
      (foldText(name.text) === foldText(text) || new RegExp(`^${literal(name.text)}\\s+[–—-]\\s`, 'iu').test(text)),
  );
  if (isName || listItems(text).length >= 3) return 0;
  const lengthScore = count >= 3 && count <= 7 ? 3 : count <= 12 ? 1.5 : 1;
  const isShownWhole = fits(text, CLAIM) ? 1 : 0;
  // Who speaks and what it is opens a brief; it is no promise.
  const isIntroduction = [names.brand, names.product].some(
    (name) => name && foldText(text).startsWith(`${foldText(name.text)} `),
  );
  // “The watch is assembled by hand” is a fact of one product; a claim speaks for the whole film.
  const isAboutThing = wordsOf(text).slice(0, 3).some(isThingName);
  return (
    lengthScore +
    isShownWhole -
    (isAboutThing || isIntroduction ? 2 : 0) -
    (hasPause ? 2.5 : 0) +
    (NEGATION.test(text) ? 0.25 : 0) +
    (statement.isBullet ? -1 : 0)
  );
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}

function isOtherFact(text: string): boolean {
  return (
    findPrices(text).length > 0 ||
    OFFERS.test(text) ||
    AVAILABILITY.test(text) ||
    ACTIONS.test(text) ||
    LEGAL.test(text)
  );
}

/** Labelled lists, bullets, lists inside sentences, then whole short sentences. Each fact fits one label. */
/** Two things joined by “and” are one sentence: “beans from Ethiopia and Peru” is not the fact “Peru”. */
const LEAST_LIST = 3;

function readFacts(
  statements: readonly Statement[],
  prose: readonly Statement[],
  taken: ReadonlySet<string>,
): BriefFact[] {
  const found: BriefFact[] = [];
  const add = (text: string, quote: string, limits = LABEL) => {
    const short = shorten(text, limits);
    const fact = short && !isOtherFact(short) ? toFact(short, quote, 60) : undefined;
    const isNew = fact && !found.some((other) => overlaps(other.text, fact.text));
    if (fact && isNew) found.push(fact);
  };
  for (const entry of statements.filter((statement) => statement.field === 'facts')) {
    for (const item of listItems(entry.text)) add(item, entry.text);
  }
  for (const entry of prose) {
    if (taken.has(entry.text) || entry.isHeading || isAction(entry.text)) continue;
    const items = isTold(entry.text) ? [] : listItems(entry.text);
    if (entry.isBullet) add(entry.text, entry.text);
    else if (items.length >= LEAST_LIST || (items.length === 2 && /[,،;؛]/u.test(entry.text)))
      for (const item of items) add(item, entry.text);
    // A whole short sentence keeps its subject: “our photographers travel slowly”.
    else if (fits(trimEdges(entry.text), SENTENCE)) add(entry.text, entry.text, SENTENCE);
    else if (fits(dropLeadIn(entry.text), LABEL)) add(entry.text, entry.text);
  }
  return found;
}

/** “We choose each thing, use it for a year and only then sell it” has commas and is no list of things. */
const TELLER = /^(?:i|we|you|they|he|she|אני|אנחנו|אנו|אתם|הם|הן|أنا|نحن|أنتم|هم)(?![\p{L}\p{M}])/iu;
function isTold(text: string): boolean {
  return TELLER.test(trimEdges(text));
}

/** A call to action is shown as one, whole; its parts (a street, a date) are no headlines. */
function isAction(text: string): boolean {
  return ACTIONS.test(trimEdges(text));
}

/** Words that lead on from something: a clause that begins with one was torn from its sentence. */
const LEADS_ON = new Set(
  'of for to in on at by with from and or but nor as than then into onto over under about per via if when while because will can may must should would could has have had do does did who whom whose which של את על אל עם מן או גם כי אם אשר من في على إلى الى عن مع أو او ثم أن التي الذي الذين'.split(
    ' ',
  ),
);
function isTorn(clause: string, sentence: string): boolean {
  const [first] = wordsOf(foldText(clause));
  return first !== undefined && LEADS_ON.has(first) && trimEdges(sentence) !== clause;
}

function readMaterials(
  statements: readonly Statement[],
  prose: readonly Statement[],
  facts: readonly BriefFact[],
): string[] {
  const lists = [...statements.filter((entry) => entry.field === 'facts'), ...prose].map((entry) =>
    listItems(entry.text),
  );
  const bullets = statements.filter((entry) => entry.field === 'facts').map((entry) => entry.text);
  const list = lists.find((items) => items.length >= 3) ?? bullets;
  const texts = new Set(list.map((item) => shorten(item, LABEL)));
  return facts.map((fact) => fact.text).filter((text) => texts.has(text));
}

export function overlaps(first: string, second: string): boolean {
  const [one, two] = [foldText(first), foldText(second)];
  return one.includes(two) || two.includes(one);
}

/** With fewer lines than this a film would say its name again and again: longer sentences are shortened for it. */
const FEW_TEXTS = 4;

function readLonger(prose: readonly Statement[], used: readonly string[]): BriefFact[] {
  const found: BriefFact[] = [];
  // The first sentences say what a brief is about; shortening costs tagging, so no more are read.
  for (const { text, isHeading } of prose.slice(0, 8)) {
    if (isHeading || isOtherFact(text) || INTRODUCTION.test(text)) continue;
    const short = shorten(text, HEADLINE);
    const isNew = short && ![...used, ...found.map((fact) => fact.text)].some((other) => overlaps(other, short));
    const fact = isNew ? toFact(short, text, 60) : undefined;
    if (fact) found.push(fact);
  }
  return found;
}

/** “With no advertising” stands as “no advertising”; a subject (“our writers …”) stays where its verb follows. */
function dropPreposition(clause: string): string {
  const bare = dropLeadIn(clause);
  return /^(?:with|including|featuring|such as|made (?:from|of|with)|and|but|also|plus|עם|כולל|وגם|גם|مع|أيضاً?)\s/iu.test(
    clause,
  ) || clause === bare
    ? bare
    : keepsSubject(clause)
      ? clause
      : bare;
}

function keepsSubject(clause: string): boolean {
  return /^(?:we|our|it|they|this|the|each|every|our|هو|هي|هم)\s/iu.test(clause) && clause.split(' ').length > 3;
}

/** Further short lines for pictures without a list: short sentences and clauses that stand alone. */
function readHeadlines(statements: readonly Statement[], prose: readonly Statement[], facts: BriefFacts): BriefFact[] {
  const used = [facts.claim, facts.productName, facts.brandName, ...facts.facts].flatMap((fact) =>
    fact ? [fact.text] : [],
  );
  const found: BriefFact[] = [];
  const sources = [...prose, ...statements.filter((entry) => entry.field === 'product' || entry.field === 'claim')];
  for (const { text } of sources) {
    if (isAction(text)) continue;
    // What follows in a told sentence leans on its subject.
    const clauses = isTold(text) ? clausesOf(text).slice(0, 1) : clausesOf(text);
    for (const clause of clauses) {
      const bare = isTold(clause) || fits(clause, SENTENCE) ? dropPreposition(clause) : dropLeadIn(clause);
      const isShort = fits(bare, SENTENCE) && hasMeaning(bare) && !isOtherFact(bare) && !isTorn(bare, text);
      // A clause of a sentence with a negation may have lost it.
      const isWhole = !NEGATION.test(text) || NEGATION.test(bare);
      const isNew = ![...used, ...found.map((fact) => fact.text)].some((other) => overlaps(other, bare));
      const fact = isShort && isWhole && isNew ? toFact(bare, text, 60) : undefined;
      if (fact) found.push(fact);
      if (found.length >= 16) return found;
    }
  }
  return found.length + facts.facts.length < FEW_TEXTS
    ? [...found, ...readLonger(prose, [...used, ...found.map((fact) => fact.text)])]
    : found;
}

function readHook(statements: readonly Statement[], names: { heading: BriefFact | undefined }): BriefFact | undefined {
  const said = statements.find((entry) => entry.field === 'hook' && hasMeaning(entry.text));
  const text = said ? shorten(said.text, LABEL) : undefined;
  return said && text ? toFact(text, said.text, 60) : names.heading;
}

function readMustSay(statements: readonly Statement[]): string[] {
  return statements
    .filter((entry) => entry.field === 'mustSay')
    .flatMap((entry) => quotedOrItems(entry.text))
    .slice(0, 6);
}

const FORBIDDING =
  /(?:do not|don't|never|must not|avoid|without)\s+(?:say(?:ing)?|mention(?:ing)?|us(?:e|ing)(?: the word)?|show(?:ing)?|writ(?:e|ing)|includ(?:e|ing))\s+(.{2,80})|(?:אל תזכירו|אל תגידו|אל תכתבו|אין להזכיר|לא להזכיר|בלי להזכיר)\s+(.{2,80})|(?:لا تذكر|لا تذكروا|لا تقل|لا تكتب|دون ذكر|بدون ذكر)\s+(.{2,80})/iu;
const PRICE_WORD = /^(?:the |any |our |a )?(?:prices?|costs?)$|^(?:את )?(?:ה)?מחיר(?:ים)?$|^(?:ال)?(?:سعر|أسعار)$/iu;

/** Words the film must not use. `price` stands for every price when the brief forbids to show one. */
function readBanned(statements: readonly Statement[]): string[] {
  const said = statements.filter((entry) => entry.field === 'mustNotSay').map((entry) => entry.text);
  const asked = statements.flatMap((entry) => {
    const match = entry.field === undefined ? FORBIDDING.exec(entry.text) : null;
    return match ? [match[1] ?? match[2] ?? match[3] ?? ''] : [];
  });
  return [...said, ...asked]
    .flatMap(quotedOrItems)
    .map((text) =>
      PRICE_WORD.test(text) ? 'price' : trimEdges(text.replace(/^(?:the words?|any|המילה|كلمة)\s+/iu, '')),
    )
    .slice(0, 12);
}

function quotedOrItems(text: string): string[] {
  const quoted = [...text.matchAll(QUOTED)].map((match) => trimEdges(match[1]!));
  return (quoted.length > 0 ? quoted : listItems(text)).map((item) => clip(item, 60)).filter(Boolean);
}

function saysBanned(text: string, banned: readonly string[]): boolean {
  const folded = ` ${wordsOf(foldText(text)).join(' ')} `;
  return banned.some((word) => {
    const phrase = wordsOf(foldText(word)).join(' ');
    return phrase !== '' && folded.includes(` ${phrase} `);
  });
}

/** Undefined where the brief says nothing of it. */
function readTone(brief: string): BriefFacts['tone'] | undefined {
  const counted = Object.entries(TONES).map(
    ([tone, words]) => [tone as BriefFacts['tone'], (brief.match(words) ?? []).length] as const,
  );
  const best = counted.reduce((first, second) => (second[1] > first[1] ? second : first));
  return best[1] > 0 ? best[0] : undefined;
}

function readSentences(prose: readonly Statement[], banned: readonly string[]): string[] {
  return prose
    .filter((entry) => !entry.isHeading && wordsOf(entry.text).length >= 3 && entry.text.length <= 160)
    .map((entry) => unquote(entry.text))
    .filter((text) => !saysBanned(text, banned) && !(banned.includes('price') && findPrices(text).length > 0));
}

/** A slogan is spoken without its quotation marks. */
function unquote(text: string): string {
  return /^["“„«][^"“”„«»]*["”»]$/u.test(text) ? text.slice(1, -1).trim() : text;
}
