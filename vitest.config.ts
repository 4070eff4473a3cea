import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Draws, sings and speaks for real, so it stands beside the media tests: among the pure ones all waited for it alone. */
const MEDIA_LEAVES = 'studios/src/film/leaves/leaves.test.ts';

/** A page that draws a film beside it answers within seconds, not within the one that vitest waits by itself. */
const PATIENCE = { poll: { timeout: 15_000 } };

/** Journeys over screens and other whole studios that draw no film: while they wait, `browser` draws beside them. */
const SCREENS = [
  'connections',
  'library',
  'catalogue',
  'words',
  'money',
  'team',
  'brand-kit',
  'vendor-screens',
  'first-load',
  'model-writing',
  'kept',
].map((name) => `e2e/${name}.test.ts`);

/** Those of media that take longest. */
const SLOW_MEDIA = [
  'media/node/src/canvas/film.test.ts',
  MEDIA_LEAVES,
  'media/node/src/model/parse-model.test.ts',
  'media/node/src/render/run-render.test.ts',
  'media/node/src/pictures/analyse.test.ts',
];

/** Those of the server's that take longest: `npm test` names the slowest at its end. */
const SLOW_SERVER = [
  'server/src/domains/jobs/chaos.test.ts',
  'server/src/domains/routing/generate.test.ts',
  'server/src/domains/routing/shot-routes.test.ts',
  'server/src/domains/routing/comfy-pool.test.ts',
  'server/src/domains/product-templates/product-templates.test.ts',
  'server/src/platform/database/embedded/embedded.test.ts',
  'server/src/testing/route-matrix.test.ts',
  'server/src/domains/deliveries/deliveries.test.ts',
];

/** Children of a test are started from a bundle, as the studio's are: under tsx most of them would start longer than they work. */
const BUILT_PROGRAMS = {
  globalSetup: ['e2e/testing/build-once.ts'],
  setupFiles: ['media/node/src/testing/built-programs.ts'],
};

/** Longest first: the largest text first, which is the rule otherwise, would leave the longest for a core alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const listed = [...SCREENS, ...SLOW_MEDIA, ...SLOW_SERVER].reverse();
    const placeOf = ({ moduleId }: TestSpecification) => -listed.findIndex((name) => moduleId.endsWith(name));
    return (await super.sort(files)).sort((left, right) => placeOf(left) - placeOf(right));
  }
}

/**
 * Five projects: `unit` (pure, fast, parallel), `media` (real FFmpeg, canvas and child processes), `server` (real
 * PostgreSQL), `screens` and `browser` (whole studios and Chromium). On two cores `media` runs two files at a time;
 * `server`, which waits for databases, three, each with folders and databases of its own; `screens` and `browser` one each,
 * and scripts/test.mjs runs those two beside each other: a film draws while the other's pages wait. Files share their process
 * where importing the modules anew for each would cost a tenth of the run; what they start is theirs all the same.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'contract/**/*.test.ts',
            'media/core/**/*.test.ts',
            'providers/**/*.test.ts',
            'studios/**/*.test.ts',
            'cli/**/*.test.ts',
            'scripts/**/*.test.ts',
            'web/src/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', MEDIA_LEAVES],
          testTimeout: 60_000,
          isolate: false,
        },
      },
      {
        test: {
          name: 'media',
          include: ['media/node/**/*.test.ts', 'media/voice-espeak/**/*.test.ts', MEDIA_LEAVES],
          ...BUILT_PROGRAMS,
          testTimeout: 120_000,
          maxWorkers: 2,
          pool: 'forks',
          isolate: false,
        },
      },
      {
        test: {
          name: 'server',
          include: ['server/**/*.test.ts'],
          setupFiles: BUILT_PROGRAMS.setupFiles,
          globalSetup: [...BUILT_PROGRAMS.globalSetup, 'server/src/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 3,
          pool: 'forks',
          isolate: false,
        },
      },
      {
        test: {
          name: 'screens',
          include: SCREENS,
          expect: PATIENCE,
          globalSetup: BUILT_PROGRAMS.globalSetup,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          pool: 'forks',
          isolate: false,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['e2e/**/*.test.ts'],
          expect: PATIENCE,
          globalSetup: BUILT_PROGRAMS.globalSetup,
          exclude: ['**/node_modules/**', ...SCREENS],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          pool: 'forks',
          isolate: false,
        },
      },
    ],
  },
});
