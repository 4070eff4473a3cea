import {
  type EmulatorFault,
  startComfyUiEmulator,
  startFalEmulator,
  startOpenAiEmulator,
  startReplicateEmulator,
  type VendorEmulator,
} from '@kinora/providers/emulators';
import type { Piece } from '../../../server/src/testing/chaos-studio.ts';
import { createRandom } from '../random.ts';

/**
 * Vendors of four protocols, each of which knows something else about a lost submission: a list to look in (Replicate), a
 * name that the studio chose (ComfyUI), nothing but a person (fal's queue, OpenAI's answer inside the call).
 */
const KINDS = {
  replicate: { start: () => startReplicateEmulator({ workMs: WORK_MS }), model: 'black-forest-labs/flux-schnell' },
  comfyui: { start: startComfyUiEmulator, model: 'flux_dev:fast' },
  fal: { start: startFalEmulator, model: 'fal-ai/flux/schnell' },
  openai: { start: startOpenAiEmulator, model: 'gpt-image-2' },
} as const;
export type VendorId = keyof typeof KINDS;

/** Only there may a person have a submission of unknown outcome sent again. */
export const CANNOT_BE_ASKED: readonly string[] = ['fal', 'openai'] satisfies VendorId[];

const WORK_MS = 400;
/** Shares of the orders, as their limits a minute are: OpenAI takes twenty. */
const ORDER: readonly VendorId[] = [
  'replicate',
  'fal',
  'comfyui',
  'replicate',
  'openai',
  'fal',
  'replicate',
  'comfyui',
  'fal',
  'replicate',
];

/** Everything a vendor and the line to it do wrong in a bad week, each now and then. */
const SUBMIT_FAULTS: EmulatorFault[] = [
  { kind: 'lose_answer' },
  { kind: 'reset' },
  { kind: 'break_after', answer: { status: 502 } },
  { kind: 'answer', answer: { status: 500 } },
  { kind: 'answer', answer: { status: 429, headers: { 'retry-after': '0.2' }, body: { detail: 'throttled' } } },
  { kind: 'slow', ms: 300 },
  { kind: 'slow', ms: 900 },
];
const LOOK_FAULTS: EmulatorFault[] = [
  { kind: 'reset' },
  { kind: 'answer', answer: { status: 500 } },
  { kind: 'slow', ms: 200 },
];
const CHANCES: readonly [string, number, EmulatorFault[]][] = [
  ['submit', 0.3, SUBMIT_FAULTS],
  ['poll', 0.12, LOOK_FAULTS],
  ['result', 0.12, LOOK_FAULTS],
  ['list', 0.12, LOOK_FAULTS],
  ['output', 0.1, LOOK_FAULTS],
];

export type Vendors = Awaited<ReturnType<typeof startVendors>>;

export async function startVendors(seed: number) {
  const ids = Object.keys(KINDS) as VendorId[];
  const started = await Promise.all(ids.map(async (id) => [id, await KINDS[id].start()] as const));
  const emulators = new Map<VendorId, VendorEmulator>(started);
  let faults = 0;
  let isBreaking = false;
  for (const [index, [, emulator]] of started.entries()) {
    emulator.setWorkMs(WORK_MS);
    // A stream of its own for each: what one is asked must not change what another answers.
    const random = createRandom(seed + 1000 * (index + 1));
    let hasBroken = false;
    const drawn = () => {
      if (!isBreaking) return 1;
      // Each breaks the first time it is asked, so that a short run has faults of every vendor too.
      const isFirst = !hasBroken;
      hasBroken = true;
      return isFirst ? 0 : random();
    };
    const onFault = () => {
      faults += 1;
    };
    for (const [name, chance, kinds] of CHANCES)
      emulator.failSometimes(name, { chance, faults: kinds, random: drawn, onFault });
  }
  return {
    emulators,
    /** Vendors and lines break from now on, or stop breaking. */
    setBreaking(given: boolean) {
      isBreaking = given;
    },
    faults: () => faults,
    /** Of all of them, refused and repeated ones not counted. */
    countSubmissions: () => [...emulators.values()].reduce((sum, one) => sum + one.submissions().length, 0),
    connections: Object.fromEntries(started.map(([id, { baseUrl, key }]) => [id, { baseUrl, secret: key }])),
    pieceOf(number: number): Piece {
      const id = ORDER[number % ORDER.length]!;
      return { number, connection: `operator:${id}`, model: KINDS[id].model };
    },
    async close() {
      await Promise.all(started.map(([, emulator]) => emulator.close()));
    },
  };
}
