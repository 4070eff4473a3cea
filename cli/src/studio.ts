import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isKinoraError } from '@kinora/contract';
import { findRunningInstance, loadConfig, type RunningStudio, type StudioConfig, startStudio } from '@kinora/server';
import { commandError } from './errors.ts';

export type StudioAddress = { url: string; apiKey: string };

/** A studio to talk to. `close` stops the studio when this command started it. */
export type OpenedStudio = {
  /** Asked for at each call: after a restart the studio has another one. */
  readonly address: StudioAddress;
  /** Waits for a studio that went away, and finds or starts another one; throws when none comes. */
  reconnect(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
};

const LOOK_MS = 250;
/** As long as a restart may take, and a machine that is busy. */
const RECONNECT_LIMIT_MS = 60_000;
/**
 * Whoever stopped the studio on this computer may be starting it again and gets this long before a command starts its own:
 * a killed one is started again by its keeper, one that was stopped most often is not.
 */
const GRACE_MS = { killed: 20_000, stopped: 5000 } as const;

/**
 * The studio named by KINORA_URL, else the one that runs on this data folder, else one started for this command alone.
 */
export async function openStudio(note: (sentence: string) => void, signal: AbortSignal): Promise<OpenedStudio> {
  const remoteUrl = process.env['KINORA_URL'];
  if (remoteUrl) return openRemote(remoteAddress(remoteUrl));
  const studio = new LocalStudio(loadConfig(process.env), note);
  try {
    await studio.connect(0, signal);
    return studio;
  } catch (error) {
    // Stopped while it started: nobody else knows of it, and its database would keep the command alive.
    await studio.close();
    throw error;
  }
}

function openRemote(address: StudioAddress): OpenedStudio {
  return {
    address,
    reconnect: (signal) =>
      untilThere(address, signal, () =>
        fetch(new URL('/health/live', address.url)).then(
          (response) => response.ok,
          () => false,
        ),
      ),
    close: async () => undefined,
  };
}

/** On this data folder: found, or started by this command. Of several commands that start at once one starts it. */
class LocalStudio implements OpenedStudio {
  readonly #config: StudioConfig;
  readonly #note: (sentence: string) => void;
  #address: StudioAddress | undefined;
  #own: RunningStudio | undefined;

  constructor(config: StudioConfig, note: (sentence: string) => void) {
    this.#config = config;
    this.#note = note;
  }

  get address(): StudioAddress {
    if (!this.#address) throw new Error('no studio was opened');
    return this.#address;
  }

  /** A stop takes its mark away, a kill leaves it. */
  reconnect(signal: AbortSignal): Promise<void> {
    const wasKilled = existsSync(join(this.#config.dataFolder, 'instance.json'));
    return this.connect(wasKilled ? GRACE_MS.killed : GRACE_MS.stopped, signal);
  }

  async connect(graceMs: number, signal: AbortSignal): Promise<void> {
    const started = performance.now();
    await untilThere(this.#address, signal, async () => {
      if (this.#find()) return true;
      return performance.now() - started >= graceMs && this.#start();
    });
  }

  async close(): Promise<void> {
    await this.#own?.close();
  }

  #find(): boolean {
    const running = findRunningInstance(this.#config.dataFolder);
    if (!running) return false;
    this.#use(running.address);
    this.#note(`Using the studio that runs at ${running.address}.`);
    return true;
  }

  /** False when another program holds the data: its studio is about to run, or about to be gone. */
  async #start(): Promise<boolean> {
    try {
      this.#note('Starting the studio…');
      this.#own = await startStudio({ ...this.#config, port: 0, logLevel: 'error' }, { isQuiet: true });
      this.#use(this.#own.address);
      return true;
    } catch (error) {
      if (isKinoraError(error) && error.code === 'studio.already_running') return false;
      throw error;
    }
  }

  #use(url: string): void {
    this.#address = { url, apiKey: readLocalKey(this.#config.dataFolder) };
  }
}

async function untilThere(
  lost: StudioAddress | undefined,
  signal: AbortSignal,
  look: () => Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + RECONNECT_LIMIT_MS;
  while (!(await look())) {
    signal.throwIfAborted();
    if (performance.now() > deadline)
      throw commandError('cli.unreachable', `The studio${lost ? ` at ${lost.url}` : ''} does not answer.`);
    await sleep(LOOK_MS);
  }
  signal.throwIfAborted();
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
