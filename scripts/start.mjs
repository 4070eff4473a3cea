/**
 * `npm start`: builds what is stale and runs the whole studio in one process. The server bundle takes about two seconds;
 * the web app is built beside the running server, which shows a building page until it is there (rulings §6.1).
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildServer } from './build.mjs';
import { root } from './lib/workspaces.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Kinora needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node and run npm start again.`,
  );
  process.exit(1);
}
if (!existsSync(join(root, 'node_modules/esbuild'))) {
  console.error('The parts are not installed yet. Run npm install, then npm start.');
  process.exit(1);
}

const startedAt = performance.now();
if (await buildServer()) console.log(`Built the server in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);

// A worker (roles without api) shows no pages.
const rolesAt = process.argv.indexOf('--roles');
const roles = (rolesAt > 0 ? process.argv[rolesAt + 1] : process.env.KINORA_ROLES) || 'api';
const web = roles.split(',').some((role) => role.trim() === 'api') ? buildWebBeside() : undefined;

function buildWebBeside() {
  const build = spawn(process.execPath, [join(root, 'scripts/build.mjs'), '--web'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  build.on('exit', (code) => {
    if (code !== 0) console.error('The web app could not be built; the lines above say why. The API works without it.');
  });
  return build;
}

const server = spawn(
  process.execPath,
  ['--enable-source-maps', join(root, 'build/server/src/main.js'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
// `npm start` runs this with exec, so that npm's own signals arrive here and not at a shell that keeps them to itself.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
// A closed terminal is a wish to stop as well.
process.on('SIGHUP', () => server.kill('SIGTERM'));
server.on('exit', (code, signal) => {
  web?.kill('SIGTERM');
  process.exit(code ?? (signal ? 1 : 0));
});
