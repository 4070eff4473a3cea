/**
 * `npm run generate`: writes every file that follows from the code. `--check` writes nothing and fails on the first line
 * that differs, so that references never drift. Run through tsx, since it reads the sources themselves.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorRegistry, renderConfigurationReference, renderEnvironmentExample } from '@kinora/server';
import { coverageSource } from '../media/node/src/canvas/generate-coverage.ts';
import { buildOpenApi } from '../server/src/platform/http/index.ts';
import { renderCredits, renderLicences } from './lib/licences.mjs';
import { packageVersion, root } from './lib/workspaces.mjs';
import { renderApiReference } from './reference/api.ts';
import { renderErrorReference } from './reference/errors.ts';
import { ROUTES } from './reference/routes.ts';
import { renderSchemaReference } from './reference/schema.ts';

const openApi = buildOpenApi(ROUTES, { version: packageVersion, publicUrl: 'http://127.0.0.1:4747' });
const files = {
  '.env.example': renderEnvironmentExample(),
  'docs/reference/configuration.md': renderConfigurationReference(),
  'docs/reference/errors.md': renderErrorReference(errorRegistry),
  'docs/reference/openapi.json': `${JSON.stringify(openApi, null, 2)}\n`,
  'docs/reference/api.md': renderApiReference(ROUTES),
  'docs/reference/schema.md': await renderSchemaReference(),
  'docs/reference/licences.md': renderLicences(),
  'web/src/features/help/parts.generated.json': renderCredits(),
  'media/core/src/type/coverage.generated.ts': coverageSource(),
};

const isCheck = process.argv.includes('--check');
const stale = Object.entries(files).filter(([path, text]) => read(path) !== text);
for (const [path, text] of stale) {
  if (isCheck) console.error(`${path} is not what the code says:\n${firstDifference(read(path), text)}`);
  else {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
console.log(`${Object.keys(files).length - stale.length} of ${Object.keys(files).length} files were current`);
process.exit(isCheck && stale.length > 0 ? 1 : 0);

function read(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

function firstDifference(before, after) {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const line = fresh.findIndex((text, index) => text !== old[index]);
  return `  line ${line + 1}\n  - ${old[line] ?? '(nothing)'}\n  + ${fresh[line] ?? '(nothing)'}`;
}
