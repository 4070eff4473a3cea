import {
  type BulkJobsResult,
  type Job,
  type JobLogLine,
  type JobTree,
  KinoraError,
  messagesOf,
  type OperatorQueues,
  type Preset,
  type Quote,
  type Role,
} from '@kinora/contract';
import type { QuoteContext, StudioQuote } from '@kinora/studios';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { sendLive } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import { assertBudgetsAllow, tellBudgets } from '../budgets/index.ts';
import {
  agreeOnPrice,
  claimSampleRun,
  createQuote,
  holdForParent,
  isSampleRunUsed,
  type PriceAgreement,
  type PriceConsent,
  refusePrice,
} from '../credits/index.ts';
import { announceCredits, announceJob } from './announce.ts';
import {
  findAssetIds,
  type LogQuery,
  listAttempts,
  listLedgerLines,
  listLog,
  listSpend,
  type SentenceOf,
} from './detail.ts';
import { countStartedJob, type JobAllowance } from './hourly-limit.ts';
import type { Medians } from './medians.ts';
import { readOperatorQueues, setRunningLimit } from './operator-queues.ts';
import { createQueue, doForEach, type Queue, type ReadConnectionLoad } from './queue.ts';
import type { StudioRegistry } from './registry.ts';
import { type JobRow, type ProviderLimits, type ShownJobRow, toJob, toLeaf, toStep } from './rows.ts';
import type { OpenPorts } from './runtime.ts';
import {
  findByRequest,
  findJob,
  findShownJob,
  insertJob,
  type JobFilter,
  listJobRows,
  listShownLeaves,
  listSteps,
  lockJob,
  setJobDeleted,
} from './store.ts';
import { cancelJob, retryParent, setPriority } from './transitions.ts';

/** Who asks. `userId` is null for an API key, which acts for its organization. */
export type JobActor = { organizationId: string; userId: string | null; role: Role };
export type JobRequest = {
  studio: string;
  input: unknown;
  consent: PriceConsent;
  /** Actor and Idempotency-Key: the same request makes one job. */
  requestKey: string;
  projectId?: string;
  /** Told how many more this person may start in the hour, where that is limited. */
  onAllowance?: (allowance: JobAllowance) => void;
};

export type JobService = {
  quote(actor: JobActor, studio: string, input: unknown): Promise<Quote>;
  create(actor: JobActor, request: JobRequest): Promise<Job>;
  list(organizationId: string, filter: JobFilter): Promise<Job[]>;
  /** With the values a cursor holds to go on behind each job. */
  listPage(organizationId: string, filter: JobFilter): Promise<{ items: Job[]; cursors: (string | number)[][] }>;
  get(organizationId: string, jobId: string): Promise<JobTree>;
  cancel(actor: JobActor, jobId: string): Promise<Job>;
  retry(actor: JobActor, jobId: string): Promise<Job>;
  setPriority(actor: JobActor, jobId: string, priority: number): Promise<Job>;
  /** Out of the lists; what it made and what it cost stay. Only a job that ended. */
  delete(actor: JobActor, jobId: string): Promise<void>;
  restore(actor: JobActor, jobId: string): Promise<Job>;
  /** Of the job and its leaves, newest first. */
  readLog(organizationId: string, query: LogQuery): Promise<JobLogLine[]>;
  bulk(actor: JobActor, action: BulkAction, jobIds: readonly string[]): Promise<BulkJobsResult>;
  getQueueStatus: Queue['getStatus'];
  /** Over all organizations; empty for anybody but an operator of the studio. */
  getOperatorQueues(userId: string): Promise<OperatorQueues>;
  /** False where the organization is not there. */
  setRunningLimit(
    userId: string,
    limit: { organizationId: string | null; maxRunning: number | null },
  ): Promise<boolean>;
  setPaused: Queue['setPaused'];
  clearQueue: Queue['clear'];
};
export type BulkAction = 'cancel' | 'retry' | 'raise' | 'lower' | 'delete' | 'restore';

/** The sample's brand and photographs as the studio made them; null while they are not, or not all, there. */
export type FindSample = (transaction: Transaction) => Promise<QuoteContext['freeSample']>;

export type JobServiceOptions = {
  database: Database;
  registry: StudioRegistry;
  preset: Preset;
  medians: Pick<Medians, 'get'>;
  openPorts: OpenPorts;
  findSample: FindSample;
  /** Jobs one person may start in an hour (rulings §3.5); null for as many as they like. */
  startedJobsPerHour: number | null;
  /** Why less is started than could be, as a sentence; null when nothing is in the way. */
  readNotice?: () => Promise<string | null>;
  readConnectionLoad?: ReadConnectionLoad;
  /** How much a vendor takes at once, where a connection does not say. */
  limitsOf?: ProviderLimits;
  /** Refuses a project that is not there, or not this actor's to work in. */
  assertProject: (transaction: Transaction, actor: JobActor, projectId: string) => Promise<void>;
  /** Refuses words that may not be asked for, before a price is agreed on. */
  assertSafe: (actor: JobActor, input: unknown) => Promise<void>;
  /** Of every table of errors, not of this domain's alone: work fails with codes of those it asked. */
  sentenceOf?: SentenceOf;
  now: () => Date;
};

export function createJobService(options: JobServiceOptions): JobService {
  const { database, registry } = options;
  const limitsOf = options.limitsOf ?? (() => undefined);
  const sentenceOf = options.sentenceOf ?? (() => undefined);
  const queue = createQueue(options);
  const present = (row: ShownJobRow) => toJob(row, limitsOf);

  async function offer(organizationId: string, studioId: string, input: unknown): Promise<StudioQuote> {
    const studio = registry.getStudio(studioId);
    const opened = await options.openPorts({ organizationId, jobId: '', projectId: null });
    try {
      const material = await studio.loadMaterial(opened.ports, input);
      const context = await database.inOrganization(organizationId, (tx) => readQuoteContext(tx, options));
      return studio.quote(input, material, context);
    } finally {
      await opened.close();
    }
  }

  type Made = { jobId: string } | { agreement: PriceAgreement } | 'sample_taken';

  async function tryToMake(actor: JobActor, request: JobRequest): Promise<Made> {
    const offered = await offer(actor.organizationId, request.studio, request.input);
    return database.inOrganization(actor.organizationId, async (transaction) => {
      const earlier = await findByRequest(transaction, request.requestKey);
      if (earlier) return { jobId: earlier.id };
      if (request.projectId !== undefined) await options.assertProject(transaction, actor, request.projectId);
      const jobId = newId();
      const isSampleRun = offered.isFreeSample === true;
      const agreement = await agreeOnPrice(transaction, request.consent, {
        studio: request.studio,
        input: request.input,
        offer: offered,
        actorUserId: actor.userId,
        now: options.now(),
      });
      // A refusal commits, for its new quote: nothing may be claimed before it.
      if (agreement.fault !== null) return { agreement };
      if (isSampleRun && !(await claimSampleRun(transaction, jobId))) return 'sample_taken';
      if (options.startedJobsPerHour !== null) {
        const allowance = await countStartedJob(transaction, actor, options.startedJobsPerHour);
        request.onAllowance?.(allowance);
      }
      await insertParent(transaction, registry, { actor, request, quote: agreement.quote, jobId, isSampleRun });
      return { jobId };
    });
  }

  /** Somebody faster may take the free run of the sample between the look and the press: then the price is looked at anew. */
  async function make(actor: JobActor, request: JobRequest): Promise<Exclude<Made, 'sample_taken'>> {
    for (;;) {
      const made = await tryToMake(actor, request);
      if (made !== 'sample_taken') return made;
    }
  }

  async function show(transaction: Transaction, jobId: string): Promise<ShownJobRow> {
    const row = await findShownJob(transaction, jobId);
    if (!row || row.deleted_at) throw notFound(jobId);
    return row;
  }

  async function control(actor: JobActor, jobId: string, act: (tx: Transaction, job: JobRow) => Promise<void>) {
    return database.inOrganization(actor.organizationId, async (transaction) => {
      await act(transaction, await lockControlled(transaction, actor, jobId));
      return present(await show(transaction, jobId));
    });
  }

  async function cancel(actor: JobActor, jobId: string): Promise<{ job: Job; credits: number }> {
    let credits = 0;
    const job = await control(actor, jobId, async (transaction) => {
      const returned = await cancelJob(transaction, jobId);
      if (returned === null) throw new KinoraError('jobs.already_ended', `job ${jobId} has ended`);
      credits = returned;
    });
    return { job, credits };
  }

  /** A leaf goes on with its parent: only the parent's run can tell what else is missing. */
  function retry(actor: JobActor, jobId: string): Promise<Job> {
    return control(actor, jobId, async (transaction, job) => {
      if (!(await retryParent(transaction, job.parent_job_id ?? job.id)))
        throw new KinoraError('jobs.not_retryable', `job ${jobId} did not fail`);
    });
  }

  function movePriority(actor: JobActor, jobId: string, next: (now: number) => number): Promise<Job> {
    return control(actor, jobId, async (transaction, job) => {
      const isMoved = await setPriority(transaction, job.parent_job_id ?? job.id, next(job.priority));
      if (!isMoved) throw new KinoraError('jobs.already_ended', `job ${jobId} has ended`);
    });
  }

  /** Deleting what is deleted already, or restoring what is there, changes nothing. */
  async function setDeleted(actor: JobActor, jobId: string, isDeleted: boolean): Promise<void> {
    await database.inOrganization(actor.organizationId, async (transaction) => {
      const job = await lockControlled(transaction, actor, jobId, { withDeleted: true });
      if (job.parent_job_id !== null) throw new KinoraError('jobs.part_of_job', `job ${jobId} is a part`);
      if (!ENDED.has(job.status)) throw new KinoraError('jobs.still_open', `job ${jobId} is ${job.status}`);
      if (!(await setJobDeleted(transaction, jobId, isDeleted))) return;
      await sendLive(transaction, { organizationId: actor.organizationId, type: 'queue.updated', data: {} });
    });
  }

  async function restore(actor: JobActor, jobId: string): Promise<Job> {
    await setDeleted(actor, jobId, false);
    return database.inOrganization(actor.organizationId, async (tx) => present(await show(tx, jobId)));
  }

  return {
    async quote(actor, studio, input) {
      const offered = await offer(actor.organizationId, studio, input);
      return database.inOrganization(actor.organizationId, (transaction) =>
        createQuote(transaction, { studio, input, offer: offered, actorUserId: actor.userId, now: options.now() }),
      );
    },

    async create(actor, request) {
      await options.assertSafe(actor, request.input);
      const made = await make(actor, request);
      if ('agreement' in made) throw refusePrice(made.agreement);
      return database.inOrganization(actor.organizationId, async (tx) => present(await show(tx, made.jobId)));
    },

    list: (organizationId, filter) =>
      database.inOrganization(organizationId, async (tx) => (await listJobRows(tx, filter)).map(present)),

    listPage: (organizationId, filter) =>
      database.inOrganization(organizationId, async (tx) => {
        const rows = await listJobRows(tx, filter);
        return { items: rows.map(present), cursors: rows.map((row) => toCursor(row, filter.order)) };
      }),

    get: (organizationId, jobId) =>
      database.inOrganization(organizationId, async (transaction) => {
        const row = await show(transaction, jobId);
        const leaves = await listShownLeaves(transaction, jobId);
        const steps = await listSteps(transaction, jobId);
        return {
          job: present(row),
          leaves: leaves.map((leaf) => toLeaf(leaf, limitsOf)),
          steps: steps.map(toStep),
          messages: messagesOf(steps.map(({ name }) => name)),
          input: row.input,
          output: row.output,
          inputAssetIds: await findAssetIds(transaction, row.input),
          outputAssetIds: await findAssetIds(transaction, row.output),
          attempts: await listAttempts(transaction, jobId, sentenceOf),
          costs: await listSpend(transaction, jobId),
          ledger: await listLedgerLines(transaction, jobId),
        };
      }),

    readLog: (organizationId, query) =>
      database.inOrganization(organizationId, async (transaction) => {
        await assertJob(transaction, query.jobId);
        return listLog(transaction, query, sentenceOf);
      }),

    async cancel(actor, jobId) {
      const { job } = await cancel(actor, jobId);
      return job;
    },

    retry,

    delete: (actor, jobId) => setDeleted(actor, jobId, true),
    restore,

    setPriority: (actor, jobId, priority) => movePriority(actor, jobId, () => priority),

    bulk: (actor, action, jobIds) =>
      doForEach(jobIds, async (jobId) => {
        if (action === 'cancel') return (await cancel(actor, jobId)).credits;
        if (action === 'retry') await retry(actor, jobId);
        else if (action === 'delete' || action === 'restore') await setDeleted(actor, jobId, action === 'delete');
        else await movePriority(actor, jobId, (now) => clampPriority(now + (action === 'raise' ? 1 : -1)));
        return 0;
      }),

    getQueueStatus: queue.getStatus,
    getOperatorQueues: (userId) => readOperatorQueues(database, userId),
    setRunningLimit: (userId, limit) => setRunningLimit(database, userId, limit),
    setPaused: queue.setPaused,
    clearQueue: queue.clear,
  };
}

function toCursor(row: ShownJobRow, order: JobFilter['order']): (string | number)[] {
  return order === 'queue' ? [row.order_rank, row.place ?? 0, row.id] : [row.id];
}

const clampPriority = (priority: number) => Math.max(-10, Math.min(10, priority));

function notFound(jobId: string): KinoraError {
  return new KinoraError('jobs.not_found', `no job ${jobId} in this organization`);
}

type ParentOrder = { actor: JobActor; request: JobRequest; quote: Quote; jobId: string; isSampleRun: boolean };

/** Row, hold of the quoted credits, event: together or not at all. */
async function insertParent(transaction: Transaction, registry: StudioRegistry, order: ParentOrder): Promise<void> {
  const { actor, request, quote, jobId: id } = order;
  const studio = registry.getStudio(request.studio);
  const title = studio.jobTitle(request.input);
  const credits = quote.totalCredits;
  const { organizationId, userId } = actor;
  const projectId = request.projectId ?? null;
  const steps = await assertBudgetsAllow(transaction, { organizationId, projectId, userId, asked: { credits } });
  await holdForParent(transaction, { jobId: id, run: 1, credits, note: title });
  const job = await insertJob(transaction, {
    id,
    organizationId,
    studio: studio.id,
    kind: studio.id,
    title,
    version: studio.version,
    slot: 'studio',
    input: request.input,
    expectedSeconds: quote.expectedSeconds,
    quotedCredits: credits,
    escrowCredits: credits,
    isFree: credits === 0,
    isSampleRun: order.isSampleRun,
    priority: 0,
    projectId,
    actorUserId: userId,
    quoteId: quote.id,
    requestKey: request.requestKey,
  });
  await announceJob(transaction, job);
  if (credits > 0) await announceCredits(transaction, organizationId);
  await tellBudgets(transaction, organizationId, steps);
}

/** What prices of the moment depend on, for the organization of the transaction. */
export async function readQuoteContext(
  transaction: Transaction,
  options: Pick<JobServiceOptions, 'preset' | 'medians' | 'findSample'>,
): Promise<QuoteContext> {
  const slots = await transaction.query<{ total: number }>(`select total from app.queue_slots() where slot = 'render'`);
  return {
    preset: options.preset,
    freeSample: (await isSampleRunUsed(transaction)) ? null : await options.findSample(transaction),
    medianSeconds: options.medians.get,
    renderSlots: slots.rows[0]?.total ?? 1,
  };
}

/** @throws `jobs.not_found` */
export async function assertJob(transaction: Transaction, jobId: string): Promise<JobRow> {
  const job = await findJob(transaction, jobId);
  if (!job || job.deleted_at) throw notFound(jobId);
  return job;
}

/** For what belongs to a job and is decided elsewhere. */
export async function assertMayControl(transaction: Transaction, actor: JobActor, jobId: string): Promise<void> {
  await assertControls(transaction, actor, await assertJob(transaction, jobId));
}

const ENDED: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled']);

/** The job, locked until the commit, for somebody who may change it. A deleted one is there only to be restored. */
async function lockControlled(
  transaction: Transaction,
  actor: JobActor,
  jobId: string,
  { withDeleted = false } = {},
): Promise<JobRow> {
  const job = (await lockJob(transaction, jobId))?.job;
  if (!job || (job.deleted_at && !withDeleted)) throw notFound(jobId);
  await assertControls(transaction, actor, job);
  return job;
}

/** Editors control their own jobs; the organization may let them control everybody's (on by default). */
async function assertControls(transaction: Transaction, actor: JobActor, job: JobRow): Promise<void> {
  if (actor.role === 'owner' || actor.role === 'admin' || job.actor_user_id === actor.userId) return;
  const { rows } = await transaction.query<{ all: boolean }>(
    'select editors_edit_all as all from organizations where id = app.org()',
  );
  if (!rows[0]?.all) throw new KinoraError('jobs.not_yours', `${actor.userId} did not start ${job.id}`);
}
