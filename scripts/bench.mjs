/**
 * `npm run bench -- [NAME …] [--OPTION VALUE …]`: runs bench/*.ts one after another; names pick some, options go to them.
 * Nothing else should run meanwhile.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './lib/run-step.mjs';
import { root } from './lib/workspaces.mjs';

const words = process.argv.slice(2);
const firstOption = words.findIndex((word) => word.startsWith('--'));
const wanted = firstOption < 0 ? words : words.slice(0, firstOption);
const options = firstOption < 0 ? [] : words.slice(firstOption);
const names = readdirSync(join(root, 'bench'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replace(/\.ts$/, ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name));

console.log(`Node ${process.versions.node}, ${process.platform} ${process.arch}`);
let failed = 0;
for (const name of names) {
  const { code } = await runStep(process.execPath, [
    '--expose-gc',
    '--import',
    'tsx',
    join(root, 'bench', `${name}.ts`),
    ...options,
  ]);
  if (code !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
