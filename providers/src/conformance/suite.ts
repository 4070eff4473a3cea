import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkRequest } from '../contract/check-request.ts';
import { mayBeTakenLater } from '../contract/fault.ts';
import type { Made, PollOutcome, Provider, ProviderCall, Remote, Submission } from '../contract/provider.ts';
import { type GenerateRequest, toStoredRequest } from '../contract/request.ts';
import { startEmulatorServer } from '../emulators/server.ts';
import type { VendorEmulator } from '../emulators/vendor.ts';
import { plainHttp } from '../testing/plain-http.ts';

/** What a vendor's folder tells the suite about itself; everything else the suite finds out. */
export type ConformanceSubject = {
  createProvider(): Provider;
  startEmulator(): Promise<VendorEmulator>;
  /** A request of the vendor's most common kind, and the model for it. */
  model: string;
  request(seed: number): GenerateRequest;
  /** A vendor without a queue gives the answer with the paid call. */
  isSynchronous: boolean;
  /** Whether a lost submission can be looked for. */
  canReconcile: boolean;
  /** How a cancelled job ends, where the vendor has no state of its own for it. */
  cancelledAs?: 'cancelled' | 'failed';
  /** The vendor has no call that stops a job. */
  cannotCancel?: true;
  /**
   * The call that stops a job also deletes one that has ended, files and all: where it ends in the moment between the look and
   * that call, its files are lost, and it says so.
   */
  cancelMayForget?: true;
  /** What a refusal by rule is called, where the vendor documents none for safety. */
  moderatedAs?: 'moderated' | 'invalid_input';
  /** What an answer says when it is limited, in the vendor's own shape. */
  rateLimited: unknown;
  /** A vendor whose answer has room for one file only. */
  makesOneFile?: true;
  /** A language model: its answer is words and no file. */
  writes?: true;
  /** What its answers leave out when a file of several is none: a refusal by rule, a failure, or nothing that can be told. */
  spoiltAs?: 'moderated' | 'failed' | 'unknown';
  /** Links expire; bytes in the answer cannot. */
  deliversLinks: boolean;
};

const SETTLED_MS = 600_000;

/** An address where somebody listened a moment ago and nobody does now. */
async function findClosedAddress(): Promise<string> {
  const server = await startEmulatorServer([]);
  await server.close();
  return server.url;
}

/**
 * What every vendor must do, whatever its protocol. The central claim in all of it: one call of `submit` is at most one
 * paid submission, and its outcome is never called a refusal when the vendor may have taken it.
 *
 * Long because it is one list of promises about one subject.
 */
export function describeConformance(subject: ConformanceSubject): void {
  let emulator: VendorEmulator;
  let provider: Provider;
  let nowMs: number;
  let seed = 1;
  beforeEach(async () => {
    emulator = await subject.startEmulator();
    provider = subject.createProvider();
    nowMs = Date.now();
    seed += 1;
  });
  afterEach(() => emulator.close());

  const callWith = (change: Partial<ProviderCall> = {}): ProviderCall => ({
    http: plainHttp,
    baseUrl: emulator.baseUrl,
    secret: emulator.key,
    now: () => nowMs,
    ...change,
  });
  async function prepare(): Promise<Submission> {
    const request = subject.request(seed);
    const inputs = await provider.prepareInputs(callWith(), subject.model, request);
    return {
      intentId: `intent-${seed}`,
      model: subject.model,
      request: toStoredRequest(request),
      inputs,
      pictures: request.pictures,
      webhookUrl: null,
    };
  }
  const submitOnce = async (call = callWith()) => provider.submit(call, await prepare());
  async function accept(): Promise<Remote> {
    const outcome = await submitOnce();
    if (outcome.kind !== 'accepted') throw new Error(`submit: ${JSON.stringify(outcome)}`);
    return outcome.remote;
  }
  async function pollToEnd(remote: Remote): Promise<Exclude<PollOutcome, { kind: 'working' | 'unreachable' }>> {
    for (let tries = 0; tries < 100; tries += 1) {
      const outcome = await provider.poll(callWith(), remote);
      if (outcome.kind !== 'working' && outcome.kind !== 'unreachable') return outcome;
      await sleep(10);
    }
    throw new Error('it never ended');
  }
  async function make(): Promise<Made> {
    const outcome = await submitOnce();
    if (outcome.kind === 'finished') return outcome.made;
    if (outcome.kind !== 'accepted') throw new Error(`submit: ${JSON.stringify(outcome)}`);
    const ended = await pollToEnd(outcome.remote);
    if (ended.kind !== 'finished') throw new Error(`poll: ${JSON.stringify(ended)}`);
    return ended.made;
  }

  describe('as data', () => {
    it('names models with limits, a checked day and a licence', () => {
      if (!provider.describeModel) expect(provider.models.length).toBeGreaterThan(0);
      for (const model of provider.models) {
        expect(model.provider).toBe(provider.id);
        expect(model.checkedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(model.limits.pictures.least).toBeLessThanOrEqual(model.limits.pictures.most);
      }
      expect(new Set(provider.models.map(({ id }) => id)).size).toBe(provider.models.length);
    });
    it('takes the sample request, and no longer prompt, other capability or dead model', () => {
      const model = provider.models.find(({ id }) => id === subject.model) ?? provider.describeModel!(subject.model);
      const request = subject.request(1);
      expect(checkRequest(model, request, '2026-11-26')).toBe(null);
      const long = { ...request, prompt: 'x'.repeat(model.limits.promptCharacters + 1) };
      expect(checkRequest(model, long, '2026-11-26')).toMatchObject({ kind: 'invalid_input' });
      expect(checkRequest({ ...model, capability: 'music' }, request, '2026-11-26')).toMatchObject({
        kind: 'invalid_input',
      });
      expect(checkRequest({ ...model, shutsDownOn: '2026-11-26' }, request, '2026-11-26')).toMatchObject({
        kind: 'not_found',
      });
    });
  });

  describe('a connection', () => {
    it('works with the right key and is refused with a wrong one, free of charge', async () => {
      expect((await provider.testConnection(callWith())).kind).toBe('works');
      expect(await provider.testConnection(callWith({ secret: 'wrong' }))).toMatchObject({
        kind: 'refused',
        fault: { kind: 'auth' },
      });
      expect(emulator.submissions()).toEqual([]);
      expect(emulator.charges()).toEqual([]);
    });
    it('is unreachable where nobody answers', async () => {
      expect((await provider.testConnection(callWith({ baseUrl: await findClosedAddress() }))).kind).toBe(
        'unreachable',
      );
    });
  });

  describe('a paid call', () => {
    it('is one submission and one charge, and gives the files', async () => {
      const { outputs, written } = await make();
      if (subject.writes) expect(written?.text).toMatch(/chair/);
      else {
        expect(outputs.length).toBe(1);
        const [output] = outputs;
        const bytes =
          output!.kind === 'bytes' ? output!.bytes : new Uint8Array(await (await fetch(output!.url)).arrayBuffer());
        expect(bytes.length).toBeGreaterThan(20);
      }
      expect(emulator.countOf('submit')).toBe(1);
      expect(emulator.submissions().length).toBe(1);
      expect(emulator.charges().length).toBe(1);
    });
    it('that nobody could be asked is certainly not taken', async () => {
      const outcome = await provider.submit(callWith({ baseUrl: await findClosedAddress() }), await prepare());
      expect(outcome).toMatchObject({ kind: 'refused', fault: { kind: 'provider_down' } });
    });
    it.each([
      ['its answer is lost after it was taken', { kind: 'lose_answer' }, 1],
      ['the line breaks before', { kind: 'reset' }, 0],
      ['a gateway answers 500 before', { kind: 'answer', answer: { status: 500, body: { detail: 'oops' } } }, 0],
      ['a gateway answers 502 after it was taken', { kind: 'break_after', answer: { status: 502 } }, 1],
      ['a gateway answers 504', { kind: 'break_after', answer: { status: 504, body: '<html>' } }, 1],
      ['a proxy answers 408', { kind: 'answer', answer: { status: 408, body: { detail: 'timeout' } } }, 0],
      ['a bare 429 comes from nowhere', { kind: 'answer', answer: { status: 429 } }, 0],
      ['the answer is no answer', { kind: 'break_after', answer: { status: 200, body: '<html>hello</html>' } }, 1],
    ] as const)('is of unknown outcome when %s, and is not sent again', async (_when, fault, taken) => {
      const submission = await prepare();
      emulator.failNext('submit', fault);
      expect((await provider.submit(callWith(), submission)).kind).toBe('unknown');
      expect(emulator.countOf('submit')).toBe(1);
      expect(emulator.submissions().length).toBe(taken);
    });
    it('is of unknown outcome when it takes too long', async () => {
      const submission = await prepare();
      emulator.failNext('submit', { kind: 'slow', ms: 1200 });
      // On a busy machine a short wait may end before the call has left; then it is made again with a longer one.
      for (let waitMs = 100; emulator.countOf('submit') === 0 && waitMs < 1000; waitMs *= 3) {
        const http: ProviderCall['http'] = (request) =>
          plainHttp({ ...request, timeoutMs: Math.min(request.timeoutMs, waitMs) });
        expect((await provider.submit(callWith({ http }), submission)).kind).toBe('unknown');
      }
      expect(emulator.countOf('submit')).toBe(1);
      for (let tries = 0; tries < 100 && emulator.submissions().length === 0; tries += 1) await sleep(30);
      expect(emulator.submissions().length).toBe(1);
    });
    it.each([
      ['in words', { body: true, header: null, waits: null }],
      ['in words and as seconds', { body: true, header: '7', waits: 7000 }],
      ['as seconds alone', { body: false, header: '3', waits: 3000 }],
      ['as a date alone', { body: false, header: 'date', waits: 9000 }],
    ])('is certainly not taken when it is limited %s', async (_how, { body, header, waits }) => {
      nowMs = Date.parse('2026-11-26T10:00:00Z');
      const retryAfter = header === 'date' ? new Date(nowMs + 9000).toUTCString() : header;
      const headers: Record<string, string> = retryAfter === null ? {} : { 'retry-after': retryAfter };
      const submission = await prepare();
      emulator.failNext('submit', {
        kind: 'answer',
        answer: { status: 429, headers, ...(body ? { body: subject.rateLimited } : {}) },
      });
      const outcome = await provider.submit(callWith(), submission);
      expect(outcome).toMatchObject({ kind: 'refused', fault: { kind: 'rate_limited' } });
      if (outcome.kind === 'refused') {
        expect(mayBeTakenLater(outcome.fault)).toBe(true);
        if (waits !== null) expect(outcome.fault.retryAfterMs).toBe(waits);
      }
      expect(emulator.submissions().length).toBe(0);
    });
    it('is refused for good with a wrong key or an empty account', async () => {
      const submission = await prepare();
      const wrong = await provider.submit(callWith({ secret: 'wrong' }), submission);
      expect(wrong).toMatchObject({ kind: 'refused', fault: { kind: 'auth' } });
      emulator.setCredit(false);
      const broke = await provider.submit(callWith(), submission);
      expect(broke).toMatchObject({ kind: 'refused', fault: { kind: 'no_credit' } });
      for (const outcome of [wrong, broke])
        if (outcome.kind === 'refused') expect(mayBeTakenLater(outcome.fault)).toBe(false);
      expect(emulator.charges()).toEqual([]);
    });
    it('that safety rules refuse says so', async () => {
      emulator.refuseNext('moderated');
      const outcome = await submitOnce();
      const fault = outcome.kind === 'accepted' ? await pollToEnd(outcome.remote) : outcome;
      expect(fault).toMatchObject({ fault: { kind: subject.moderatedAs ?? 'moderated' } });
    });
  });

  if (subject.writes)
    describe('words', () => {
      it('come with the tokens they took', async () => {
        const { written, outputs } = await make();
        expect(outputs).toEqual([]);
        expect(written).toMatchObject({ isCut: false });
        expect(written!.usage.inputTokens).toBeGreaterThan(0);
        expect(written!.usage.outputTokens).toBeGreaterThan(0);
      });
      it('that ran into their limit say so, and are given as they are', async () => {
        emulator.setText!(() => ({ text: '{"answer":"A ch', isCut: true }));
        expect((await make()).written).toMatchObject({ text: '{"answer":"A ch', isCut: true });
      });
      it("that are no JSON are nobody's fault but the model's: they are paid and given as they are", async () => {
        emulator.setText!(() => ({ text: 'Sure! Here is your chair.' }));
        expect((await make()).written).toMatchObject({ text: 'Sure! Here is your chair.', isCut: false });
        expect(emulator.charges().length).toBe(1);
      });
      it('are asked for with rules, what was said before, and the schema', async () => {
        const asked: unknown[] = [];
        emulator.setText!((question) => {
          asked.push(question);
          return { text: '{"answer":"x"}' };
        });
        const request = subject.request(seed);
        if (request.capability !== 'text') throw new Error('the subject writes');
        await make();
        expect(asked).toEqual([
          {
            model: subject.model,
            system: request.system,
            turns: [...request.turns, { role: 'user', text: request.prompt }],
            schema: request.answer?.schema ?? null,
          },
        ]);
      });
    });

  const { spoiltAs } = subject;
  if (spoiltAs)
    describe('an answer in part', () => {
      it('is kept as far as it goes, and paid once', async () => {
        emulator.setOutputs(3);
        emulator.spoilNext!(1);
        expect((await make()).outputs.length).toBe(2);
        expect(emulator.charges().length).toBe(1);
      });
      it('of which nothing is left says so, and is not asked for again', async () => {
        emulator.setOutputs(2);
        emulator.spoilNext!(2);
        const outcome = await submitOnce();
        const ended = outcome.kind === 'accepted' ? await pollToEnd(outcome.remote) : outcome;
        if (spoiltAs === 'unknown') expect(ended.kind).toBe('unknown');
        else expect(ended).toMatchObject({ fault: { kind: spoiltAs } });
        expect(emulator.countOf('submit')).toBe(1);
        expect(emulator.charges().length).toBe(1);
      });
    });

  if (subject.isSynchronous)
    describe('without a queue', () => {
      it('cannot say what became of a lost call', async () => {
        const submission = await prepare();
        nowMs += SETTLED_MS;
        const lost = { ...submission, sentAtMs: nowMs - SETTLED_MS, isKnown: async () => false };
        expect((await provider.reconcile(callWith(), lost)).kind).toBe('cannot_tell');
      });
    });

  if (!subject.isSynchronous)
    describe('a job at the vendor', () => {
      it('is worked on, then finished', async () => {
        emulator.setWorkMs(60_000);
        const remote = await accept();
        expect(await provider.poll(callWith(), remote)).toMatchObject({ kind: 'working' });
        emulator.endNow(remote.id);
        expect((await provider.poll(callWith(), remote)).kind).toBe('finished');
      });
      it('fails in words', async () => {
        emulator.refuseNext('failed');
        expect(await pollToEnd(await accept())).toMatchObject({ kind: 'failed', fault: { kind: 'failed' } });
      });
      it.each([
        ['500', { kind: 'answer', answer: { status: 500 } }],
        ['429', { kind: 'answer', answer: { status: 429, headers: { 'retry-after': '1' } } }],
        ['a broken line', { kind: 'reset' }],
      ] as const)('is not given up for %s while it is looked at', async (_what, fault) => {
        const remote = await accept();
        emulator.failNext('poll', fault);
        expect((await provider.poll(callWith(), remote)).kind).toBe('unreachable');
        expect((await provider.poll(callWith(), remote)).kind).toBe('finished');
      });
      it('that the vendor does not know has failed', async () => {
        expect(await provider.poll(callWith(), { id: 'nothing', urls: {} })).toMatchObject({
          kind: 'failed',
          fault: { kind: 'not_found' },
        });
      });
      if (!subject.makesOneFile)
        it('gives as many files as were made', async () => {
          emulator.setOutputs(3);
          expect((await make()).outputs.length).toBe(3);
        });
      if (subject.cannotCancel)
        it('cannot be cancelled there, and goes on', async () => {
          emulator.setWorkMs(60_000);
          const remote = await accept();
          expect((await provider.cancel(callWith(), remote)).kind).toBe('unsupported');
          emulator.endNow(remote.id);
          expect((await pollToEnd(remote)).kind).toBe('finished');
        });
      it.skipIf(subject.cannotCancel)('is cancelled', async () => {
        emulator.setWorkMs(60_000);
        const remote = await accept();
        expect((await provider.cancel(callWith(), remote)).kind).toBe('requested');
        expect((await pollToEnd(remote)).kind).toBe(subject.cancelledAs ?? 'cancelled');
        expect(emulator.charges()).toEqual([]);
      });
      it.skipIf(subject.cannotCancel).each(['before', 'while', 'after'] as const)(
        'that ends %s a cancel is heard has one end: made and paid with its files, or neither',
        async (when) => {
          emulator.setWorkMs(60_000);
          const remote = await accept();
          if (when !== 'after') emulator.failNext('cancel', { kind: 'slow', ms: 60 });
          const asking = provider.cancel(callWith(), remote);
          if (when === 'while') await sleep(20);
          if (when === 'after') await asking;
          emulator.endNow(remote.id);
          const answer = await asking;
          const ended = await pollToEnd(remote);
          expect(['requested', 'too_late']).toContain(answer.kind);
          if (answer.kind === 'too_late') expect(ended.kind).toBe('finished');
          if (ended.kind === 'finished') expect(ended.made.outputs.length).toBe(1);
          const isForgotten = when === 'while' && subject.cancelMayForget === true;
          if (isForgotten) expect(ended).toMatchObject({ kind: 'failed', fault: { kind: 'not_found' } });
          else expect(emulator.charges().length).toBe(ended.kind === 'finished' ? 1 : 0);
          // Asked once more it says the same.
          expect((await provider.poll(callWith(), remote)).kind).toBe(ended.kind);
        },
      );
      it.skipIf(subject.cannotCancel)('that is finished is too late to cancel, and keeps its files', async () => {
        const remote = await accept();
        expect((await provider.cancel(callWith(), remote)).kind).toBe('too_late');
        expect((await pollToEnd(remote)).kind).toBe('finished');
      });
    });

  if (!subject.isSynchronous && subject.deliversLinks)
    describe('files', () => {
      it('that are gone are said to be gone', async () => {
        const remote = await accept();
        emulator.expire(remote.id);
        const outcome = await provider.poll(callWith(), remote);
        if (outcome.kind === 'finished') {
          const [output] = outcome.made.outputs;
          expect(output?.kind === 'link' && (await fetch(output.url)).status).toBe(404);
        } else expect(outcome).toMatchObject({ kind: 'failed', fault: { kind: 'expired' } });
      });
    });

  if (subject.createProvider().deleteRemote && !subject.isSynchronous)
    describe('what is held there', () => {
      it('is deleted, once, and is gone from then on', async () => {
        const remote = await accept();
        expect((await pollToEnd(remote)).kind).toBe('finished');
        expect(await provider.deleteRemote!(callWith(), remote)).toEqual({ kind: 'deleted' });
        expect(await provider.deleteRemote!(callWith(), remote)).toEqual({ kind: 'gone' });
        expect(await pollToEnd(remote)).toMatchObject({ kind: 'failed', fault: { kind: 'not_found' } });
        expect(emulator.charges().length).toBe(1);
      });
      it.each([
        ['500', { kind: 'answer', answer: { status: 500 } }],
        ['a broken line', { kind: 'reset' }],
      ] as const)('is not called deleted for %s', async (_what, fault) => {
        const remote = await accept();
        await pollToEnd(remote);
        emulator.failNext('cancel', fault);
        expect((await provider.deleteRemote!(callWith(), remote)).kind).toBe('unreachable');
        expect((await provider.poll(callWith(), remote)).kind).toBe('finished');
      });
    });

  if (subject.canReconcile)
    describe('a lost submission', () => {
      it('is found, once it was taken, and never again by another', async () => {
        const submission = await prepare();
        emulator.failNext('submit', { kind: 'lose_answer' });
        await provider.submit(callWith(), submission);
        const lost = { ...submission, sentAtMs: nowMs, isKnown: async () => false };
        const found = await provider.reconcile(callWith(), lost);
        expect(found).toMatchObject({ kind: 'found', remote: { id: emulator.submissions()[0]!.id } });
        nowMs += SETTLED_MS;
        const again = await provider.reconcile(callWith(), { ...lost, isKnown: async () => true });
        expect(again.kind).toBe('absent');
      });
      it('is absent only after a while, however often it is asked', async () => {
        const submission = await prepare();
        emulator.failNext('submit', { kind: 'reset' });
        await provider.submit(callWith(), submission);
        const lost = { ...submission, sentAtMs: nowMs, isKnown: async () => false };
        expect((await provider.reconcile(callWith(), lost)).kind).toBe('not_yet');
        nowMs += SETTLED_MS;
        expect((await provider.reconcile(callWith(), lost)).kind).toBe('absent');
      });
      it('is not called absent by a look that began before that while was over', async () => {
        const submission = await prepare();
        const lost = { ...submission, sentAtMs: nowMs, isKnown: async () => false };
        emulator.failNext('list', { kind: 'slow', ms: 60 });
        const looking = provider.reconcile(callWith(), lost);
        setTimeout(() => {
          nowMs += SETTLED_MS;
        }, 20);
        expect((await looking).kind).toBe('not_yet');
      });
      it('is not taken for another one of the same model', async () => {
        await accept();
        seed += 1000;
        const submission = await prepare();
        const lost = { ...submission, sentAtMs: nowMs, isKnown: async () => false };
        nowMs += SETTLED_MS;
        expect((await provider.reconcile(callWith(), lost)).kind).toBe('absent');
      });
      it('is not called absent by a vendor that cannot be asked', async () => {
        const submission = await prepare();
        emulator.failNext('list', { kind: 'answer', answer: { status: 500 } });
        const lost = { ...submission, sentAtMs: nowMs, isKnown: async () => false };
        nowMs += SETTLED_MS;
        expect((await provider.reconcile(callWith(), lost)).kind).toBe('not_yet');
      });
    });

  if (subject.createProvider().verifyWebhook)
    describe('calls of the vendor', () => {
      it('are believed when signed, in any order and twice, and else not', async () => {
        const verify = provider.verifyWebhook!.bind(provider);
        const sign = emulator.signWebhook!.bind(emulator);
        const [first, second] = [await accept(), await accept()];
        const atSeconds = Math.floor(nowMs / 1000);
        const calls = [
          sign(second.id, { id: 'b', atSeconds }),
          sign(first.id, { id: 'a', atSeconds }),
          sign(first.id, { id: 'a', atSeconds }),
        ];
        const verdicts = [];
        for (const { headers, rawBody } of calls)
          verdicts.push(await verify(callWith(), { headers: new Headers(headers), rawBody }));
        expect(verdicts).toEqual([
          { kind: 'verified', deliveryId: 'b', remoteId: second.id },
          { kind: 'verified', deliveryId: 'a', remoteId: first.id },
          { kind: 'verified', deliveryId: 'a', remoteId: first.id },
        ]);
        const refused = [
          sign(first.id, { isForged: true, atSeconds }),
          sign(first.id, { atSeconds: atSeconds - 301 }),
          { ...sign(first.id, { atSeconds }), headers: {} },
          { ...sign(first.id, { atSeconds }), rawBody: Buffer.from('{"id":"other"}') },
        ];
        for (const { headers, rawBody } of refused)
          expect((await verify(callWith(), { headers: new Headers(headers), rawBody })).kind).toBe('rejected');
      });
    });
}
