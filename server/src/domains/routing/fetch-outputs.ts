import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AssetKind, Capability } from '@kinora/contract';
import type { Output, SafeHttp } from '@kinora/providers';
import type { StudioPorts } from '@kinora/studios';
import { newId } from '../../platform/ids.ts';
import { routingError } from './errors.ts';

const MOST_BYTES = 300_000_000;
const FETCH_MS = 180_000;

/** Every address a vendor named is gone: it made the files, and they cannot be had from there any more. */
export class LinksGone extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LinksGone';
  }
}

export type OutputTarget = {
  capability: Capability;
  fileName: string;
  madeBy: string;
  recipe: Record<string, unknown>;
  projectId: string | undefined;
  ports: Pick<StudioPorts, 'assets'>;
  folder: string;
  /** Absent while the bytes exist nowhere else. */
  signal: AbortSignal | undefined;
  http: SafeHttp;
};

/** Brings what was made into the studio: fetched, looked at, stored. @returns the assets' ids in the vendor's order */
export type FetchOutputs = (outputs: readonly Output[], target: OutputTarget) => Promise<string[]>;

/** Looks into a file in a child process; throws where it is none that the studio takes. */
export type InspectFile = (request: {
  file: string;
  name: string;
  folder: string;
  signal?: AbortSignal | undefined;
}) => Promise<{ kind: AssetKind; mediaType: string }>;

const KIND_OF: Partial<Record<Capability, AssetKind>> = {
  video: 'video',
  speech: 'audio',
  music: 'audio',
  'lip-sync': 'video',
};
const ENDINGS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
};

export function createFetchOutputs(inspect: InspectFile): FetchOutputs {
  return async (outputs, target) => {
    const files = await Promise.all(outputs.map((output) => readOutput(output, target)));
    const present = files.filter((bytes) => bytes !== null);
    if (present.length === 0) throw new LinksGone(`${outputs.length} addresses are gone`);
    const assetIds: string[] = [];
    for (const [index, bytes] of present.entries()) {
      const number = present.length > 1 ? index + 1 : null;
      assetIds.push(await storeOutput(inspect, bytes, { ...target, number }));
    }
    return assetIds;
  };
}

/** Null where it is gone for good; an error that is worth another try where it is only out of reach. */
async function readOutput(output: Output, { http, signal }: OutputTarget): Promise<Uint8Array | null> {
  if (output.kind === 'bytes') return output.bytes;
  const answer = await http({
    method: 'GET',
    url: output.url,
    maximumBytes: MOST_BYTES,
    timeoutMs: FETCH_MS,
    maximumRedirects: 5,
    ...(signal ? { signal } : {}),
  });
  signal?.throwIfAborted();
  if (answer.kind === 'answered' && answer.status === 200) return answer.bytes;
  if (answer.kind === 'answered' && [403, 404, 410].includes(answer.status)) return null;
  const reason = answer.kind === 'answered' ? `HTTP ${answer.status}` : answer.reason;
  // What was accepted stays accepted: the next try fetches the same files.
  throw routingError('generation.provider_down', `a file could not be fetched: ${reason}`, { isRetryable: true });
}

async function storeOutput(inspect: InspectFile, bytes: Uint8Array, target: OutputTarget & { number: number | null }) {
  const { folder, capability, ports, madeBy, recipe, projectId, number } = target;
  // A leaf may ask for several at once, all in its one folder.
  const name = newId();
  const path = join(folder, name);
  await writeFile(path, bytes);
  const wanted = KIND_OF[capability] ?? 'image';
  const seen = await inspect({ file: path, name, folder, signal: target.signal });
  const ending = ENDINGS[seen.mediaType];
  if (seen.kind !== wanted || ending === undefined)
    throw routingError('generation.bad_file', `wanted ${wanted}, got ${seen.kind} ${seen.mediaType}`);
  const stored = await ports.assets.store(path, {
    name: `${target.fileName}${number === null ? '' : `-${number}`}.${ending}`,
    kind: wanted,
    madeBy,
    recipe,
    role: 'take',
    ...(projectId === undefined ? {} : { projectId }),
  });
  return stored.assetId;
}
