import { COVERAGE } from './coverage.generated.ts';
import { faceOrDefault, fallbacksOf, findFace } from './shelf.ts';

const parsed = new Map<string, readonly (readonly [number, number])[]>();

/** Letters of a text that neither its face nor the named fallbacks hold; they would come silently from the system. */
export function missingLetters(text: string, family: string): string[] {
  const families = [faceOrDefault(family).family, ...fallbacksOf(family)];
  const missing = [...new Set(text)].filter((letter) => {
    const code = letter.codePointAt(0)!;
    return code > 0x20 && !isInvisible(code) && !families.some((name) => holds(name, code));
  });
  return missing;
}

/** True when a face itself holds a letter. */
export function holds(family: string, code: number): boolean {
  return rangesOf(family).some(([first, last]) => code >= first && code <= last);
}

function rangesOf(family: string): readonly (readonly [number, number])[] {
  const known = parsed.get(family);
  if (known) return known;
  let at = 0;
  const ranges = (COVERAGE[family] ?? findFace(family)?.coverage ?? '')
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const [gap, length] = part.split('.').map((value) => Number.parseInt(value, 36));
      const first = at + gap!;
      at = first + (length ?? 0);
      return [first, at] as const;
    });
  parsed.set(family, ranges);
  return ranges;
}

/** Joiners, direction marks and no-break spaces draw nothing. */
function isInvisible(code: number): boolean {
  return code === 0xa0 || (code >= 0x2000 && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) || code === 0xfeff;
}
