import { parseArgs } from 'node:util';
import { backupStudio, loadConfig, restoreStudio } from '@kinora/server';
import { usageError } from '../errors.ts';
import { USAGES } from '../help.ts';

/** `kinora backup --out DIR`: a logical dump of the database and the files, restorable into any PostgreSQL from 15. */
export async function runBackupCommand(words: string[]): Promise<number> {
  const folder = readFolder(words, 'out', USAGES['backup']!);
  const result = await backupStudio(loadConfig(process.env), folder);
  process.stdout.write(
    `${result.tables} tables with ${result.rows} rows and ${result.files} files are in ${folder}.\n`,
  );
  return 0;
}

/** `kinora restore --from DIR`: into an empty data folder only, so that nothing is overwritten. */
export async function runRestoreCommand(words: string[]): Promise<number> {
  const folder = readFolder(words, 'from', USAGES['restore']!);
  const result = await restoreStudio(loadConfig(process.env), folder);
  process.stdout.write(`${result.tables} tables with ${result.rows} rows and ${result.files} files were restored.\n`);
  return 0;
}

function readFolder(words: string[], name: 'out' | 'from', usage: string): string {
  try {
    const value = parseArgs({ args: words, options: { [name]: { type: 'string' } }, strict: true }).values[name];
    if (typeof value === 'string') return value;
  } catch (error) {
    throw usageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
  throw usageError(`--${name} is needed.\n\n${usage}`);
}
