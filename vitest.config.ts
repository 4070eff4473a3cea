import { defineConfig } from 'vitest/config';

/**
 * Three projects: `unit` (pure, fast, parallel), `media` (real FFmpeg, canvas and child processes) and `server`
 * (real PostgreSQL). Two cores: media and server run one file at a time so that timings mean something.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'contract/**/*.test.ts',
            'media/core/**/*.test.ts',
            'studios/**/*.test.ts',
            'providers/**/*.test.ts',
            'cli/**/*.test.ts',
            'scripts/**/*.test.ts',
            'web/src/**/*.test.ts',
          ],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'media',
          include: ['media/node/**/*.test.ts', 'media/voice-espeak/**/*.test.ts'],
          testTimeout: 120_000,
          fileParallelism: false,
          pool: 'forks',
        },
      },
      {
        test: {
          name: 'server',
          include: ['server/**/*.test.ts'],
          globalSetup: ['server/src/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          pool: 'forks',
        },
      },
    ],
  },
});
