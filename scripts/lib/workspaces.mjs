import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
/** Folders whose sources go into the server bundle. */
export const SERVER_SOURCES = ['contract', 'media', 'studios', 'server', 'cli'];
export const WEB_SOURCES = ['web', 'contract/src', 'media/core/src'];
