/**
 * SVG from outside, written again from an allow list. Everything that can run, load or hide something is left out:
 * scripts, event handlers, foreignObject, links and pictures from elsewhere, style rules that load. Written as a small
 * reader of our own because the result only needs elements, attributes and text: DTDs and entities are refused, so
 * nothing in it can expand.
 */
export type SanitisedSvg = { svg: string; removed: string[]; hasText: boolean };

const ELEMENTS = new Set(
  (
    'svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc image clipPath mask pattern ' +
    'linearGradient radialGradient stop marker filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix ' +
    'feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur ' +
    'feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence style switch'
  ).split(' '),
);

const SAFE_DATA = /^data:image\/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=\s]*$/;
const UNSAFE_VALUE =
  /javascript:|vbscript:|expression\s*\(|@import|@font-face|@namespace|image-set\s*\(|cross-fade\s*\(|\bsrc\s*\(|url\(\s*['"]?\s*(?!['"]?#)/i;
const DEEPEST = 200;

export class UnsafeSvg extends Error {}

type Frame = { name: string; isKept: boolean };

export function sanitiseSvg(source: string): SanitisedSvg {
  if (/<!ENTITY/i.test(source)) throw new UnsafeSvg('the drawing declares entities');
  const output: string[] = [];
  const removed = new Set<string>();
  const open: Frame[] = [];
  let hasText = false;
  const isKept = () => open.every((frame) => frame.isKept);
  for (const token of readTokens(source)) {
    if (token.kind === 'text') {
      const inside = open.at(-1)?.name;
      if (!isKept() || inside === undefined) continue;
      if (inside === 'style') output.push(escapeText(safeStyle(token.text, removed)));
      else output.push(escapeText(token.text));
    } else if (token.kind === 'close') {
      const frame = open.pop();
      if (!frame || frame.name !== token.name)
        throw new UnsafeSvg(`the drawing closes ${token.name} where ${frame?.name ?? 'nothing'} is open`);
      if (frame.isKept && isKept()) output.push(`</${frame.name}>`);
    } else {
      const isAllowed = ELEMENTS.has(token.name);
      if (!isAllowed) removed.add(token.name);
      const isWritten = isAllowed && isKept();
      if (token.name === 'text') hasText ||= isWritten;
      if (isWritten) output.push(writeOpenTag(token, removed));
      if (!token.isEmpty) open.push({ name: token.name, isKept: isAllowed });
      if (open.length > DEEPEST) throw new UnsafeSvg('the drawing is nested too deeply');
    }
  }
  if (open.length > 0) throw new UnsafeSvg('the drawing is cut short');
  return { svg: output.join(''), removed: [...removed].sort(), hasText };
}

type Token =
  | { kind: 'text'; text: string }
  | { kind: 'close'; name: string }
  | { kind: 'open'; name: string; attributes: [string, string][]; isEmpty: boolean };

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<![^>[]*(?:\[[^\]]*\])?[^>]*>|<\/\s*([^\s>]+)\s*>|<([A-Za-z_][^\s/>]*)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/y;

function* readTokens(source: string): Generator<Token> {
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw new UnsafeSvg(`the drawing cannot be read at character ${at}`);
    const [, cdata, closing, opening, attributes, slash, text] = match;
    if (cdata !== undefined) yield { kind: 'text', text: cdata };
    else if (text !== undefined) yield { kind: 'text', text: decodeEntities(text) };
    else if (closing !== undefined) yield { kind: 'close', name: localName(closing) };
    else if (opening !== undefined) {
      yield {
        kind: 'open',
        name: localName(opening),
        attributes: readAttributes(attributes ?? ''),
        isEmpty: slash === '/',
      };
    }
  }
}

/** `svg:path` is written as `path`: the root declares one namespace, and other vocabularies are not on the list. */
function localName(name: string): string {
  const local = name.startsWith('svg:') ? name.slice(4) : name;
  // A link is only a group here: drawing tools wrap artwork in them, and its target is dropped as every target is.
  return local === 'a' ? 'g' : local;
}

function readAttributes(text: string): [string, string][] {
  return [...text.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map((match) => [
    match[1]!,
    decodeEntities(match[2] ?? match[3] ?? ''),
  ]);
}

function writeOpenTag(token: Extract<Token, { kind: 'open' }>, removed: Set<string>): string {
  const kept = token.attributes.filter(([name, value]) => {
    const isSafe = isSafeAttribute(name, value);
    if (!isSafe && !name.startsWith('xmlns')) removed.add(name);
    return isSafe;
  });
  if (token.name === 'svg')
    kept.unshift(['xmlns', 'http://www.w3.org/2000/svg'], ['xmlns:xlink', 'http://www.w3.org/1999/xlink']);
  const attributes = kept.map(([name, value]) => ` ${name}="${escapeText(value).replaceAll('"', '&quot;')}"`).join('');
  return `<${token.name}${attributes}${token.isEmpty ? '/' : ''}>`;
}

function isSafeAttribute(name: string, value: string): boolean {
  if (/^on/i.test(name) || name.startsWith('xmlns')) return false;
  if (name === 'href' || name === 'xlink:href') return value.trim().startsWith('#') || SAFE_DATA.test(value.trim());
  if (name.includes(':') && name !== 'xml:space' && name !== 'xml:lang') return false;
  return !UNSAFE_VALUE.test(withoutEscapes(value));
}

function safeStyle(css: string, removed: Set<string>): string {
  if (!UNSAFE_VALUE.test(withoutEscapes(css))) return css;
  removed.add('style');
  return '';
}

/** CSS may write `u\72l(`; comments may split a word. Judged without either. */
function withoutEscapes(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\\([0-9a-f]{1,6})\s?/gi, (_, code: string) =>
      String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(code, 16))),
    );
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);/gi, (whole, code: string) => {
    if (!code.startsWith('#')) return NAMED[code] ?? whole;
    const value = code[1] === 'x' || code[1] === 'X' ? Number.parseInt(code.slice(2), 16) : Number(code.slice(1));
    return value > 0 && value <= 0x10ffff ? String.fromCodePoint(value) : '';
  });
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
