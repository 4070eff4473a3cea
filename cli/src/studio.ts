import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRunningInstance, loadConfig, startStudio } from '@kinora/server';
import type { StudioAddress } from './api-client.ts';
import { commandError } from './errors.ts';

/** A studio to talk to. `signal` aborts on Ctrl-C or SIGTERM; `close` stops the studio when this command started it. */
export type OpenedStudio = StudioAddress & { signal: AbortSignal; close(): Promise<void> };

/**
 * The studio named by KINORA_URL, else the one that runs on this data folder, else one started for this command alone.
 */
export async function openStudio(note: (sentence: string) => void): Promise<OpenedStudio> {
  const { signal, dispose } = listenForStop();
  const remoteUrl = process.env['KINORA_URL'];
  if (remoteUrl) return { ...remoteAddress(remoteUrl), signal, close: async () => dispose() };
  const config = loadConfig(process.env);
  const running = findRunningInstance(config.dataFolder);
  if (running) {
    note(`Using the studio that runs at ${running.address}.`);
    return { url: running.address, apiKey: readLocalKey(config.dataFolder), signal, close: async () => dispose() };
  }
  note('Starting the studio…');
  const studio = await startStudio({ ...config, port: 0, logLevel: 'error' }, { isQuiet: true });
  return {
    url: studio.address,
    apiKey: readLocalKey(config.dataFolder),
    signal,
    async close() {
      dispose();
      await studio.close();
    },
  };
}

function remoteAddress(url: string): StudioAddress {
  const apiKey = process.env['KINORA_API_KEY'];
  if (!apiKey)
    throw commandError('cli.key_missing', 'KINORA_URL is set: set KINORA_API_KEY too, with a key made in Settings.');
  return { url, apiKey };
}

/** The key the studio keeps beside its data for commands on this computer; readable by its owner only. */
function readLocalKey(dataFolder: string): string {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(dataFolder, 'local-access.json'), 'utf8'));
    if (typeof parsed === 'object' && parsed !== null && 'secret' in parsed && typeof parsed.secret === 'string')
      return parsed.secret;
    throw new Error('no secret in it');
  } catch (error) {
    throw commandError(
      'cli.local_key_unreadable',
      `The key for commands on this computer cannot be read from ${dataFolder}. Run the command as the user who runs the studio.`,
      error,
    );
  }
}

function listenForStop(): { signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
