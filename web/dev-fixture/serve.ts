/**
 * A studio that makes nothing: it answers the routes the web app calls with data of the contract's shapes and plays the
 * events of a film being made. For working on screens without a server; it is not shipped and stores nothing.
 *
 *   npx tsx web/dev-fixture/serve.ts [--port 4321] [--media FOLDER] [--empty] [--signed-out]
 */
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createMedia } from './pictures.ts';
import { createStudio } from './studio.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4321' },
    media: { type: 'string' },
    empty: { type: 'boolean' },
    'signed-out': { type: 'boolean' },
  },
});
const folder = values.media;
const media = createMedia(
  folder
    ? readdirSync(folder)
        .sort()
        .map((file) => join(folder, file))
    : [],
);
const studio = createStudio(media, { isEmpty: values.empty ?? false, isSignedOut: values['signed-out'] ?? false });
const server = createServer((request, response) => {
  studio.handle(request, response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
server.listen(Number(values.port), '127.0.0.1', () => console.log(`fixture on http://127.0.0.1:${values.port}`));
