import { loadConfig, type QueueCommand, runQueueCommandOn } from '@kinora/server';
import { usageError } from '../errors.ts';
import { USAGES } from '../help.ts';

const COMMANDS: readonly QueueCommand[] = ['status', 'pause', 'drain', 'resume'];

/** `kinora queue status|pause|drain|resume`: for updates and moves, for every organization at once. */
export async function runQueueCommand([word, ...rest]: string[]): Promise<number> {
  const command = COMMANDS.find((one) => one === word);
  if (!command || rest.length > 0) throw usageError(USAGES['queue']!);
  process.stdout.write(`${await runQueueCommandOn(loadConfig(process.env), command)}\n`);
  return 0;
}
