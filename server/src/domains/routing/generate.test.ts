import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { startGoogleEmulator, startOpenAiEmulator } from '@kinora/providers/emulators';
import type { GenerateOrder } from '@kinora/studios';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import { insertOrganization } from '../../testing/test-database.ts';
import { deleteTrashedAssets } from '../assets/index.ts';
import { listCosts } from '../credits/costs.ts';
import { MustWait } from '../jobs/index.ts';
import { until } from '../jobs/testing/harness.ts';
import { createIntentService } from './decide.ts';
import { keepOne, startIntentKeeper } from './keeper.ts';
import { createRoutingHarness, orderPicture, type RoutingHarness, SETTLE_MS } from './testing/harness.ts';

let harness: RoutingHarness;
beforeEach(async () => {
  harness = await createRoutingHarness();
});
afterEach(() => harness.close());

const marks = () => harness.emulator.submissions().map(({ mark }) => mark);
const owner = () => ({ organizationId: harness.organizationId, userId: null, role: 'owner' as const });

/** One submission and one charge for each picture, whatever went wrong on the way. */
function expectPaidOnce() {
  expect(marks().length).toBe(1);
  expect(new Set(marks()).size).toBe(1);
  expect(harness.emulator.charges().length).toBe(1);
}

describe('one answer wanted', () => {
  it('is paid once, stored with its recipe, and given again without a call', async () => {
    const job = await harness.addJob();
    const made = await harness.generate(job);
    expect(made).toMatchObject({ madeBy: 'Replicate · FLUX schnell', capability: 'image' });
    expect(made.files[0]).toMatchObject({ width: 64, height: 64 });
    const again = await harness.generate(job);
    expect(again.files).toEqual(made.files);
    expectPaidOnce();
    const { rows } = await harness.database.inOrganization(harness.organizationId, (transaction) =>
      transaction.query<{ made_by: string; recipe: Record<string, unknown> }>(
        'select made_by, recipe from assets where job_id = $1',
        [job],
      ),
    );
    expect(rows[0]).toMatchObject({
      made_by: 'Replicate · FLUX schnell',
      recipe: { provider: 'replicate', model: 'black-forest-labs/flux-schnell', seed: made.seed, costMicros: 3000 },
    });
  });

  it.each([
    ['its answer is lost', { kind: 'lose_answer' }],
    ['a gateway breaks after it was taken', { kind: 'break_after', answer: { status: 502 } }],
    ['the line breaks before it was taken', { kind: 'reset' }],
    ['a gateway breaks before it was taken', { kind: 'answer', answer: { status: 500 } }],
    ['it is limited', { kind: 'answer', answer: { status: 429, headers: { 'retry-after': '0.1' } } }],
  ] as const)('is paid once when %s', async (_what, fault) => {
    harness.emulator.failNext('submit', fault);
    const job = await harness.addJob();
    await harness.generate(job);
    expectPaidOnce();
    expect((await harness.intentsOf(job)).map(({ state }) => state)).toEqual(['finished']);
  });

  it('is paid once when its process dies during the call, and during the wait', async () => {
    harness.emulator.setWorkMs(60_000);
    const job = await harness.addJob();
    const dying = new AbortController();
    const first = harness.generate(job, { signal: dying.signal }).catch(() => 'died');
    await until(async () => (await harness.intentsOf(job))[0]?.state === 'accepted', 'accepted');
    dying.abort();
    expect(await first).toBe('died');
    harness.emulator.endNow(harness.emulator.submissions()[0]!.id);
    await harness.generate(job);
    // As a process that died between its commit and the answer left it.
    const other = await harness.addJob();
    harness.emulator.setWorkMs(0);
    harness.emulator.failNext('submit', { kind: 'lose_answer' });
    const order = { name: 'other' };
    await harness.generate(other, { order });
    await harness.database.inOrganization(harness.organizationId, (transaction) =>
      transaction.query(
        `update intents set state = 'sending', finished_at = null, remote_id = null, remote_urls = null where job_id = $1`,
        [other],
      ),
    );
    await harness.generate(other, { order });
    expect(marks().length).toBe(2);
    expect(harness.emulator.charges().length).toBe(2);
  });

  it('is paid once when its process stood still before the call and was taken for dead', async () => {
    const job = await harness.addJob();
    const order = orderPicture();
    // Stands still right after the commit that allows the call, for longer than absence takes to be believed.
    const stopped = harness.generate(job, {
      order,
      parts: {
        hesitationMs: 200,
        database: {
          async inOrganization(organizationId, run) {
            const result = await harness.database.inOrganization(organizationId, run);
            if ((result as { kind?: string } | undefined)?.kind === 'go') await sleep(4 * SETTLE_MS);
            return result;
          },
        },
      },
    });
    await until(async () => (await harness.intentsOf(job))[0]?.state === 'sending', 'sending');
    const made = await harness.generate(job, { order });
    expect((await stopped).files).toEqual(made.files);
    expectPaidOnce();
  });

  it('is paid once when two processes believe they own it', async () => {
    harness.emulator.failNext('submit', { kind: 'slow', ms: 300 });
    const job = await harness.addJob();
    const order = {
      request: {
        capability: 'image' as const,
        prompt: 'x',
        negativePrompt: '',
        ratio: '1:1' as const,
        seed: 5,
        pictures: [],
      },
    };
    const both = await Promise.all([harness.generate(job, { order }), harness.generate(job, { order })]);
    expect(both[0]!.files).toEqual(both[1]!.files);
    expectPaidOnce();
  });

  it('that safety rules refuse is asked for again only in a run that a person starts', async () => {
    harness.emulator.refuseNext('moderated');
    const job = await harness.addJob();
    await expect(harness.generate(job)).rejects.toMatchObject({ code: 'generation.moderated', isRetryable: false });
    await expect(harness.generate(job)).rejects.toMatchObject({ code: 'generation.moderated' });
    expect(marks().length).toBe(1);
    await harness.generate(job, { run: 2 });
    expect((await harness.intentsOf(job)).map(({ number, state }) => [number, state])).toEqual([
      [1, 'failed'],
      [2, 'finished'],
    ]);
  });

  it.each([
    ['an empty account', () => harness.emulator.setCredit(false), 'generation.no_credit'],
    ['a wrong key', () => harness.parts.operator.get('replicate')!, 'generation.auth'],
  ])('is refused for %s, and nothing was paid', async (what, set, code) => {
    if (what === 'a wrong key') Object.assign(set()!, { secret: 'wrong' });
    else set();
    const job = await harness.addJob();
    await expect(harness.generate(job)).rejects.toMatchObject({ code });
    expect(marks()).toEqual([]);
    expect((await harness.intentsOf(job))[0]).toMatchObject({ state: 'refused' });
  });

  it('is given up after some certain refusals, in words', async () => {
    for (let times = 0; times < 6; times += 1)
      harness.emulator.failNext('submit', {
        kind: 'answer',
        answer: { status: 429, headers: { 'retry-after': '0.05' } },
      });
    const job = await harness.addJob();
    await expect(harness.generate(job)).rejects.toMatchObject({ code: 'generation.rate_limited' });
    expect((await harness.intentsOf(job))[0]).toMatchObject({ state: 'refused', sends: 4 });
    expect(harness.emulator.countOf('submit')).toBe(4);
  });

  it('keeps the files that are there when one of them is gone', async () => {
    harness.emulator.setOutputs(3);
    harness.emulator.failNext('output', { kind: 'answer', answer: { status: 404 } });
    const job = await harness.addJob();
    expect((await harness.generate(job)).files.length).toBe(2);
    expectPaidOnce();
  });

  it('by a vendor without a queue is stored from its answer; an answer that is lost is a person’s to decide', async () => {
    const openAi = await startOpenAiEmulator();
    harness.addVendor('openai', openAi);
    const order = { ...orderPicture(), route: { connection: 'operator:openai', model: 'gpt-image-2' } };
    const job = await harness.addJob();
    expect(await harness.generate(job, { order })).toMatchObject({ madeBy: 'OpenAI · GPT Image 2', seed: null });
    openAi.failNext('submit', { kind: 'lose_answer' });
    const other = await harness.addJob();
    await expect(harness.generate(other, { order })).rejects.toBeInstanceOf(MustWait);
    await expect(harness.generate(other, { order })).rejects.toBeInstanceOf(MustWait);
    expect(openAi.countOf('submit')).toBe(2);
    expect((await harness.intentsOf(other))[0]).toMatchObject({ state: 'unknown', sends: 1 });
    await openAi.close();
  });

  it('whose files are gone has failed, paid and said so', async () => {
    harness.emulator.failNext('output', { kind: 'answer', answer: { status: 404 } });
    const job = await harness.addJob();
    await harness.generate(job);
    const other = await harness.addJob();
    for (let times = 0; times < 2; times += 1)
      harness.emulator.failNext('output', { kind: 'answer', answer: { status: 404 } });
    await expect(harness.generate(other)).rejects.toMatchObject({ code: 'generation.expired' });
  });

  it('is no picture: it has failed, and Retry asks anew', async () => {
    harness.emulator.failNext('output', { kind: 'break_after', answer: { status: 200, body: '<html>' } });
    const job = await harness.addJob();
    await expect(harness.generate(job)).rejects.toMatchObject({ code: 'generation.bad_file' });
    expect((await harness.intentsOf(job))[0]).toMatchObject({ state: 'failed' });
    await harness.generate(job, { run: 2 });
    expect(marks().length).toBe(2);
  });

  it('is refused before it costs anything where the model cannot make it', async () => {
    const job = await harness.addJob();
    const route = { connection: 'operator:replicate', model: 'google/nano-banana' };
    await expect(harness.generate(job, { order: { route } })).rejects.toMatchObject({
      code: 'generation.invalid_input',
    });
    await expect(harness.generate(job, { order: { route: { ...route, model: 'none' } } })).rejects.toMatchObject({
      code: 'generation.unknown_model',
    });
    expect(await harness.intentsOf(job)).toEqual([]);
  });

  it('takes its pictures inside the paid call where a vendor has no place for them, and stores none of their bytes', async () => {
    const google = await startGoogleEmulator();
    const operator = new Map(harness.parts.operator).set('google', { secret: google.key, baseUrl: google.baseUrl });
    Object.assign(harness.parts, { operator });
    const bytes = Buffer.from('the bytes of a picture, longer than what would pass for chance');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const picture = { name: 'a.png', mediaType: 'image/png', bytes, sha256 };
    const request: GenerateOrder['request'] = {
      capability: 'image-edit',
      prompt: 'The same chair on a lit stage',
      negativePrompt: '',
      ratio: '16:9',
      seed: 1,
      pictures: [picture],
    };
    const route = { connection: 'operator:google', model: 'gemini-3.1-flash-image' };
    const job = await harness.addJob();
    const { files } = await harness.generate(job, { order: { route, request } });
    expect(files.length).toBe(1);
    expect(google.submissions()[0]!.mark).toContain(bytes.toString('base64'));
    const [stored] = await harness.database.inOrganization(harness.organizationId, async (transaction) => {
      const { rows } = await transaction.query<{ text: string }>(
        'select i::text as text from intents i where job_id = $1',
        [job],
      );
      return rows;
    });
    expect(stored!.text).toContain(picture.sha256);
    expect(stored!.text).not.toContain(bytes.toString('base64').slice(0, 40));
    await google.close();
  });

  it('waits for its turn at the connection', async () => {
    harness.emulator.setWorkMs(700);
    const jobs = await Promise.all(Array.from({ length: 6 }, () => harness.addJob()));
    let most = 0;
    const counting = setInterval(() => {
      const open = harness.emulator.submissions().length - harness.emulator.charges().length;
      most = Math.max(most, open);
    }, 20);
    await Promise.all(jobs.map((job) => harness.generate(job)));
    clearInterval(counting);
    expect(most).toBeLessThanOrEqual(4);
    expect(marks().length).toBe(6);
  });
});

describe('a vendor that cannot be asked', () => {
  beforeEach(async () => {
    await harness.close();
    const cannotTell = async () => ({ kind: 'cannot_tell' as const });
    harness = await createRoutingHarness({ wrap: (provider) => ({ ...provider, reconcile: cannotTell }) });
  });

  async function loseOne() {
    harness.emulator.failNext('submit', { kind: 'lose_answer' });
    const job = await harness.addJob();
    await expect(harness.generate(job)).rejects.toBeInstanceOf(MustWait);
    await harness.setJob(job, 'waiting', 'unknown_outcome');
    const intent = (await harness.intentsOf(job))[0]!;
    expect(intent.state).toBe('unknown');
    return { job, intent };
  }
  const intents = () => createIntentService(harness.parts);

  it('leaves it to a person, who may pay again', async () => {
    const { job, intent } = await loseOne();
    expect(await intents().decide(owner(), intent.id, 'check_again')).toMatchObject({ state: 'unknown' });
    expect(await harness.statusOf(job)).toBe('waiting');
    expect(await intents().decide(owner(), intent.id, 'send_again')).toMatchObject({ state: 'given_up' });
    expect(await harness.statusOf(job)).toBe('pending');
    await harness.generate(job);
    expect((await harness.intentsOf(job)).map(({ state }) => state)).toEqual(['given_up', 'finished']);
    await expect(intents().decide(owner(), intent.id, 'send_again')).rejects.toMatchObject({ code: 'intent.decided' });
  });

  it('or may close it', async () => {
    const { job, intent } = await loseOne();
    await intents().decide(owner(), intent.id, 'close');
    await expect(harness.generate(job)).rejects.toMatchObject({ code: 'generation.closed' });
    expect(marks().length).toBe(1);
  });
});

describe('a file that was made', () => {
  it('leaves no copy of the pictures it was made from in its intent', async () => {
    const job = await harness.addJob();
    await harness.generate(job);
    const { rows } = await harness.database.inOrganization(harness.organizationId, (tx) =>
      tx.query<{ state: string; inputs: unknown }>('select state, inputs from intents where job_id = $1', [job]),
    );
    expect(rows).toEqual([{ state: 'finished', inputs: null }]);
  });

  it('is kept while its job may open it again, and goes with the trash after that', async () => {
    const job = await harness.addJob();
    await harness.generate(job);
    const inOrganization = <Result>(run: (tx: Transaction) => Promise<Result>) =>
      harness.database.inOrganization(harness.organizationId, run);
    await inOrganization((tx) => tx.query(`update assets set deleted_at = now() - interval '40 days'`));
    const purge = () => inOrganization((tx) => deleteTrashedAssets(tx, 30));
    expect(await purge()).toEqual([]);
    await inOrganization((tx) => tx.query(`update jobs set status = 'completed', finished_at = now()`));
    expect(await purge()).toHaveLength(1);
  });
});

describe('the operator’s account', () => {
  it('never gives an organization what another one’s submission with the same words made', async () => {
    harness.parts.webhookUrlOf = () => null;
    const order = orderPicture();
    await harness.generate(await harness.addJob(), { order });
    const tenant = await insertOrganization(harness.database);
    harness.emulator.failNext('submit', { kind: 'reset' });
    await harness.generate(await harness.addJob(tenant), { order, tenant });
    expect(harness.emulator.submissions()).toHaveLength(2);
  });
});

describe('a lost submission that waits for a person', () => {
  beforeEach(async () => {
    await harness.close();
    const notYet = async () => ({ kind: 'not_yet' as const, askAfterMs: 60_000 });
    harness = await createRoutingHarness({ wrap: (provider) => ({ ...provider, reconcile: notYet }) });
  });

  it('is sent again in the same run when they say so while it is still looked for', async () => {
    harness.emulator.failNext('submit', { kind: 'reset' });
    const job = await harness.addJob();
    const running = harness.generate(job);
    await until(async () => (await harness.intentsOf(job))[0]?.state === 'unknown', 'unknown');
    await createIntentService(harness.parts).decide(owner(), (await harness.intentsOf(job))[0]!.id, 'send_again');
    expect((await running).files).toHaveLength(1);
    expect((await harness.intentsOf(job)).map(({ state }) => state)).toEqual(['given_up', 'finished']);
  });

  it('does not keep everybody from the operator’s connection', async () => {
    for (let lost = 0; lost < 4; lost += 1) {
      const job = await harness.addJob();
      await harness.leaveUnknown(job, { minutesAgo: 60 });
    }
    const made = harness.generate(await harness.addJob(), { signal: AbortSignal.timeout(8000) });
    expect((await made).files).toHaveLength(1);
  });
});

describe('money at a vendor', () => {
  const PRICE = { currency: 'USD', per: 'picture', micros: 300_000, isVerified: true } as const;
  beforeEach(async () => {
    await harness.close();
    harness = await createRoutingHarness({
      wrap: (provider) => ({ ...provider, models: provider.models.map((model) => ({ ...model, price: PRICE })) }),
    });
  });
  const orderOn = (connection: string) => ({ route: { ...orderPicture().route, connection } });
  const costs = async () => {
    const rows = await harness.database.inOrganization(harness.organizationId, (tx) => listCosts(tx, { limit: 10 }));
    return rows.map(({ micros, isFinal }) => [micros, isFinal]);
  };
  const capAt = (limit: number) =>
    harness.database.inOrganization(harness.organizationId, (tx) =>
      tx.query(
        `insert into budgets (id, organization_id, scope, period, unit, limit_amount, mode)
         values ($1, app.org(), 'organization', 'month', 'USD', $2, 'stop')`,
        [newId(), limit],
      ),
    );

  it('of the organization’s own account is counted, and stopped by its budget before anything is sent', async () => {
    const order = orderOn(await harness.addConnection());
    await capAt(700_000);
    const [first, second, third] = [await harness.addJob(), await harness.addJob(), await harness.addJob()];
    await harness.generate(first, { order });
    await harness.generate(second, { order });
    expect(await costs()).toEqual([
      [300_000, true],
      [300_000, true],
    ]);
    await expect(harness.generate(third, { order })).rejects.toMatchObject({ code: 'budget.reached' });
    expect(marks().length).toBe(2);
    expect((await harness.intentsOf(third))[0]).toMatchObject({ state: 'intent', sends: 0 });
  });

  it('is not counted twice when a limited vendor takes it at the second call, nor at all when it never does', async () => {
    const order = orderOn(await harness.addConnection());
    await capAt(300_000);
    harness.emulator.failNext('submit', { kind: 'answer', answer: { status: 429, headers: { 'retry-after': '0.1' } } });
    await harness.generate(await harness.addJob(), { order });
    expect(await costs()).toEqual([[300_000, true]]);
    harness.emulator.setCredit(false);
    await harness.database.inOrganization(harness.organizationId, (tx) => tx.query('delete from budgets'));
    await expect(harness.generate(await harness.addJob(), { order })).rejects.toMatchObject({
      code: 'generation.no_credit',
    });
    expect(await costs()).toEqual([[300_000, true]]);
  });

  it('of a job that was cancelled after the vendor had finished is counted all the same', async () => {
    harness.emulator.setWorkMs(60_000);
    const order = orderOn(await harness.addConnection());
    const job = await harness.addJob();
    const controller = new AbortController();
    const running = harness.generate(job, { order, signal: controller.signal }).catch(() => 'stopped');
    await until(async () => (await harness.intentsOf(job))[0]?.state === 'accepted', 'accepted');
    await harness.setJob(job, 'cancelled');
    controller.abort();
    await running;
    harness.emulator.endNow(harness.emulator.submissions()[0]!.id);
    const [intent] = await harness.intentsOf(job);
    await keepOne(harness.parts, { id: intent!.id, organization_id: harness.organizationId, job_id: job });
    expect(await harness.intentsOf(job)).toMatchObject([{ state: 'cancelled', cost_micros: 300_000 }]);
    expect(await costs()).toEqual([[300_000, true]]);
  });
});

describe('a job that is cancelled', () => {
  it('is cancelled at the vendor too, which then charges nothing', async () => {
    harness.emulator.setWorkMs(60_000);
    const job = await harness.addJob();
    const controller = new AbortController();
    const running = harness.generate(job, { signal: controller.signal }).catch(() => 'stopped');
    await until(async () => (await harness.intentsOf(job))[0]?.state === 'accepted', 'accepted');
    const keeper = startIntentKeeper({ ...harness.parts, onError: console.error, pollMs: 50 });
    await harness.setJob(job, 'cancelled');
    controller.abort();
    expect(await running).toBe('stopped');
    await until(async () => (await harness.intentsOf(job))[0]?.state === 'cancelled', 'cancelled');
    await keeper.stop();
    expect(harness.emulator.charges()).toEqual([]);
    expect(harness.emulator.countOf('cancel')).toBe(1);
  });

  it('before it was sent never is', async () => {
    const job = await harness.addJob();
    harness.emulator.failNext('submit', { kind: 'answer', answer: { status: 429, headers: { 'retry-after': '60' } } });
    const controller = new AbortController();
    const running = harness.generate(job, { signal: controller.signal }).catch(() => 'stopped');
    await until(async () => harness.emulator.countOf('submit') === 1, 'the first call');
    await until(async () => (await harness.intentsOf(job))[0]?.state === 'intent', 'back to intent');
    await harness.setJob(job, 'cancelled');
    controller.abort();
    await running;
    const [intent] = await harness.intentsOf(job);
    await keepOne(harness.parts, { id: intent!.id, organization_id: harness.organizationId, job_id: job });
    expect((await harness.intentsOf(job))[0]!.state).toBe('cancelled');
    expect(marks()).toEqual([]);
  });
});

describe('a job that waits', () => {
  it('for room gives its slot back, and comes back when there is some', async () => {
    harness.emulator.setWorkMs(60_000);
    harness.parts.patienceMs = 100;
    const filling = new AbortController();
    const runs: Promise<unknown>[] = [];
    const isFull = async () => {
      const job = await harness.addJob();
      const run = harness.generate(job, { signal: filling.signal });
      runs.push(run.catch(() => 'stopped'));
      const ended = run.then(
        () => 'made',
        (error: unknown) => error,
      );
      const accepted = until(async () => (await harness.intentsOf(job))[0]?.state === 'accepted', 'accepted');
      const outcome = await Promise.race([accepted, ended]);
      return outcome instanceof MustWait ? { job, reason: outcome.reason } : undefined;
    };
    let late: Awaited<ReturnType<typeof isFull>>;
    while (!late && runs.length < 20) late = await isFull();
    expect(late?.reason).toBe('capacity');
    const { job } = late!;
    await harness.setJob(job, 'waiting', 'capacity');
    const look = async () => {
      const [intent] = await harness.intentsOf(job);
      await keepOne(harness.parts, { id: intent!.id, organization_id: harness.organizationId, job_id: job });
      return harness.statusOf(job);
    };
    expect(await look()).toBe('waiting');
    harness.emulator.endNow(harness.emulator.submissions()[0]!.id);
    await until(async () => (await look()) === 'pending', 'room again');
    expect((await harness.intentsOf(job))[0]).toMatchObject({ state: 'intent', sends: 0 });
    filling.abort();
    await Promise.all(runs);
  });

  it('goes on by itself once the vendor tells', async () => {
    const job = await harness.addJob();
    harness.emulator.failNext('submit', { kind: 'lose_answer' });
    for (let times = 0; times < 2; times += 1)
      harness.emulator.failNext('list', { kind: 'answer', answer: { status: 500 } });
    const controller = new AbortController();
    const running = harness.generate(job, { signal: controller.signal }).catch(() => 'stopped');
    await until(async () => (await harness.intentsOf(job))[0]?.state === 'unknown', 'unknown');
    controller.abort();
    await running;
    await harness.setJob(job, 'waiting', 'unknown_outcome');
    const keeper = startIntentKeeper({ ...harness.parts, onError: console.error, pollMs: 100 });
    await until(async () => (await harness.statusOf(job)) === 'pending', 'back in the queue');
    await keeper.stop();
    await sleep(10);
    await harness.generate(job);
    expectPaidOnce();
  });
});
