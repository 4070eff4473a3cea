/**
 * Recomputes the contrast table of screens.md §1.3 from web/src/ui/tokens.css: text on every surface, status words and
 * accent, control borders, in both themes. Reads `--name: oklch(L C H)` from the dark and light blocks.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, wcagContrast } from 'culori';
import { root } from './lib/workspaces.mjs';

const SURFACES = ['bg', 'surface-1', 'surface-2', 'surface-3'];
const RULES = [
  ...['text', 'text-2', 'text-3', 'accent-text', 'ok', 'warn', 'bad', 'ask'].map((ink) => ({
    ink,
    grounds: SURFACES,
    least: 4.5,
  })),
  { ink: 'on-accent', grounds: ['accent', 'accent-hover'], least: 4.5 },
  { ink: 'on-danger', grounds: ['danger'], least: 4.5 },
  { ink: 'line-strong', grounds: SURFACES, least: 3 },
  ...['ok', 'warn', 'bad', 'ask'].map((ink) => ({ ink, grounds: [`${ink}-tint`], least: 4.5 })),
];

const css = readFileSync(join(root, 'web/src/ui/tokens.css'), 'utf8');

/** Custom properties of every block whose selector matches. */
function readTheme(matches) {
  const values = {};
  for (const [, selector, body] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!matches(selector)) continue;
    for (const [, name, value] of body.matchAll(/--([\w-]+)\s*:\s*([^;]+);/g)) values[name] = value.trim();
  }
  return values;
}

const faults = [];
let measured = 0;
for (const theme of ['dark', 'light']) {
  const base = readTheme((selector) => selector.includes(':root') && !selector.includes('data-theme'));
  const own = readTheme((selector) => selector.includes(`data-theme`) && selector.includes(theme));
  const tokens = { ...base, ...own };
  for (const { ink, grounds, least } of RULES) {
    for (const ground of grounds) {
      const first = parse(tokens[ink] ?? '');
      const second = parse(tokens[ground] ?? '');
      if (!first || !second) {
        faults.push(`${theme}: --${ink} or --${ground} is missing or unreadable`);
        continue;
      }
      measured += 1;
      const contrast = wcagContrast(first, second);
      if (contrast < least) faults.push(`${theme}: --${ink} on --${ground} is ${contrast.toFixed(2)}, wanted ${least}`);
    }
  }
}
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`${measured} pairs pass`);
