/** Fails on machine paths, registry addresses, private keys and large or foreign media in tracked files. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/workspaces.mjs';

const FORBIDDEN = [
  { pattern: /"resolved": "https?:/, sentence: 'registry address in a lock file', only: /package-lock\.json$/ },
  { pattern: /(?:^|["'`\s(])\/(?:work|root|home\/\w+)\//, sentence: 'path of a machine' },
  {
    pattern: /registry\.(?:npmjs|yarnpkg)\.|pypi\.org|deb\.debian\.org|proxy\.golang\.org/,
    sentence: 'registry address',
  },
  { pattern: /-----BEGIN (?:RSA |EC )?PRIVATE KEY-----/, sentence: 'private key' },
  {
    pattern: /(?<![\w.])fetch\(|from '(?:undici|node:https?)'/,
    sentence: 'an address fetched past platform/guarded-fetch',
    only: /^(?:server|studios|providers|media\/node)\/src\/(?!platform\/guarded-fetch\/|emulators\/|conformance\/|.*(?:\.test\.ts$|testing\/|\/emulator\.ts$))/,
  },
  { pattern: /\b(?:sk_live|rk_live|ghp|xox[bp])_[A-Za-z0-9]{16,}/, sentence: 'secret' },
];
const MEDIA = /\.(?:png|jpe?g|webp|gif|avif|mp4|mov|webm|wav|mp3|ttf|otf|woff2?|glb|zip)$/i;
const MEDIA_LIMIT_BYTES = 400_000;

const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 })
  .split('\0')
  .filter(Boolean);
const faults = [];
for (const file of files) {
  if (file === 'scripts/check-hygiene.mjs') continue;
  const stat = statSync(join(root, file), { throwIfNoEntry: false });
  if (!stat) continue;
  if (MEDIA.test(file)) {
    if (stat.size > MEDIA_LIMIT_BYTES)
      faults.push(
        `${file}: ${Math.round(stat.size / 1000)} kB; committed pictures stay below ${MEDIA_LIMIT_BYTES / 1000} kB`,
      );
    continue;
  }
  const text = readFileSync(join(root, file), 'utf8');
  for (const { pattern, sentence, only } of FORBIDDEN) {
    if ((!only || only.test(file)) && pattern.test(text)) faults.push(`${file}: ${sentence}`);
  }
}
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`${files.length} files clean`);
