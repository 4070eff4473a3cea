import { isKinoraError } from '@kinora/contract';
import { FILM_USAGE } from './arguments.ts';
import { runBackupCommand, runRestoreCommand } from './commands/backup.ts';
import { runDoctorCommand } from './commands/doctor.ts';
import { runFilmCommand } from './commands/film.ts';
import { runSecretsCommand } from './commands/secrets.ts';

type Command = (words: string[]) => Promise<number>;

const COMMANDS: Record<string, Command> = {
  film: runFilmCommand,
  doctor: runDoctorCommand,
  backup: runBackupCommand,
  restore: runRestoreCommand,
  secrets: runSecretsCommand,
  help: async () => {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  },
};

const USAGE = `${FILM_USAGE}
kinora doctor [--json]              what this machine has and lacks
kinora backup --out DIR             database and files of this studio
kinora restore --from DIR           the same into an empty data folder
kinora secrets rotate               a new key for this installation`;

async function main(words: string[]): Promise<number> {
  const [name = 'help', ...rest] = words;
  const command = COMMANDS[name.replace(/^--?/, '')];
  if (!command) {
    process.stderr.write(`There is no command "${name}".\n\n${USAGE}\n`);
    return 2;
  }
  return command(rest);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!isKinoraError(error)) throw error;
  process.stderr.write(`${error.sentence ?? error.message}\n`);
  process.exitCode = error.code === 'cli.usage' ? 2 : 1;
}
