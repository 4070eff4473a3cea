import { filmInput, type Storyboard } from '@kinora/contract';
import sharp from 'sharp';
import { createFilmPort } from '../domains/projects/index.ts';
import { appendEvent } from '../platform/events/index.ts';
import { newId } from '../platform/ids.ts';
import { createSecretBox } from '../platform/secrets/index.ts';
import type { Things } from './sample-requests.ts';
import type { Caller, StudioApp, StudioPerson } from './studio-app.ts';

async function send<Answer>(
  caller: Caller,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  payload?: object,
  headers = {},
) {
  const body = payload === undefined ? {} : { payload };
  const answer = await caller.ask({ method, url: `/api/v1${path}`, headers, ...body });
  if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.body}`);
  return (answer.body ? answer.json() : null) as Answer;
}

type Identified = { id: string };

export async function uploadFile(caller: Caller, name: string, bytes: Buffer): Promise<Identified> {
  const upload = await send<Identified>(caller, 'POST', '/uploads', { name, sizeBytes: bytes.length });
  const headers = { 'content-type': 'application/octet-stream' };
  await send(caller, 'PUT', `/uploads/${upload.id}/parts/1`, bytes, headers);
  return send<Identified>(caller, 'POST', `/uploads/${upload.id}/complete`);
}

export function drawSquare(side: number, colour: string): Promise<Buffer> {
  return sharp({ create: { width: side, height: side, channels: 3, background: colour } })
    .png()
    .toBuffer();
}

/** One thing of each kind in the owner's organization, made through the door wherever the door makes it. */
export async function fillStudio(studio: StudioApp, owner: StudioPerson): Promise<Things> {
  const member = await studio.join(owner, 'somebody', 'viewer');
  const sessions = await send<{ items: Identified[] }>(owner, 'GET', '/me/sessions');
  const invited = await send<{ invitation: Identified; link: string }>(owner, 'POST', '/invitations', {
    email: 'guest@example.test',
    role: 'viewer',
  });
  const asset = await uploadFile(owner, 'square.png', await drawSquare(64, '#b3402a'));
  const upload = await send<Identified>(owner, 'POST', '/uploads', { name: 'later.png', sizeBytes: 10 });
  const brand = await send<Identified>(owner, 'POST', '/brands', { name: 'Sable' });
  const { files } = await send<{ files: Identified[] }>(owner, 'POST', `/brands/${brand.id}/files`, {
    kind: 'badge',
    assetId: asset.id,
  });
  const product = await send<{ id: string; media: Identified[] }>(owner, 'POST', '/products', {
    kind: 'garment',
    name: 'Linen shirt',
    media: [{ assetId: asset.id }],
  });
  const bulk = await send<{ editId: string }>(owner, 'POST', '/products/bulk', {
    ids: [product.id],
    change: { action: 'add_tags', tags: ['summer'] },
  });
  const productImport = await send<Identified>(owner, 'POST', '/product-imports', {
    name: 'Linen.csv',
    dataUri: `data:text/csv;base64,${Buffer.from('name\nLinen trousers\n').toString('base64')}`,
  });
  const productTemplate = await send<Identified>(owner, 'POST', '/product-templates', {
    copyOf: 'runway',
    name: 'Slow walk',
  });
  const savedView = await send<Identified>(owner, 'POST', '/saved-views', {
    screen: 'products',
    name: 'Linen in summer',
    query: 'tag=summer',
  });
  const { webhook } = await send<{ webhook: Identified }>(owner, 'POST', '/webhooks', {
    name: 'Linen stock',
    url: 'http://127.0.0.1:1/hook',
  });
  const delivery = await send<Identified>(owner, 'POST', `/webhooks/${webhook.id}/test`);
  const consent = await send<Identified>(owner, 'POST', '/consents', {
    personName: 'Noa Levi',
    kind: 'voice',
    scope: 'Films of the summer',
    proof: 'Folder 12',
  });
  const film = await makeFilmProject(studio, owner);
  const budget = await send<Identified>(owner, 'POST', '/budgets', { limit: 1000, mode: 'observe' });
  const input = { brief: 'A linen shirt that breathes.', seconds: 15, music: 'none', ratios: ['16:9'] };
  const headers = { 'idempotency-key': newId() };
  const made = await send<{ job: Identified }>(owner, 'POST', '/jobs/film', { input, maxCredits: 0 }, headers);
  return {
    organization: owner.organizationId,
    member: member.userId,
    session: sessions.items[0]!.id,
    invitation: invited.invitation.id,
    invitationToken: invited.link.split('/').at(-1)!,
    apiKey: (await studio.makeKey(owner, ['read'])).apiKeyId,
    asset: asset.id,
    upload: upload.id,
    brand: brand.id,
    brandFile: files[0]!.id,
    product: product.id,
    productMedia: product.media[0]!.id,
    productEdit: bulk.editId,
    productImport: productImport.id,
    productTemplate: productTemplate.id,
    savedView: savedView.id,
    safetyDecision: await insertAppealed(studio, owner),
    consent: consent.id,
    ...(await connectAccount(studio, owner, made.job.id)),
    webhook: webhook.id,
    webhookDelivery: delivery.id,
    ...film,
    delivery: await insertDelivered(studio, owner, film.project, asset.id),
    job: made.job.id,
    budget: budget.id,
  };
}

/** A refusal that was appealed. */
async function insertAppealed(studio: StudioApp, owner: StudioPerson): Promise<string> {
  const id = newId();
  await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query(
      `insert into safety_decisions (id, organization_id, subject, excerpt, found, text_sha256, category, level, checker, user_id, appeal)
       values ($1, app.org(), 'brief', 'words', 'word', $2, 'violence', 'strict', 'Built-in check', $3, 'open')`,
      [id, 'a'.repeat(64), owner.userId],
    ),
  );
  return id;
}

/** An account at a vendor nobody answers for, and a request to it of unknown outcome. */
async function connectAccount(studio: StudioApp, owner: StudioPerson, jobId: string) {
  const [connection, intent] = [newId(), newId()];
  const secret = createSecretBox({ current: { id: '00000007', key: Buffer.alloc(32, 7) }, previous: [] }).seal(
    'r8_not_a_key',
    `connections.secret:${connection}`,
  );
  await studio.test.database.inOrganization(owner.organizationId, async (transaction) => {
    await transaction.query(
      `insert into connections (id, organization_id, provider, name, base_url, secret, last_four)
       values ($1, app.org(), 'replicate', 'Studio', 'http://127.0.0.1:1', $2, '_key')`,
      [connection, secret],
    );
    await transaction.query(
      `insert into intents (id, organization_id, job_id, name, number, run, connection_id, is_operators, provider, model,
         capability, request, inputs, state, sent_at)
       values ($1, app.org(), $2, 'picture', 1, 1, $3, false, 'replicate', 'black-forest-labs/flux-schnell', 'image', '{}',
         '{"pictureUrls": []}', 'unknown', now())`,
      [intent, jobId, connection],
    );
  });
  return { connection, intent, ...(await addComfy(owner)) };
}

/** A server behind a firewall that nobody has heard of yet, and a workflow. */
async function addComfy(owner: StudioPerson) {
  const server = { name: 'gpu-1', kind: 'agent' };
  const made = await send<{ server: { id: string } }>(owner, 'POST', '/comfy-servers', server);
  const node = (class_type: string, inputs: object, title?: string) => ({
    class_type,
    inputs,
    ...(title ? { _meta: { title } } : {}),
  });
  const graph = {
    1: node('CheckpointLoaderSimple', { ckpt_name: 'a.safetensors' }),
    2: node('CLIPTextEncode', { text: 'x', clip: ['1', 1] }, 'Words {prompt=text}'),
    3: node('SaveImage', { images: ['2', 0], filename_prefix: 'x' }),
  };
  const own = await send<{ id: string }>(owner, 'POST', '/comfy-workflows', { name: 'Own', workflow: graph });
  return { comfyServer: made.server.id, comfyWorkflow: own.id };
}

/** A planned film with one take of its first shot, as the studio's own steps store it. */
async function makeFilmProject(studio: StudioApp, owner: StudioPerson) {
  const input = { brief: 'A linen shirt that breathes.', seconds: 15, music: 'none', ratios: ['16:9'] };
  const { storyboard } = await send<{ storyboard: Storyboard }>(owner, 'POST', '/films/plan', input);
  const scope = { organizationId: owner.organizationId, userId: owner.userId };
  const port = createFilmPort({ database: studio.test.database, appendEvent }, scope);
  const jobId = newId();
  const { projectId } = await port.open(jobId, filmInput.parse(input), 'Linen');
  const { shots } = await port.saveStoryboard(projectId, storyboard, null);
  const clip = await uploadFile(owner, 'clip.png', await drawSquare(65, '#204060'));
  const shot = shots[0]!.shotId;
  const { takeId } = await port.createTake({
    shotId: shot,
    jobId,
    scene: storyboard.scenes[0]!.shots[0]!.scene,
    inputsHash: 'first',
    clipAssetId: clip.id,
    posterAssetId: clip.id,
    previewAssetIds: [],
    madeBy: 'Built-in engine',
    seed: 1,
    isSelected: true,
  });
  return { project: projectId, shot, take: takeId };
}

/** A film that went out. Its file is a picture: only a render makes a film. */
async function insertDelivered(studio: StudioApp, owner: StudioPerson, projectId: string, assetId: string) {
  const id = newId();
  await studio.test.database.inOrganization(owner.organizationId, (transaction) =>
    transaction.query(
      `insert into delivery_records (id, organization_id, project_id, cut_number, ratio, preset, table_date, way, file_name,
         film_asset_id, film_sha256, details, user_id)
       select $1, $2, $3, 1, '16:9', 'youtube', '2026-11', 'marked', 'Linen_youtube_16x9.mp4', a.id, a.sha256, $5, $6
       from assets a where a.id = $4`,
      [id, owner.organizationId, projectId, assetId, DELIVERED, owner.userId],
    ),
  );
  return id;
}

const DELIVERED = {
  language: 'en',
  cover: null,
  post: null,
  facts: { ratio: '16:9', width: 64, height: 64, seconds: 1, sizeBytes: 1, framesPerSecond: 30, loudness: null },
  probe: null,
  findings: [],
};
