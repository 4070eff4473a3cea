import type { StreamEvent } from '@kinora/contract';
import type { Delivered, EventHub } from './hub.ts';

export type StreamOptions = {
  hub: EventHub;
  organizationId: string;
  /** Number of the last event the reader has seen. */
  afterSeq?: number | undefined;
  projectId?: string | undefined;
  send: (event: StreamEvent) => void;
};

/**
 * One reader's stream, whatever carries it: subscribe first and keep what comes, replay what was missed, then let the kept
 * go, leaving out what the replay has sent. Facts arrive in order, each once; a reader that was away for longer than facts
 * are kept is told `stream.reset` and starts from what its screen loads anew.
 */
export async function openStream(options: StreamOptions): Promise<() => void> {
  const { hub, organizationId } = options;
  const kept: Delivered[] = [];
  let isLive = false;
  let isStopped = false;
  let lastSeq = -1;

  const pass = (event: Delivered) => {
    if (isStopped) return;
    const { seq, ...message } = event;
    if (seq !== undefined && seq <= lastSeq) return;
    if (seq !== undefined) lastSeq = seq;
    if (options.projectId === undefined || message.projectId === options.projectId) options.send(message);
  };
  const unsubscribe = await hub.subscribe(organizationId, (event) => (isLive ? pass(event) : kept.push(event)));
  const stop = () => {
    isStopped = true;
    unsubscribe();
  };
  try {
    await catchUp(options, pass);
  } catch (error) {
    stop();
    throw error;
  }
  isLive = true;
  for (const event of kept.splice(0)) pass(event);
  return stop;
}

async function catchUp({ hub, organizationId, afterSeq, send }: StreamOptions, pass: (event: Delivered) => void) {
  if (afterSeq === undefined) return;
  if (!(await hub.canResume(organizationId, afterSeq))) {
    send({ type: 'stream.reset', at: new Date().toISOString(), data: {} });
    return;
  }
  for await (const facts of hub.replay(organizationId, afterSeq)) for (const fact of facts) pass(fact);
}

/** `Last-Event-ID` or `?after=`; anything that is not a number of ours asks for a fresh start. */
export function parseAfter(value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  return /^\d{1,15}$/.test(value) ? Number(value) : -1;
}
