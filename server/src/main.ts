import { isKinoraError } from '@kinora/contract';
import { loadConfig } from './platform/config/index.ts';
import { findRunningInstance } from './platform/instance-lock/index.ts';
import { type RunningStudio, startStudio } from './studio.ts';

/** Longest time from a signal to the end of the process (issue: within 10 s); what is left then resumes at the next start. */
const STOP_LIMIT_MS = 9_500;

async function main(): Promise<void> {
  const config = loadConfig(readRoles(process.argv.slice(2), process.env));
  const running = findRunningInstance(config.dataFolder);
  if (running) {
    process.stdout.write(`The studio runs already: ${running.address}\n`);
    return;
  }
  const studio = await startStudio(config);
  process.stdout.write(`\nKinora is ready: ${studio.address}\n`);
  if (studio.setupLink)
    process.stdout.write(`\nFirst run. Create the owner with this one-time link:\n  ${studio.setupLink}\n\n`);
  stopOnSignal(studio);
}

/** `--roles api,worker` is the same as KINORA_ROLES. */
function readRoles(words: string[], environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const index = words.indexOf('--roles');
  return index >= 0 && words[index + 1] ? { ...environment, KINORA_ROLES: words[index + 1] } : environment;
}

function stopOnSignal(studio: RunningStudio): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    process.stdout.write('Stopping; unfinished work goes on at the next start.\n');
    setTimeout(() => process.exit(0), STOP_LIMIT_MS).unref();
    studio.close().then(
      () => process.exit(0),
      (error) => {
        process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${isKinoraError(error) ? (error.sentence ?? error.message) : error instanceof Error ? error.stack : error}\n`,
  );
  process.exit(1);
});
