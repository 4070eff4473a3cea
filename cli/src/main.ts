import { isKinoraError } from '@kinora/contract';
import { asksForHelp, USAGE, USAGES } from './help.ts';

type Command = (words: string[]) => Promise<number>;

/** Loaded when asked for: a command brings the studio with it, and its help should not wait for that. */
const COMMANDS: Readonly<Record<string, Command>> = {
  film: async (words) => (await import('./commands/film.ts')).runFilmCommand(words),
  'product-film': async (words) => (await import('./commands/product-film.ts')).runProductFilmCommand(words),
  products: async (words) => (await import('./commands/products.ts')).runProductsCommand(words),
  doctor: async (words) => (await import('./commands/doctor.ts')).runDoctorCommand(words),
  backup: async (words) => (await import('./commands/backup.ts')).runBackupCommand(words),
  restore: async (words) => (await import('./commands/backup.ts')).runRestoreCommand(words),
  secrets: async (words) => (await import('./commands/secrets.ts')).runSecretsCommand(words),
  'comfy-agent': async (words) => (await import('./commands/comfy-agent.ts')).runComfyAgentCommand(words),
  people: async (words) => (await import('./commands/people.ts')).runPeopleCommand(words),
  queue: async (words) => (await import('./commands/queue.ts')).runQueueCommand(words),
  help: async ([name]) => (name === undefined ? show(USAGE) : showUsageOf(name)),
};

function show(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function showUsageOf(name: string): number {
  return Object.hasOwn(USAGES, name) ? show(USAGES[name]!) : refuse(name);
}

function refuse(name: string): number {
  process.stderr.write(`There is no command "${name}".\n\n${USAGE}\n`);
  return 2;
}

async function main([name, ...rest]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') return show(USAGE);
  if (!Object.hasOwn(COMMANDS, name)) return refuse(name);
  return asksForHelp(rest) ? showUsageOf(name) : COMMANDS[name]!(rest);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!isKinoraError(error)) throw error;
  const sentence = error.sentence ?? error.message;
  process.stderr.write(`${sentence}\n`);
  // A program reads standard output line by line and finds its end there, also when it is a fault.
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ type: 'error', code: error.code, sentence })}\n`);
  process.exitCode = error.code === 'cli.usage' ? 2 : 1;
}
