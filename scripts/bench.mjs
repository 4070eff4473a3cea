/** `npm run bench [NAME …]`: runs bench/*.ts one after another; names pick some. Nothing else should run meanwhile. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './lib/run-step.mjs';
import { root } from './lib/workspaces.mjs';

const wanted = process.argv.slice(2);
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
  ]);
  if (code !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
