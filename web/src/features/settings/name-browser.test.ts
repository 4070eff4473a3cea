import { expect, test } from 'vitest';
import type { Words } from '../../app/words/index.ts';
import { nameBrowser } from './name-browser.ts';

const t: Words = (key, values) => (values ? Object.values(values).join(' on ') : key);
const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/147.0.7727.0 Safari/537.36`, 'Chrome 147 on Linux'],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/146.0.0.0 Safari/537.36 Edg/146.0.0.0`,
    'Edge 146 on Windows',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 14.6; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140 on macOS'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari 18 on iOS',
  ],
  [`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${webkit} Chrome/146.0.0.0 Mobile Safari/537.36`, 'Chrome 146 on Android'],
  ['curl/8.5.0', 'curl/8.5.0'],
  ['', 'sessions.unknown'],
])('%s', (userAgent, name) => {
  expect(nameBrowser(userAgent, t)).toBe(name);
});
