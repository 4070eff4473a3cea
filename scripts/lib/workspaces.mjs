import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const packageVersion = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
/** Folders whose sources go into the server bundle. */
export const SERVER_SOURCES = ['contract', 'media', 'providers', 'studios', 'server', 'cli'];
export const WEB_SOURCES = ['web', 'contract/src', 'media/core/src'];
