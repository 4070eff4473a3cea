import {
  DELIVERY_PRESETS,
  DELIVERY_TABLE_DATE,
  type DeliveryColumn,
  type DeliverySheet,
  deliveryPresetOf,
  type FilmCover,
  KinoraError,
  messagesOf,
  type Network,
  type Placement,
  type PostText,
  type PreflightFinding,
  planPreflight,
  type Ratio,
  worstOf,
} from '@kinora/contract';
import type { PostMaterial } from '@kinora/studios';
import type { Transaction } from '../../platform/database/index.ts';
import type { SignedLinks } from '../../platform/storage/index.ts';
import { toAsset } from '../assets/index.ts';
import { findAnyBrand, toKit } from '../brands/index.ts';
import { findProject, findStoryboard } from '../projects/index.ts';
import { type DeliveredRecord, listDelivered } from '../renders/index.ts';
import { readShaping } from '../timelines/index.ts';
import { toCovers } from './covers.ts';
import { type FinishedFilm, readFilm } from './film-facts.ts';
import { parsePlacements, toFileStem } from './placements.ts';
import { postIn, roomOn, toPost } from './posts.ts';
import { listCovers, listPosts } from './store.ts';

type Project = NonNullable<Awaited<ReturnType<typeof findProject>>>;

/** Everything that a film's deliveries are made of, read once. */
export type Material = {
  project: Project;
  files: DeliveredRecord[];
  covers: FilmCover[];
  posts: PostText[];
  labelled: readonly Ratio[];
};

export async function requireProject(transaction: Transaction, id: string): Promise<Project> {
  const project = await findProject(transaction, id);
  if (!project) throw new KinoraError('project.not_found', `no project ${id}`);
  return project;
}

export async function readMaterial(transaction: Transaction, id: string, links: SignedLinks): Promise<Material> {
  const project = await requireProject(transaction, id);
  const files = await listDelivered(transaction, id);
  const covers = toCovers(files, await listCovers(transaction, id), links);
  const { labelled } = await readShaping(transaction, id);
  return { project, files, covers, posts: await readPosts(transaction, project), labelled };
}

const NETWORKS: readonly Network[] = [...new Set(DELIVERY_PRESETS.map(({ network }) => network))];

/** Words for every network that shows any. Before a film is planned there is nothing to tell. */
async function readPosts(transaction: Transaction, project: Project): Promise<PostText[]> {
  const material = await readPostMaterial(transaction, project);
  if (!material) return [];
  const stored = await listPosts(transaction, project.id);
  return NETWORKS.flatMap((network) => {
    const room = roomOn(network);
    if (!room) return [];
    return [
      toPost(
        material,
        room,
        stored.find((post) => post.network === network),
      ),
    ];
  });
}

export async function readPostMaterial(transaction: Transaction, project: Project): Promise<PostMaterial | null> {
  const plan = await findStoryboard(transaction, project.id);
  if (!plan) return null;
  const brand = project.brand_id ? await findAnyBrand(transaction, project.brand_id) : undefined;
  const { language, facts } = plan.document;
  return { language, facts, filmName: project.name, kit: brand ? toKit(brand) : null };
}

export type Column = {
  placement: Placement;
  film: FinishedFilm;
  cover: FilmCover | undefined;
  post: ReturnType<typeof postIn>;
  findings: PreflightFinding[];
  fileName: string;
};

export function toColumn(material: Material, placement: Placement): Column {
  const { project, files } = material;
  const film = readFilm(files, project.report, placement.ratio, project.fps);
  if (!film) throw new KinoraError('delivery.no_film', `project ${project.id} has no film of ${placement.ratio}`);
  const cover = material.covers.find(({ ratio }) => ratio === placement.ratio);
  const post = postIn(placement.presetId, material.posts);
  return {
    placement,
    film,
    cover,
    post,
    findings:
      placement.presetId === null
        ? []
        : holdAgainst(placement.presetId, { film, cover, post }, project.report?.models ?? null),
    fileName: `${toFileStem(project.name, placement)}.mp4`,
  };
}

function holdAgainst(
  presetId: NonNullable<Placement['presetId']>,
  what: Pick<Column, 'film' | 'cover' | 'post'>,
  models: readonly string[] | null,
) {
  const { film, cover, post } = what;
  const coverFacts = cover && {
    kind: cover.kind,
    frame: cover.frame,
    isStale: cover.isStale,
    width: cover.asset.width,
    height: cover.asset.height,
  };
  const { placed, isLabelled } = film;
  const facts = { ...film.facts, cover: coverFacts ?? null, post, placed, models, isLabelled };
  return planPreflight(facts, deliveryPresetOf(presetId));
}

/** Shapes of the project that have a film, in its own order. */
function shapesOf({ project, files }: Material): Ratio[] {
  return project.ratios.filter((shape) => readFilm(files, project.report, shape, project.fps) !== undefined);
}

export function toSheet(material: Material, placements: string | undefined, links: SignedLinks): DeliverySheet {
  const { project, covers, posts } = material;
  const columns = parsePlacements(placements, shapesOf(material)).map((placement) => toColumn(material, placement));
  const sentences = columns.flatMap(({ findings }) =>
    findings.flatMap(({ title, measured, rule, source }) => [title, measured, rule, source]),
  );
  const messages = messagesOf([...sentences, ...posts.flatMap(({ notices }) => notices)]);
  return {
    cutNumber: project.delivery_number,
    tableDate: DELIVERY_TABLE_DATE,
    columns: columns.map((column) => presentColumn(column, links)),
    covers,
    posts,
    aiLabel: { models: project.report?.models ?? null, ratios: [...material.labelled] },
    ...(messages ? { messages } : {}),
  };
}

function presentColumn({ placement, film, findings, fileName }: Column, links: SignedLinks): DeliveryColumn {
  const asset = { ...toAsset(film.file, links), name: fileName };
  const named = { organizationId: film.file.organization_id, hash: film.file.sha256, name: fileName };
  return {
    placement,
    fileName,
    film: { ...asset, url: links.toLink({ ...named, mediaType: film.file.media_type }) },
    loudness: film.facts.loudness,
    findings,
    worst: worstOf(findings),
  };
}
