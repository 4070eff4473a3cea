import { mkdirSync } from 'node:fs';
import { KinoraError } from '@kinora/contract';
import { createApp } from './app.ts';
import { openStudioDatabase, toSecretKeySource } from './open-database.ts';
import type { StudioConfig } from './platform/config/index.ts';
import { acquireInstanceLock } from './platform/instance-lock/index.ts';
import { createLog } from './platform/log/index.ts';
import { loadSecretKeys } from './platform/secrets/index.ts';
import type { StudioAdditions } from './workshop.ts';

export type RunningStudio = { address: string; setupLink: string | null; close(): Promise<void> };

/**
 * Starts a whole studio on a data folder: lock → keys → database → HTTP → work. Whatever fails on the way closes what was
 * opened before it. `close` stops taking work, lets running steps come to rest, then stops everything in reverse order.
 */
export async function startStudio(
  config: StudioConfig,
  options: { isQuiet?: boolean; additions?: StudioAdditions } = {},
): Promise<RunningStudio> {
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
  const acquired = acquireInstanceLock(config.dataFolder);
  if ('holder' in acquired) {
    throw new KinoraError('studio.already_running', `process ${acquired.holder.processId} holds ${config.dataFolder}`, {
      sentence: `A studio runs on this data already${acquired.holder.address ? `, at ${acquired.holder.address}` : ''}.`,
      details: { address: acquired.holder.address ?? null },
    });
  }
  const closers: (() => Promise<void> | void)[] = [() => acquired.lock.release()];
  let isClosing = false;
  const close = async () => {
    isClosing = true;
    await closeAll(closers.splice(0).reverse());
  };
  try {
    // A command's own output is on standard output: its studio speaks on standard error.
    const log = createLog(config.logLevel, options.isQuiet ? process.stderr : undefined);
    // Only the message: the error object carries the whole client, and a stop ends idle connections on purpose.
    const reportLoss = (error: Error) => {
      if (!isClosing) log.warn({ reason: error.message }, 'a database connection was lost');
    };
    const secretKeys = loadSecretKeys(toSecretKeySource(config));
    const { database, stop } = await openStudioDatabase(config, secretKeys.current.key, reportLoss);
    closers.push(stop);
    const port = config.port === 0 ? await findFreePort(config.host) : config.port;
    const address = toAddress(config.host, port);
    const publicUrl = config.publicUrl ?? address;
    const app = await createApp({ config, database, secretKeys, log, publicUrl, additions: options.additions });
    closers.push(() => app.close());
    await app.startWork();
    const setupLink = await app.makeSetupLink();
    await listen(app.http, config.host, port);
    acquired.lock.publish(address);
    return { address: publicUrl, setupLink, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One that fails does not keep the others from their turn: the database must stop also when the web server did not. */
export async function closeAll(closers: readonly (() => Promise<void> | void)[]): Promise<void> {
  const faults: unknown[] = [];
  for (const closer of closers) {
    try {
      await closer();
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}

/** Where this machine reaches the studio: "all addresses" is none a browser could open. */
export function toAddress(host: string, port: number): string {
  const reachable = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

async function listen(
  http: { listen(options: { host: string; port: number }): Promise<string> },
  host: string,
  port: number,
): Promise<void> {
  try {
    await http.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new KinoraError('studio.port_taken', `port ${port} is in use`, {
      sentence: `Port ${port} is used by another program. Set PORT to another one, or 0 for any free port.`,
      cause: error,
    });
  }
}

/** The public address must be known before the routes are built, so a free port is chosen before listening. */
async function findFreePort(host: string): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
