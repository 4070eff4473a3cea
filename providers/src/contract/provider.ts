import type { GenerationModel, SafetyCategory } from '@kinora/contract';
import type { ProviderFault } from './fault.ts';
import type { GenerateRequest, PictureInput, StoredRequest } from './request.ts';
import type { SafeHttp } from './safe-http.ts';
import type { SafeSocket, Watched } from './safe-socket.ts';

/** What every call to a vendor is made with: a connection's address and key, the way out, and the clock. */
export type ProviderCall = {
  http: SafeHttp;
  /** Absent where nothing is watched. */
  socket?: SafeSocket | undefined;
  /** Without a slash at its end. */
  baseUrl: string;
  secret: string;
  /** Milliseconds since 1970. */
  now(): number;
};

/**
 * Where a request's pictures lie for the vendor: an address it may read, in the request's order. `settled` is what else the
 * vendor's folder found out beforehand and its call is made of; stored as JSON, and parsed by it again.
 */
export type PreparedInputs = { pictureUrls: string[]; settled?: unknown };

/** One paid answer wanted. `intentId` is ours; where a vendor takes a name of the client's, it is this one. */
export type Submission = {
  intentId: string;
  model: string;
  request: StoredRequest;
  inputs: PreparedInputs;
  /**
   * The request's pictures by their bytes, for vendors that take them only inside the paid call (`picturesOf`). Not stored
   * with the intent, so a submission that is only looked for has none.
   */
  pictures?: readonly PictureInput[];
  /** Where the vendor may call when it is done; null where nobody outside can reach us. */
  webhookUrl: string | null;
};

/** A job at the vendor: its id and every address it named, kept at once because some cannot be built from the id. */
export type Remote = { id: string; urls: Readonly<Record<string, string>> };

/** A file that was made. `link` expires (Replicate: an hour) and is copied at once; `bytes` exist nowhere else. */
export type Output =
  | { kind: 'link'; url: string; mediaType: string | null }
  | { kind: 'bytes'; bytes: Uint8Array; mediaType: string };

/** What was made. `words` are a speech's own times; `costMicros` is what the vendor says it charged, where it does. */
export type Made = {
  outputs: Output[];
  /** Seed that made it, where it is another than the one asked for. */
  seed: number | null;
  costMicros: number | null;
  words: { text: string; startSeconds: number; endSeconds: number }[] | null;
  /** What a language model wrote; such an answer has no files. */
  written?: Written;
};

/** An answer in words. `isCut` when the model ran into its limit: the text ends where it ended. */
export type Written = { text: string; isCut: boolean; usage: TokenUsage };
export type TokenUsage = { inputTokens: number; outputTokens: number };

/**
 * What became of the one paid call.
 *
 *   accepted  the vendor works on it and named it: from here on it is paid, and only polled
 *   finished  the answer came with the call (vendors without a queue)
 *   refused   certainly not taken: a 4xx, a 429 that says so, or a request that never left
 *   unknown   it may have been taken: reset, time-out, 5xx. Never sent again before `reconcile` or a person has decided
 */
export type SubmitOutcome =
  | { kind: 'accepted'; remote: Remote }
  | { kind: 'finished'; made: Made }
  | { kind: 'refused'; fault: ProviderFault }
  | { kind: 'unknown'; reason: string };

/**
 * What a look at a remote job found. `unreachable` says nothing about the job: it is looked at again.
 * `failed` and `cancelled` are the vendor's last word; whether they cost is the vendor's table.
 */
export type PollOutcome =
  | { kind: 'working'; share: number | null; pollAfterMs: number }
  | { kind: 'finished'; made: Made }
  | { kind: 'failed'; fault: ProviderFault }
  | { kind: 'cancelled' }
  | { kind: 'unreachable'; fault: ProviderFault };

/** `requested` is no end: the job is polled until it has one. */
export type CancelOutcome =
  | { kind: 'requested' }
  | { kind: 'too_late' }
  | { kind: 'unsupported' }
  | { kind: 'unreachable'; fault: ProviderFault };

/**
 * Whether a submission of unknown outcome reached the vendor.
 *
 *   found        there it is: adopted, never sent again
 *   absent       certainly not there, and long enough ago that it cannot still be on its way: may be sent again
 *   not_yet      nothing is said yet; ask again after so long
 *   cannot_tell  this vendor cannot be asked: a person decides
 */
export type ReconcileOutcome =
  | { kind: 'found'; remote: Remote }
  | { kind: 'absent' }
  | { kind: 'not_yet'; askAfterMs: number }
  | { kind: 'cannot_tell' };

/** A submission as it is looked for: when it went out, and which remote jobs are known to belong to others. */
export type LostSubmission = Submission & { sentAtMs: number; isKnown(remoteId: string): Promise<boolean> };

/** `gone`: it was deleted before, or the vendor never had it. */
export type DeleteOutcome = { kind: 'deleted' } | { kind: 'gone' } | { kind: 'unreachable'; fault: ProviderFault };

export type ConnectionReport =
  /** `models` are what one's own server has at hand, where its vendor cannot list them beforehand. */
  | { kind: 'works'; account: string | null; models?: string[] }
  | { kind: 'refused'; fault: ProviderFault }
  | { kind: 'unreachable'; reason: string };

export type ModerationReport =
  | { kind: 'checked'; categories: readonly SafetyCategory[] }
  | { kind: 'unreachable'; reason: string };

export type Webhook = { headers: Headers; rawBody: Uint8Array };
/** A verified call is a hint which job to look at, never a result: the job is read from the vendor again. */
export type WebhookVerdict =
  | { kind: 'verified'; deliveryId: string; remoteId: string }
  | { kind: 'rejected'; reason: string };

/**
 * A vendor. Everything about it that is data (models, limits, prices) can be read without a call; everything else takes a
 * `ProviderCall`. Implementations hold no state, retry nothing and log nothing: one method is at most one paid call.
 */
export interface Provider {
  /** `replicate`: part of stored rows and addresses, never changed. */
  readonly id: string;
  readonly title: string;
  readonly baseUrl: string;
  readonly models: readonly GenerationModel[];
  /** How much one connection may have in work at once, and how many submissions in a minute, unless a person says less. */
  readonly limits: { concurrent: number; submissionsPerMinute: number };
  /** Where a person makes a key, as an address. */
  readonly keyPage: string;
  /** One's own server may have no door: then calls carry no key, and `secret` is empty. */
  readonly isKeyOptional?: boolean;
  /** A model that `testConnection` found on one's own server, as data; `models` is empty for such vendors. */
  describeModel?(id: string): GenerationModel;
  /** A free call that proves the key. */
  testConnection(call: ProviderCall): Promise<ConnectionReport>;
  /** Puts pictures where the vendor can read them. Free, and safe to do twice. */
  prepareInputs(call: ProviderCall, model: string, request: GenerateRequest): Promise<PreparedInputs>;
  /** The paid call: exactly one request. */
  submit(call: ProviderCall, submission: Submission): Promise<SubmitOutcome>;
  poll(call: ProviderCall, remote: Remote): Promise<PollOutcome>;
  /** Tells of progress until the job's socket ends or nobody listens any more; says nothing about how the job ends. */
  watch?(call: ProviderCall, remote: Remote, tell: (event: Watched) => void, signal: AbortSignal): Promise<void>;
  cancel(call: ProviderCall, remote: Remote): Promise<CancelOutcome>;
  /** Finished jobs stay there and can be looked at again, for so long; null where the vendor does not say. */
  readonly holds?: { seconds: number | null };
  /** Deletes a job that has ended and its files there. Free, and safe to do twice; absent where the vendor has no such call. */
  deleteRemote?(call: ProviderCall, remote: Remote): Promise<DeleteOutcome>;
  reconcile(call: ProviderCall, lost: LostSubmission): Promise<ReconcileOutcome>;
  /** Checks words by the vendor's own rules, for nothing. Where it is absent the vendor sells no such thing. */
  moderate?(call: ProviderCall, text: string): Promise<ModerationReport>;
  /** Whether a voice of this account is a clone of somebody's, for nothing; null where the vendor does not say. */
  isClonedVoice?(call: ProviderCall, voice: string): Promise<boolean | null>;
  verifyWebhook?(call: ProviderCall, webhook: Webhook): Promise<WebhookVerdict>;
  /** A job as it is asked for, where its id is all that is known: from a call of the vendor about a lost submission. */
  remoteOf?(call: ProviderCall, model: string, remoteId: string): Remote;
  normaliseError(answer: { status: number; headers: Headers; bytes: Uint8Array }, nowMs: number): ProviderFault;
}

/** Thrown by `prepareInputs` alone: nothing was paid, so the caller may treat it like a refusal. */
export class ProviderRefusal extends Error {
  readonly fault: ProviderFault;
  constructor(fault: ProviderFault) {
    super(`${fault.kind}: ${fault.message}`);
    this.name = 'ProviderRefusal';
    this.fault = fault;
  }
}
