import type { Words } from '../../app/words/index.ts';

/** The first that fits: Edge, Opera and Chrome all call themselves Chrome and Safari as well. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\b(?:Headless)?Chrom(?:e|ium)\/(\d+)/, 'Chrome'],
  [/\bCriOS\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
];

/** "Chrome 147 on Linux"; a program that is no browser is shown as it calls itself. */
export function nameBrowser(userAgent: string, t: Words): string {
  const found = BROWSERS.map(([pattern, name]) => ({ name, version: pattern.exec(userAgent)?.[1] })).find(
    ({ version }) => version,
  );
  if (!found) return userAgent || t('sessions.unknown');
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = `${found.name} ${found.version}`;
  return system ? t('sessions.device', { browser, system }) : browser;
}
