import { join } from 'node:path';
import { root } from './workspaces.mjs';

const bin = (path) => join(root, 'node_modules', path);
const node = process.execPath;

/** Every check that is part of the test command: title, command, and what to run to repair it. */
export const CHECKS = [
  { title: 'types', command: node, args: ['scripts/typecheck.mjs'], repair: 'Fix the types named above.' },
  {
    title: 'lint and format',
    command: node,
    args: [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
    repair: 'npm run fix',
  },
  {
    title: 'architecture and cycles',
    command: node,
    args: [
      bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err-long',
      'contract',
      'media',
      'providers',
      'studios',
      'server',
      'cli',
      'web/src',
    ],
    repair: 'Each line says what to do instead.',
  },
  {
    title: 'dead exports',
    command: node,
    args: [bin('knip/bin/knip.js'), '--no-progress'],
    repair: 'Remove what nobody uses.',
  },
  {
    title: 'licences',
    command: node,
    args: ['scripts/check-licences.mjs'],
    repair: 'Choose another package or add a reasoned entry.',
  },
  {
    title: 'generated files are current',
    command: node,
    args: ['--import', 'tsx', 'scripts/generate.mjs', '--check'],
    repair: 'npm run generate',
  },
  {
    title: 'secrets, paths and addresses',
    command: node,
    args: ['scripts/check-hygiene.mjs'],
    repair: 'Remove what is named above.',
  },
  {
    title: 'contrast of the colour tokens',
    command: node,
    args: ['scripts/check-contrast.mjs'],
    repair: 'Change the token until it passes.',
  },
];
