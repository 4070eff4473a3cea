import type { ComfyFolder, ComfyLook, PlacementReason } from '@kinora/contract';
import { chooseFiles } from './choose-files.ts';
import { readLoras } from './loras.ts';
import { findComfyModel } from './models.ts';

/** A server as placing sees it. */
export type PoolServer = {
  id: string;
  name: string;
  isEnabled: boolean;
  isDraining: boolean;
  /** The last look was answered, and not long ago. */
  isReachable: boolean;
  /** Null where nobody has looked: then it is not chosen. */
  look: ComfyLook | null;
  /** Pieces of work that Kinora has there, and how many it may have. */
  inWork: number;
  tokens: number;
  /** Model, or workflow, that it was last given: what lies in its memory unless somebody else used it since. */
  loaded: string | null;
  /** Models that it ran out of memory with within a day. */
  tooLarge: readonly string[];
};
export type PoolNeed = { model: string; prompt: string; pictures: number };

/**
 * `missing`: servers that could be used lack a file, the first of it named. `full` and `tooLarge` do not stand here: a busy
 * server is waited for, and where every card is too small the least bad would fail again.
 */
export type PlannedPlacement =
  | { kind: 'placed'; server: PoolServer; why: PlacementReason }
  | { kind: 'missing'; title: string; file: string; folder: ComfyFolder }
  | { kind: 'none'; why: 'no_server' | 'too_large' };

/**
 * Which server gets it. Never one that is off, draining, out of reach, without the files, or that ran out of memory with this
 * model. Among the rest, in this order: one with a free token, one that has the model in memory, one whose memory holds the
 * model's file, the one with the shortest queue.
 */
export function planPlacement(servers: readonly PoolServer[], need: PoolNeed): PlannedPlacement {
  const usable = servers.filter((one) => one.isEnabled && !one.isDraining && one.isReachable && one.look !== null);
  if (usable.length === 0) return { kind: 'none', why: 'no_server' };
  const judged = usable.map((server) => ({ server, ...judge(server, need) }));
  const ready = judged.filter(({ missing }) => missing === null);
  if (ready.length === 0) return { kind: 'missing', ...judged[0]!.missing! };
  const large = ready.filter(({ server }) => !server.tooLarge.includes(need.model));
  if (large.length === 0) return { kind: 'none', why: 'too_large' };
  const [best, ...others] = [...large].sort(compare);
  return { kind: 'placed', server: best!.server, why: reasonOf(best!, others) };
}

type Judged = {
  server: PoolServer;
  isFree: boolean;
  isLoaded: boolean;
  /** 1 fits, 0 not known, -1 does not. */
  fit: number;
  load: number;
  missing: { title: string; file: string; folder: ComfyFolder } | null;
};

function judge(server: PoolServer, need: PoolNeed): Omit<Judged, 'server'> {
  const look = server.look!;
  const { missing, main } = findFiles(look, need);
  const foreign = Math.max(0, look.queue.running + look.queue.waiting - server.inWork);
  return {
    missing,
    isFree: server.inWork < server.tokens,
    isLoaded: server.loaded !== null && toFamily(server.loaded) === toFamily(need.model),
    fit: planFit(look, main),
    load: server.inWork + foreign,
  };
}

/** What the model's presets share lies in memory whichever of them asks. */
const toFamily = (model: string) => (model.startsWith('workflow:') ? model : model.split(':')[0]!);

function findFiles(look: ComfyLook, need: PoolNeed): { missing: Judged['missing']; main: string | null } {
  const model = findComfyModel(need.model);
  // A workflow's files lie in folders that a look does not list: the server is asked for them when it is prepared.
  if (!model) return { missing: null, main: null };
  const { family, preset, title } = model;
  const { loras } = readLoras(need.prompt);
  const choice = chooseFiles(family, { pictures: need.pictures, isFast: preset === 'fast', loras }, look.files);
  if (choice.kind === 'missing') return { missing: { title, file: choice.file, folder: choice.folder }, main: null };
  const folder = choice.files.loader === 'checkpoint' ? 'checkpoints' : 'diffusion_models';
  return { missing: null, main: `${folder}/${choice.files.main}` };
}

function planFit(look: ComfyLook, main: string | null): number {
  const bytes = main === null ? undefined : look.fileBytes[main];
  const memory = Math.max(0, ...look.devices.map(({ memoryBytes }) => memoryBytes));
  if (bytes === undefined || memory === 0) return 0;
  return bytes <= memory ? 1 : -1;
}

function compare(one: Judged, other: Judged): number {
  return (
    Number(other.isFree) - Number(one.isFree) ||
    Number(other.isLoaded) - Number(one.isLoaded) ||
    other.fit - one.fit ||
    one.load - other.load ||
    one.server.name.localeCompare(other.server.name, 'en')
  );
}

/** What told it apart from the next one. */
function reasonOf(best: Judged, [next]: readonly Judged[]): PlacementReason {
  if (!next) return 'only';
  if (best.isFree === next.isFree && best.isLoaded !== next.isLoaded) return 'loaded';
  if (best.isFree === next.isFree && best.fit !== next.fit) return 'memory';
  return 'load';
}
