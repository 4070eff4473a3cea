import { type AssetDetail, messagesOf } from '@kinora/contract';
import { z } from 'zod';
import type { Transaction } from '../../platform/database/index.ts';
import type { SignedLinks } from '../../platform/storage/index.ts';
import {
  type CopyRecord,
  findMaking,
  listChildren,
  listCopies,
  listParents,
  listUses,
  type MakingRecord,
} from './detail-store.ts';
import { type AssetRecord, toAsset } from './records.ts';
import { readRights } from './rights-store.ts';
import { findAnalysis } from './store.ts';

const DAY_MS = 24 * 3_600_000;

/** Everything that is known about one file. */
export async function presentDetail(
  transaction: Transaction,
  record: AssetRecord,
  { links, trashDays }: { links: SignedLinks; trashDays: number },
): Promise<Omit<AssetDetail, 'pictureCheck'>> {
  const making = await findMaking(transaction, record.id);
  const recipe = knownRecipe.safeParse(making?.recipe ?? {}).data ?? {};
  const ids = [...(making?.parent_asset_id ? [making.parent_asset_id] : []), ...(recipe.inputs ?? [])];
  const parents = await listParents(transaction, record, { ids, hash: recipe.from ?? null });
  const children = await listChildren(transaction, record.id);
  return {
    ...toAsset(record, links),
    analysis: await findAnalysis(transaction, record.sha256),
    createdBy: toPerson(making),
    streams: toStreams(making?.probe),
    font: record.kind === 'font' ? (fontProbe.safeParse(making?.probe).data ?? null) : null,
    recipe: record.origin === 'job' && making ? toRecipe(making, recipe) : null,
    parents: parents.map((one) => toAsset(one, links)),
    children: children.map((one) => toAsset(one, links)),
    ...(await readRights(transaction, record.id)),
    uses: await listUses(transaction, record.id),
    copies: (await listCopies(transaction, record.sha256)).map((copy) => toCopy(record, copy, links)),
    purgesAt: record.deleted_at && new Date(record.deleted_at.getTime() + trashDays * DAY_MS).toISOString(),
  };
}

function toPerson(making: MakingRecord | undefined): AssetDetail['createdBy'] {
  if (!making?.created_by || making.person === null) return null;
  return { id: making.created_by as NonNullable<AssetDetail['createdBy']>['id'], name: making.person };
}

/** What makers write down by agreed names; the rest of a recipe is told as it stands. */
const knownRecipe = z.looseObject({
  prompt: z.string().optional(),
  negativePrompt: z.string().optional(),
  seed: z.union([z.string(), z.number()]).optional(),
  provider: z.string().optional(),
  model: z.string().optional(),
  /** Assets it was made from. */
  inputs: z.array(z.uuid()).optional(),
  /** The content it was made from. */
  from: z.string().optional(),
});
type KnownRecipe = z.infer<typeof knownRecipe>;
const TOLD_BY_NAME = new Set(Object.keys(knownRecipe.shape));

function toRecipe(making: MakingRecord, recipe: KnownRecipe): NonNullable<AssetDetail['recipe']> {
  const { job, project, take } = making;
  const seed = recipe.seed ?? take?.seed ?? null;
  return {
    job: job && {
      id: job.id as never,
      title: job.title,
      studio: job.studio,
      createdAt: new Date(job.created_at).toISOString(),
    },
    project: project && { id: project.id as never, name: project.name },
    shotCode: take?.code ?? null,
    prompt: recipe.prompt ?? take?.prompt ?? null,
    negativePrompt: recipe.negativePrompt ?? take?.negative_prompt ?? null,
    seed: seed === null ? null : String(seed),
    provider: recipe.provider ?? null,
    model: recipe.model ?? null,
    settings: [...toSettings(recipe), ...toSettings(take?.parameters)],
    messages: job ? messagesOf([], [job.title]) : undefined,
  };
}

/** Plain values only: a nested document says nothing to people. */
function toSettings(document: unknown): { name: string; value: string }[] {
  if (typeof document !== 'object' || document === null) return [];
  return Object.entries(document)
    .filter(([name, value]) => !TOLD_BY_NAME.has(name) && ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => ({ name, value: String(value).slice(0, 500) }));
}

const fontProbe = z.object({ family: z.string(), scripts: z.array(z.string()) });

/** As the intake stored it. Files that the engine made carry none. */
const storedProbe = z.looseObject({
  container: z.string(),
  bitRate: z.number().nullable(),
  video: z
    .looseObject({
      codec: z.string(),
      pixelFormat: z.string().nullable(),
      rate: z.looseObject({ numerator: z.number(), denominator: z.number() }),
      isConstantRate: z.boolean(),
      colour: z.looseObject({
        primaries: z.string().nullable(),
        transfer: z.string().nullable(),
        matrix: z.string().nullable(),
      }),
    })
    .nullable(),
  audio: z.array(z.looseObject({ codec: z.string(), sampleRate: z.int(), channels: z.int() })),
});

function toStreams(probe: unknown): AssetDetail['streams'] {
  const parsed = storedProbe.safeParse(probe);
  if (!parsed.success) return null;
  const { container, bitRate, video, audio } = parsed.data;
  return {
    container,
    bitRate,
    video: video && {
      codec: video.codec,
      pixelFormat: video.pixelFormat,
      framesPerSecond: video.rate.numerator / video.rate.denominator,
      isConstantRate: video.isConstantRate,
      primaries: video.colour.primaries,
      transfer: video.colour.transfer,
      matrix: video.colour.matrix,
    },
    audio: audio.map(({ codec, sampleRate, channels }) => ({ codec, sampleRate, channels })),
  };
}

function toCopy(record: AssetRecord, copy: CopyRecord, links: SignedLinks): AssetDetail['copies'][number] {
  const ending = copy.media_type.split('/')[1]?.replace('jpeg', 'jpg') ?? 'bin';
  const name = `${record.name.replace(/\.[^.]+$/, '')} ${copy.kind}.${ending}`;
  return {
    kind: copy.kind,
    mediaType: copy.media_type,
    sizeBytes: copy.size_bytes,
    width: copy.width,
    height: copy.height,
    url: links.toLink({
      organizationId: record.organization_id,
      hash: copy.sha256,
      name,
      mediaType: copy.media_type,
    }),
  };
}
