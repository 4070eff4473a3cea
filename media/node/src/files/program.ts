import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Child programs and files that travel with the code must be found in two lives: run from source (tests, `npm run dev`:
 * TypeScript under tsx) and run from `build/` (`npm start`: bundled JavaScript, where import.meta.url names a chunk).
 * Both trees mirror each other, so one path from the repository's root is enough. Programs are named `*.program.ts`;
 * scripts/build.mjs makes each an entry point.
 */
const here = dirname(fileURLToPath(import.meta.url));

/** Root of the tree the code runs from: `build/` when bundled, the repository otherwise. */
export const codeRoot = findCodeRoot(here);
export const isBundled = existsSync(join(codeRoot, 'kinora-build.json'));
/** Root of the repository: where package files, migrations and the built web app lie. */
export const repositoryRoot = isBundled ? dirname(codeRoot) : codeRoot;

function findCodeRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'kinora-build.json')) || existsSync(join(folder, 'package-lock.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`No Kinora root above ${start}.`);
  }
}

export type ChildProgram = { file: string; execArgv: string[] };

let builtRoot = isBundled ? codeRoot : null;

/**
 * From here on child programs are those that scripts/build.mjs made in this folder. Test runs build once and start hundreds
 * of children: from a bundle each takes a third of the processor time that tsx takes to read its sources again.
 */
export function startProgramsFrom(buildFolder: string): void {
  if (!existsSync(join(buildFolder, 'kinora-build.json'))) throw new Error(`Nothing is built in ${buildFolder}.`);
  builtRoot = buildFolder;
}

/**
 * How to run one of our child programs with this Node.
 * @example const { file, execArgv } = childProgram('media/node/src/render/worker.program.ts'); fork(file, [], { execArgv });
 */
export function childProgram(pathFromRoot: string): ChildProgram {
  if (builtRoot !== null)
    return { file: join(builtRoot, pathFromRoot.replace(/\.ts$/, '.js')), execArgv: ['--enable-source-maps'] };
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return { file: join(codeRoot, pathFromRoot), execArgv: ['--import', loader] };
}

/** A file of the repository that is not code, such as a migration or a built page. */
export function repositoryFile(...parts: string[]): string {
  return join(repositoryRoot, ...parts);
}
