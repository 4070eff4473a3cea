import { parseArgs } from 'node:util';
import { createGuardedSocket, SELF_HOSTED_PRIVATE_HOSTS } from '@kinora/server';
import { createLocalComfy } from '../comfy-agent/comfy.ts';
import { runAgent } from '../comfy-agent/run-agent.ts';
import { openStudioDoor, Refused } from '../comfy-agent/studio-door.ts';
import { commandError, usageError } from '../errors.ts';
import { USAGES } from '../help.ts';
import { listenForStop } from '../stop-signal.ts';

const OPTIONS = { server: { type: 'string' }, key: { type: 'string' }, comfy: { type: 'string' } } as const;

/** Its own ComfyUI stands on this machine or near it; a reply of more is no frame. */
const openSocket = createGuardedSocket({ privateHosts: SELF_HOSTED_PRIVATE_HOSTS });

/** `kinora comfy-agent`: work for the ComfyUI on this machine, asked for, so that nobody has to reach it. */
export async function runComfyAgentCommand(words: string[]): Promise<number> {
  const { server, key, comfy = 'http://127.0.0.1:8188' } = readOptions(words);
  if (!server || !key) throw usageError(USAGES['comfy-agent']!);
  const stop = listenForStop();
  try {
    await runAgent({
      studio: openStudioDoor(server, key, stop.signal),
      comfy: createLocalComfy(comfy, stop.signal, openSocket),
      signal: stop.signal,
      note: (sentence) => process.stdout.write(`${sentence}\n`),
    });
    return stop.exitCode ?? 0;
  } catch (error) {
    if (error instanceof Refused) throw commandError('cli.wrong_key', error.message, error);
    throw error;
  } finally {
    stop.dispose();
  }
}

function readOptions(words: string[]) {
  try {
    // The key may come from the environment: a command line is read by whoever lists the machine's processes.
    const { values } = parseArgs({ args: words, options: OPTIONS, strict: true });
    return { ...values, key: values.key ?? process.env['KINORA_AGENT_KEY'] };
  } catch {
    throw usageError(USAGES['comfy-agent']!);
  }
}
