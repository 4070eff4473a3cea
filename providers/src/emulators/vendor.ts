import type { EmulatorServer } from './server.ts';
import type { TextAsked, TextSaid } from './text-script.ts';

/** What the conformance suite and chaos runs ask of every vendor's emulator. */
export type VendorEmulator = EmulatorServer & {
  /** What a connection is told instead of the vendor's own address. */
  readonly baseUrl: string;
  readonly key: string;
  /** Paid calls that were taken. `mark` tells which request it was: two with one mark are a double. */
  submissions(): { id: string; mark: string }[];
  /** Ids of what was billed. */
  charges(): string[];
  /** How long a job takes from now on. */
  setWorkMs(ms: number): void;
  /** The next job ends so. */
  refuseNext(kind: 'moderated' | 'failed'): void;
  setCredit(hasCredit: boolean): void;
  /** Files the next job makes. */
  setOutputs(count: number): void;
  /** So many of the files of the next answer are none: missing, or hidden by safety rules, in the vendor's own way. */
  spoilNext?(count: number): void;
  /** The files of a finished job are gone. */
  expire(remoteId: string): void;
  endNow(remoteId: string): void;
  /** What its language models answer from now on. */
  setText?(write: (asked: TextAsked) => TextSaid): void;
  /** A call as the vendor would make it, for those that call. */
  signWebhook?(
    remoteId: string,
    options?: { id?: string; atSeconds?: number; isForged?: boolean },
  ): { url: string | null; headers: Record<string, string>; rawBody: Buffer };
};
