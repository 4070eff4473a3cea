import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Asset, type Brand, brand as brandSchema, paletteProposal } from '@kinora/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import { type Ask, createStudioApp, type StudioApp, type StudioPerson } from '../../testing/studio-app.ts';

let studio: StudioApp;
let owner: StudioPerson;
let viewer: StudioPerson;
let stranger: StudioPerson;
beforeAll(async () => {
  studio = await createStudioApp();
  owner = await studio.setUp();
  stranger = await studio.signUp('stranger');
  viewer = await studio.join(owner, 'viewer', 'viewer');
});
afterAll(() => studio.close());

async function ask(method: NonNullable<Ask['method']>, path: string, payload?: object, person = owner) {
  const answer = await person.ask({ method, url: `/api/v1${path}`, ...(payload ? { payload } : {}) });
  const isJson = String(answer.headers['content-type']).includes('json');
  return { status: answer.statusCode, body: isJson ? answer.json() : null, bytes: answer.rawPayload };
}
async function send(name: string, bytes: Buffer, type = 'application/octet-stream') {
  return ask('POST', '/assets', { name, dataUri: `data:${type};base64,${bytes.toString('base64')}` });
}
async function addPicture(svg: string, name = 'logo.png'): Promise<Asset> {
  return (await send(name, await sharp(Buffer.from(svg)).png().toBuffer())).body;
}
async function create(body: object): Promise<Brand> {
  const made = await ask('POST', '/brands', { name: 'Nera', ...body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return brandSchema.parse(made.body);
}
function fontFile(name: string, file: string): Promise<Buffer> {
  const require = createRequire(import.meta.url);
  return readFile(join(dirname(require.resolve(`${name}/package.json`)), file));
}
const logoSvg = (ink: string) =>
  `<svg width="400" height="120"><rect width="400" height="120" rx="20" fill="${ink}"/></svg>`;

describe('a kit', () => {
  it('keeps what is not sent, and hides without losing anything', async () => {
    const logo = await addPicture(logoSvg('#101010'));
    const light = await addPicture(logoSvg('#f6f0e4'), 'light.png');
    const made = await create({ logoAssetId: logo.id, wordsToAvoid: ['cheap'], tone: 'calm' });
    const changed = await ask('PATCH', `/brands/${made.id}`, {
      logoOnDarkAssetId: light.id,
      watermark: { ...made.watermark, isOn: true, offsetX: 0.01 },
    });
    expect(changed.body).toMatchObject({
      logoAssetId: logo.id,
      logoOnDarkAssetId: light.id,
      wordsToAvoid: ['cheap'],
      tone: 'calm',
      revision: made.revision + 1,
      watermark: { isOn: true, offsetX: 0.01, anchor: 'bottom_right' },
    });
    const quieter = await ask('PATCH', `/brands/${made.id}`, { watermark: { opacity: 0.5 } });
    expect(quieter.body.watermark).toEqual({ ...changed.body.watermark, opacity: 0.5 });
    expect((await ask('DELETE', `/assets/${light.id}`)).body.code).toBe('asset.in_use');
    expect((await ask('DELETE', `/brands/${made.id}`)).status).toBe(204);
    expect((await ask('GET', `/brands/${made.id}`)).body.code).toBe('brand.not_found');
    expect((await ask('POST', `/brands/${made.id}/restore`)).body).toMatchObject({ id: made.id, tone: 'calm' });
  });

  it('is read by viewers, changed by makers, and not there for others', async () => {
    const { id } = await create({});
    expect((await ask('GET', `/brands/${id}`, undefined, viewer)).status).toBe(200);
    expect((await ask('PATCH', `/brands/${id}`, { name: 'Other' }, viewer)).status).toBe(403);
    expect((await ask('GET', `/brands/${id}/uses`, undefined, stranger)).status).toBe(404);
    expect((await ask('PATCH', `/brands/${id}`, { name: 'Other' }, stranger)).status).toBe(404);
  });
});

describe('fonts', () => {
  it('come as TTF and WOFF2 with a note on their licence, and are chosen per script', async () => {
    const rubik = await send(
      'Rubik.ttf',
      await fontFile('@expo-google-fonts/rubik', '400Regular/Rubik_400Regular.ttf'),
    );
    const heebo = await send(
      'Heebo.woff2',
      await fontFile('@fontsource-variable/heebo', 'files/heebo-hebrew-wght-normal.woff2'),
    );
    const made = await create({});
    const files = `/brands/${made.id}/files`;
    expect((await ask('POST', files, { kind: 'font', assetId: rubik.body.id })).status).toBe(422);
    const licence = 'Bought for films, invoice 204';
    await ask('POST', files, { kind: 'font', assetId: heebo.body.id, licence });
    const kit = brandSchema.parse((await ask('POST', files, { kind: 'font', assetId: rubik.body.id, licence })).body);
    const fileOf = (name: string) => kit.files.find((file) => file.name === name)!;
    expect([fileOf('Heebo').scripts, fileOf('Rubik').scripts]).toEqual([['hebrew'], ['latin', 'hebrew', 'arabic']]);
    const choose = (latin: object) => ({ fonts: { ...kit.fonts, display: { latin, hebrew: null, arabic: null } } });
    const wrong = await ask('PATCH', `/brands/${made.id}`, choose({ kind: 'file', fileId: fileOf('Heebo').id }));
    expect([wrong.status, wrong.body.code]).toEqual([422, 'brand.font_script']);
    expect((await ask('PATCH', `/brands/${made.id}`, choose({ kind: 'shelf', family: 'Comic' }))).body.code).toBe(
      'brand.font_unknown',
    );
    const right = choose({ kind: 'file', fileId: fileOf('Rubik').id });
    expect((await ask('PATCH', `/brands/${made.id}`, right)).body.fonts).toEqual(right.fonts);
    const without = await ask('DELETE', `${files}/${fileOf('Rubik').id}`);
    expect(without.body.fonts.display.latin).toBeNull();
  });

  it('that are no fonts are refused with a sentence, and so are drawings that could run', async () => {
    const rubik = await fontFile('@expo-google-fonts/rubik', '400Regular/Rubik_400Regular.ttf');
    const broken = await send('Broken.ttf', Buffer.concat([rubik.subarray(0, 12), Buffer.alloc(4000, 255)]));
    expect([broken.status, broken.body.detail]).toEqual([422, expect.stringContaining('damaged or cut short')]);
    const cut = await send(
      'Cut.woff2',
      (await fontFile('@fontsource-variable/heebo', 'files/heebo-latin-wght-normal.woff2')).subarray(0, 900),
    );
    expect([cut.status, cut.body.detail]).toEqual([422, expect.stringContaining('damaged or cut short')]);
    const entity =
      '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>';
    const unsafe = await send('Unsafe.svg', Buffer.from(entity));
    expect([unsafe.status, unsafe.body.detail]).toEqual([422, expect.stringContaining('plain SVG')]);
    const made = await create({});
    const asset = await addPicture(logoSvg('#333333'), 'not-a-font.png');
    const body = { kind: 'font', assetId: asset.id, licence: 'Own' };
    expect((await ask('POST', `/brands/${made.id}/files`, body)).body.code).toBe('brand.font_unusable');
  });
});

describe('badges', () => {
  it('can be the watermark; taken out, the logo is it again', async () => {
    const picture = await addPicture(logoSvg('#7a1f1f'), 'award.png');
    const made = await create({});
    const kit = (await ask('POST', `/brands/${made.id}/files`, { kind: 'badge', assetId: picture.id })).body as Brand;
    const badge = kit.files[0]!;
    expect(badge).toMatchObject({ kind: 'badge', name: 'award', scripts: [] });
    const unknown = { watermark: { ...kit.watermark, fileId: newId() } };
    expect((await ask('PATCH', `/brands/${made.id}`, unknown)).body.code).toBe('brand.mark_unknown');
    const chosen = { watermark: { ...kit.watermark, isOn: true, fileId: badge.id } };
    expect((await ask('PATCH', `/brands/${made.id}`, chosen)).body.watermark.fileId).toBe(badge.id);
    expect((await ask('DELETE', `/brands/${made.id}/files/${badge.id}`)).body.watermark).toMatchObject({
      isOn: true,
      fileId: null,
    });
  });
});

describe('colours', () => {
  it('are proposed from a logo with their contrast in figures', async () => {
    const two = `<svg width="400" height="200"><rect width="300" height="200" fill="#204080"/><rect x="300" width="100" height="200" fill="#f0c020"/></svg>`;
    const asset = await addPicture(two, 'two.png');
    const { colours } = paletteProposal.parse((await ask('GET', `/assets/${asset.id}/palette`)).body);
    expect(colours.map(({ colour }) => colour)).toEqual(['#204080', '#f0c020']);
    expect(colours[0]!.share).toBeCloseTo(0.75, 1);
    expect(colours[0]).toMatchObject({ contrastOnWhite: 9.97, contrastOnBlack: 2.11 });
    const font = await send('Rubik2.ttf', await fontFile('@expo-google-fonts/rubik', '500Medium/Rubik_500Medium.ttf'));
    expect((await ask('GET', `/assets/${font.body.id}/palette`)).body.code).toBe('brand.palette_unavailable');
  });
});

describe('a frame of the brand', () => {
  it('is drawn in the uploaded font, and differs from the engine’s own choice', async () => {
    const rubik = await send(
      'Rubik.ttf',
      await fontFile('@expo-google-fonts/rubik', '400Regular/Rubik_400Regular.ttf'),
    );
    const made = await create({});
    const frame = async (language: string) => {
      const answer = await ask('GET', `/brands/${made.id}/frame?view=words&ratio=1:1&width=360&language=${language}`);
      expect(answer.status).toBe(200);
      return sharp(answer.bytes).greyscale().raw().toBuffer();
    };
    const [plain, plainHebrew] = [await frame('en'), await frame('he')];
    const body = { kind: 'font', assetId: rubik.body.id, licence: 'Open Font License' };
    const kit = (await ask('POST', `/brands/${made.id}/files`, body)).body as Brand;
    const latin = { kind: 'file', fileId: kit.files[0]!.id };
    await ask('PATCH', `/brands/${made.id}`, {
      fonts: { ...kit.fonts, display: { latin, hebrew: null, arabic: null } },
    });
    expect(differing(plain, await frame('en'))).toBeGreaterThan(0.01);
    expect(differing(plainHebrew, await frame('he'))).toBe(0);
  });
});

/** Share of pixels that differ plainly. */
function differing(first: Buffer, second: Buffer): number {
  let count = 0;
  for (let i = 0; i < first.length; i++) if (Math.abs(first[i]! - second[i]!) > 40) count += 1;
  return count / first.length;
}
