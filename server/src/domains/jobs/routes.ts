import { jobRoutes, KinoraError, say } from '@kinora/contract';
import {
  type Actor,
  actorKey,
  bindRoutes,
  decodeCursor,
  encodeCursor,
  type Member,
  type RegisteredRoute,
  toPage,
  toRateHeaders,
  userIdOf,
} from '../../platform/http/index.ts';
import type { JobAllowance } from './hourly-limit.ts';
import type { JobActor, JobRequest, JobService } from './service.ts';

const FILM = 'film';
const PRODUCT_FILM = 'product-film';
const REFRESH = 'film-refresh';
const SHOT_PICTURE = 'shot-picture';
const SHOT_MOTION = 'shot-motion';
const FINISH = 'shots-finish';
const WRITE_PLAN = 'film-plan';
const WRITE_PROMPT = 'shot-prompt';
const WRITE_SCRIPT = 'film-script';
const LOGO_IDEAS = 'logo-prompts';
const PICTURE_ACT = 'picture-act';

function toActor(member: Member): JobActor {
  return { organizationId: member.organizationId, userId: userIdOf(member), role: member.role };
}

/** The operator of the studio, whose routes look over the walls between organizations: at figures, never at content. */
function operatorIdOf(actor: Actor): string {
  if (actor.kind === 'user' && actor.isOperator) return actor.userId;
  throw new KinoraError('access.forbidden', 'only an operator looks over all organizations');
}

/** The key is required by the route's definition, so the edge has refused a request without one. */
function toRequestKey(call: { actor: Member; idempotencyKey: string | undefined }, route: string): string {
  return `${route} ${actorKey(call.actor)} ${call.idempotencyKey}`;
}

const CONSENT_SENTENCE = say('field.consent');

/** Nothing is started that nobody agreed to pay for (rulings §2.4), free work included: it may have a price by now. */
function toConsent(body: { quoteId?: string | undefined; maxCredits?: number | undefined }): JobRequest['consent'] {
  if (body.quoteId === undefined && body.maxCredits === undefined)
    throw new KinoraError('request.invalid', 'neither quoteId nor maxCredits', {
      sentence: CONSENT_SENTENCE,
      details: { fields: { maxCredits: CONSENT_SENTENCE } },
    });
  return {
    ...(body.quoteId === undefined ? {} : { quoteId: body.quoteId }),
    ...(body.maxCredits === undefined ? {} : { maxCredits: body.maxCredits }),
  };
}

/** The hour's allowance as headers; empty where nothing is limited. */
function collectAllowance() {
  const headers: Record<string, string> = {};
  const onAllowance = (allowance: JobAllowance) => Object.assign(headers, toRateHeaders(allowance));
  return { headers, onAllowance };
}

/** No person has it: what a key counts as its own is nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

const toBeforeId = (cursor: string | undefined) => decodeCursor(cursor, ['id'])?.[0] as string | undefined;
const toPlace = (cursor: string | undefined) =>
  (decodeCursor(cursor, ['number', 'number', 'id']) ?? undefined) as [number, number, string] | undefined;

const isDryRun = (call: { query: { dryRun?: boolean | undefined }; body: { dryRun?: boolean | undefined } }) =>
  call.query.dryRun === true || call.body.dryRun === true;

const accepted = (job: Awaited<ReturnType<JobService['create']>>, headers: Record<string, string> = {}) => ({
  status: 202 as const,
  body: { job },
  headers: { ...headers, location: `/api/v1/jobs/${job.id}` },
});

type StudioCall = {
  actor: Member;
  idempotencyKey: string | undefined;
  query: { dryRun?: boolean | undefined };
  body: {
    input: { projectId?: string | undefined; [field: string]: unknown };
    quoteId?: string | undefined;
    maxCredits?: number | undefined;
    dryRun?: boolean | undefined;
  };
};

type RouteName = { connection: string; model: string };
type PricedBody = { body: Omit<StudioCall['body'], 'input'> };
type ShotCall = Omit<StudioCall, 'body'> &
  PricedBody & { params: { id: string }; body: RouteName & { projectId: string; fallbacks?: RouteName[] | undefined } };

export function createJobRoutes(jobs: JobService): RegisteredRoute[] {
  /** A job of a studio whose input is a form; the idempotency key counts for that studio's route. */
  async function start(studio: string, call: StudioCall) {
    const { input } = call.body;
    if (isDryRun(call)) return { status: 200 as const, body: await jobs.quote(toActor(call.actor), studio, input) };
    const { headers, onAllowance } = collectAllowance();
    const job = await jobs.create(toActor(call.actor), {
      studio,
      input,
      consent: toConsent(call.body),
      requestKey: toRequestKey(call, studio),
      onAllowance,
      ...(input.projectId === undefined ? {} : { projectId: input.projectId }),
    });
    return accepted(job, headers);
  }

  /** What a vendor is asked for about one shot. */
  function orderShot(studio: string, call: ShotCall) {
    const { projectId, connection, model, fallbacks = [] } = call.body;
    return startIn(studio, projectId, call, { projectId, shotId: call.params.id, connection, model, fallbacks });
  }

  /** A job inside a film: its input is made of the address and the body. */
  async function startIn(
    studio: string,
    projectId: string,
    call: Omit<StudioCall, 'body'> & PricedBody,
    input: object,
  ) {
    if (isDryRun(call)) return { status: 200 as const, body: await jobs.quote(toActor(call.actor), studio, input) };
    const { headers, onAllowance } = collectAllowance();
    const job = await jobs.create(toActor(call.actor), {
      studio,
      input,
      consent: toConsent(call.body),
      requestKey: toRequestKey(call, studio),
      onAllowance,
      projectId,
    });
    return accepted(job, headers);
  }

  return bindRoutes(jobRoutes, {
    quoteFilm: async ({ actor, body }) => ({
      status: 200 as const,
      body: await jobs.quote(toActor(actor), FILM, body),
    }),

    createFilm: (call) => start(FILM, call),

    quoteProductFilm: async ({ actor, body }) => ({
      status: 200 as const,
      body: await jobs.quote(toActor(actor), PRODUCT_FILM, body),
    }),

    createProductFilm: (call) => start(PRODUCT_FILM, call),

    writeLogoIdeas: (call) => {
      const { about, count, language, connection, model, ...body } = call.body;
      const input = { brandId: call.params.id, about, count, language, connection, model };
      return start(LOGO_IDEAS, { ...call, body: { ...body, input } });
    },

    quotePictureAct: async ({ actor, body }) => ({
      status: 200 as const,
      body: await jobs.quote(toActor(actor), PICTURE_ACT, body),
    }),

    createPictureAct: (call) => start(PICTURE_ACT, call),

    refreshFilm: async (call) => {
      const { shotIds, renderAfter } = call.body;
      const projectId = call.params.id;
      const input = { projectId, renderAfter, ...(shotIds === undefined ? {} : { shotIds }) };
      if (isDryRun(call)) return { status: 200 as const, body: await jobs.quote(toActor(call.actor), REFRESH, input) };
      const { headers, onAllowance } = collectAllowance();
      const job = await jobs.create(toActor(call.actor), {
        studio: REFRESH,
        input,
        consent: toConsent(call.body),
        requestKey: toRequestKey(call, 'refresh'),
        onAllowance,
        projectId,
      });
      return accepted(job, headers);
    },

    makeShotPicture: (call) => orderShot(SHOT_PICTURE, call),
    makeShotMotion: (call) => orderShot(SHOT_MOTION, call),
    finishShots: (call) => {
      const { shotIds, what, connection, model } = call.body;
      const projectId = call.params.id;
      return startIn(FINISH, projectId, call, { projectId, shotIds, what, connection, model });
    },

    writePlan: (call) => {
      const { connection, model } = call.body;
      return startIn(WRITE_PLAN, call.params.id, call, { projectId: call.params.id, connection, model });
    },

    writeScript: (call) => {
      const { shotIds = [], connection, model } = call.body;
      return startIn(WRITE_SCRIPT, call.params.id, call, { projectId: call.params.id, shotIds, connection, model });
    },

    createFilmPlan: (call) => {
      const { input, ...body } = call.body;
      const { projectId } = input.film;
      return start(WRITE_PLAN, { ...call, body: { ...body, input: { ...input, projectId } } });
    },

    writeShotPrompt: (call) => {
      const { projectId, kind, connection, model } = call.body;
      return startIn(WRITE_PROMPT, projectId, call, { projectId, shotId: call.params.id, kind, connection, model });
    },

    listJobs: async ({ actor, query }) => {
      const {
        status,
        group,
        projectId,
        kind: studio,
        active: isActive,
        unanswered: isUnanswered,
        order,
        limit,
      } = query;
      const actorUserId = query.scope === 'mine' ? userIdOf(actor) : undefined;
      // A key's own work is nobody's.
      if (actorUserId === null) return { status: 200 as const, body: { items: [], nextCursor: null } };
      const from = order === 'queue' ? { after: toPlace(query.cursor) } : { beforeId: toBeforeId(query.cursor) };
      const wanted = {
        ...from,
        status,
        group,
        projectId,
        studio,
        isActive,
        isUnanswered,
        actorUserId,
        order,
        limit: limit + 1,
      };
      const { items, cursors } = await jobs.listPage(actor.organizationId, wanted);
      const nextCursor = items.length > limit ? encodeCursor(cursors[limit - 1]!) : null;
      return { status: 200 as const, body: { items: items.slice(0, limit), nextCursor } };
    },

    bulkJobs: async ({ actor, body }) => ({
      status: 200 as const,
      body: await jobs.bulk(toActor(actor), body.action, body.ids),
    }),

    getJobLog: async ({ actor, params, query: { cursor, limit, since, until } }) => {
      const beforeId = decodeCursor(cursor, ['number'])?.[0] as number | undefined;
      const found = await jobs.readLog(actor.organizationId, {
        jobId: params.id,
        limit: limit + 1,
        beforeId,
        since,
        until,
      });
      return { status: 200 as const, body: toPage(found, limit, (line) => [Number(line.id)]) };
    },

    getJob: async ({ actor, params }) => ({
      status: 200 as const,
      body: await jobs.get(actor.organizationId, params.id),
    }),
    updateJob: async ({ actor, params, body }) => ({
      status: 200 as const,
      body: { job: await jobs.setPriority(toActor(actor), params.id, body.priority) },
    }),
    deleteJob: async ({ actor, params }) => {
      await jobs.delete(toActor(actor), params.id);
      return { status: 204 as const };
    },
    restoreJob: async ({ actor, params }) => ({
      status: 200 as const,
      body: { job: await jobs.restore(toActor(actor), params.id) },
    }),
    cancelJob: async ({ actor, params }) => accepted(await jobs.cancel(toActor(actor), params.id)),
    retryJob: async ({ actor, params }) => accepted(await jobs.retry(toActor(actor), params.id)),
    getQueueStatus: async ({ actor, query }) => ({
      status: 200 as const,
      body: await jobs.getQueueStatus(
        actor.organizationId,
        query.scope === 'mine' ? (userIdOf(actor) ?? NOBODY) : undefined,
      ),
    }),
    getOperatorQueues: async ({ actor }) => ({
      status: 200 as const,
      body: await jobs.getOperatorQueues(operatorIdOf(actor)),
    }),
    setRunningLimit: async ({ actor, body }) => {
      if (!(await jobs.setRunningLimit(operatorIdOf(actor), body)))
        throw new KinoraError('jobs.unknown_organization', `no organization ${body.organizationId}`);
      return { status: 204 as const };
    },
    setQueuePaused: async ({ actor, body }) => {
      await jobs.setPaused(actor.organizationId, body.isPaused);
      return { status: 204 as const };
    },
    clearQueue: async ({ actor, body }) => ({
      status: 200 as const,
      body: await jobs.clearQueue(actor.organizationId, body.dryRun === true),
    }),
  });
}
