import { parseArgs } from 'node:util';
import { isKinoraError, KinoraError } from '@kinora/contract';
import { loadConfig, type StudioConfig } from './platform/config/index.ts';
import { findRunningInstance } from './platform/instance-lock/index.ts';
import { type RunningStudio, startStudio } from './studio.ts';
import { startWorker } from './worker.ts';

/** Longest time from a signal to the end of the process (issue: within 10 s); what is left then resumes at the next start. */
const STOP_LIMIT_MS = 9_500;

async function main(): Promise<void> {
  const config = loadConfig(readRoles(process.argv.slice(2), process.env));
  if (!config.roles.includes('api')) return runWorker(config);
  const running = findRunningInstance(config.dataFolder);
  if (running) {
    process.stdout.write(`The studio runs already: ${running.address}\n`);
    return;
  }
  const studio = await startStudio(config);
  process.stdout.write(`\nKinora is ready: ${studio.address}\n`);
  if (studio.setupLink)
    process.stdout.write(`\nFirst run. Create the owner with this one-time link:\n  ${studio.setupLink}\n\n`);
  stopOnSignal(studio, 'Stopping; unfinished work goes on at the next start.');
}

/** A process without `api` joins a studio that runs already, and ends when that stops. */
async function runWorker(config: StudioConfig): Promise<void> {
  const worker = await startWorker(config, () => {
    process.stdout.write(
      'The studio on this data has stopped, so this worker ends. Start it again after the studio.\n',
    );
    stop();
  });
  const stop = stopOnSignal(worker, 'Stopping; unfinished work goes on elsewhere or at the next start.');
  const slots = Object.entries(worker.slots).map(([kind, count]) => `${kind} ${count}`);
  process.stdout.write(
    `\nKinora worker is ready: takes ${slots.join(', ')} for the studio at ${worker.studioAddress ?? 'the shared database'}.\n`,
  );
}

/** `--roles api,worker` is the same as KINORA_ROLES. Any other word is refused: a misspelt one would be ignored in silence. */
function readRoles(words: string[], environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { values } = readWords(words);
  return values.roles === undefined ? environment : { ...environment, KINORA_ROLES: values.roles };
}

function readWords(words: string[]) {
  try {
    return parseArgs({ args: words, options: { roles: { type: 'string' } } });
  } catch (error) {
    throw new KinoraError('studio.unknown_option', `cannot read ${words.join(' ')}`, {
      sentence: `npm start takes no “${words.join(' ')}”, only --roles api,worker,render. Everything else is set by variables; .env.example lists them.`,
      cause: error,
    });
  }
}

function stopOnSignal(running: Pick<RunningStudio, 'close'>, sentence: string): () => void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    process.stdout.write(`${sentence}\n`);
    setTimeout(() => process.exit(0), STOP_LIMIT_MS).unref();
    running.close().then(
      () => process.exit(0),
      (error) => {
        process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return stop;
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${isKinoraError(error) ? (error.sentence ?? error.message) : error instanceof Error ? error.stack : error}\n`,
  );
  process.exit(1);
});
