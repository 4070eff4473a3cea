import { createReadStream } from 'node:fs';
import {
  type Asset,
  type Brand,
  type BrandBody,
  type BrandChange,
  type FilmInput,
  KinoraError,
  type Language,
  type LogoBrief,
  type LogoIdeas,
  type PaletteProposal,
  type Storyboard,
} from '@kinora/contract';
import { thinkOfLogos } from '@kinora/studios';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import type { SignedLinks } from '../../platform/storage/index.ts';
import { type AppendEvent, type AssetService, findAssets, type Maker } from '../assets/index.ts';
import { addFile, type BrandFileBody, type BrandFileChange, changeFile, removeFile } from './files.ts';
import { applyChange, assertKit, showsInShots, toNewFields } from './kit.ts';
import { proposePalette } from './palette.ts';
import { toBrand } from './present.ts';
import { type PreviewRequest, toFrame, toPreviewForm } from './preview.ts';
import {
  type BrandFields,
  type BrandFileRecord,
  type BrandRecord,
  findBrand,
  findSampleBrand,
  insertBrand,
  listBrandPictures,
  listBrands,
  lockBrand,
  setBrandHidden,
  updateBrand,
} from './store.ts';

/** The sample as the studio makes it: pictures, a logo, a brief and a kit. */
export type SampleContent = {
  brief: string;
  brand: { name: string; colours: string[]; callToAction: string | null; legalLine: string | null };
  pictures: { key: string; path: string; name: string }[];
  logo: { path: string; name: string };
};
/** Draws the sample, or finds it drawn: the folder is the maker's own. The brief is in the language asked for. */
export type MakeSample = (language: Language) => Promise<SampleContent>;

/** `pictures` in the order of the sample's own, each with the file it became. */
export type SampleMade = Maker & { brandId: string; language: Language; pictures: { key: string; assetId: string }[] };

export type BrandDependencies = {
  database: Pick<Database, 'inOrganization'>;
  links: SignedLinks;
  assets: Pick<AssetService, 'takeContent'>;
  makeSample: MakeSample;
  /** What else comes with the sample: called last in the transaction that makes its brand, and never again. */
  onSampleMade(transaction: Transaction, made: SampleMade): Promise<void>;
  appendEvent: AppendEvent;
  /** Local path of a stored file's picture. */
  openPicture(organizationId: string, hash: string): Promise<string>;
  /** Plans of the film studio; nothing is stored. */
  planFilm(organizationId: string, input: FilmInput): Promise<Storyboard>;
  drawFrame(organizationId: string, frame: ReturnType<typeof toFrame>): Promise<Buffer>;
  /** Called after a change of what shots show: plans follow it, in their own time. */
  onKitChanged(organizationId: string, brandId: string): void;
};

export type BrandService = ReturnType<typeof createBrandService>;

/** A larger picture would be decoded for too long beside requests. */
const MOST_PALETTE_PIXELS = 6_000_000;
/** Photographs a preview is planned from: enough for every kind of scene to find its own. */
const PREVIEW_PICTURES = 3;

/** Long only as a list: every method is one transaction of a few lines, and they share no more than these tools. */
export function createBrandService(dependencies: BrandDependencies) {
  const { database, links } = dependencies;

  async function getBrand(transaction: Transaction, id: string): Promise<BrandRecord> {
    const record = await findBrand(transaction, id);
    if (!record) throw new KinoraError('brand.not_found', `no brand ${id}`);
    return record;
  }

  async function present(transaction: Transaction, organizationId: string, id: string): Promise<Brand> {
    await dependencies.appendEvent(transaction, organizationId, { type: 'brand.updated', data: { brandId: id } });
    return toBrand(await getBrand(transaction, id), links);
  }

  /** One change of a kit at a time; plans follow when shots show it. */
  async function change(
    organizationId: string,
    id: string,
    apply: (transaction: Transaction, record: BrandRecord) => Promise<BrandFields>,
  ): Promise<Brand> {
    const changed = await database.inOrganization(organizationId, async (transaction) => {
      await lockBrand(transaction, id);
      const record = await getBrand(transaction, id);
      const next = await apply(transaction, record);
      const isShown = showsInShots(record, next);
      await updateBrand(transaction, id, next, isShown);
      return { brand: await present(transaction, organizationId, id), isShown };
    });
    if (changed.isShown) dependencies.onKitChanged(organizationId, id);
    return changed.brand;
  }

  return {
    list: (organizationId: string): Promise<Brand[]> =>
      database.inOrganization(organizationId, async (transaction) =>
        (await listBrands(transaction)).map((record) => toBrand(record, links)),
      ),

    get: (organizationId: string, id: string): Promise<Brand> =>
      database.inOrganization(organizationId, async (transaction) => toBrand(await getBrand(transaction, id), links)),

    create: (organizationId: string, body: BrandBody): Promise<Brand> =>
      database.inOrganization(organizationId, async (transaction) => {
        await assertKit(transaction, body, []);
        const id = newId();
        await insertBrand(transaction, { id, organizationId, isSample: false }, toNewFields(body));
        return present(transaction, organizationId, id);
      }),

    update: (organizationId: string, id: string, body: BrandChange): Promise<Brand> =>
      change(organizationId, id, async (transaction, record) => {
        await assertKit(transaction, body, record.files);
        return applyChange(record, body);
      }),

    hide: (organizationId: string, id: string): Promise<void> =>
      database.inOrganization(organizationId, async (transaction) => {
        await getBrand(transaction, id);
        await setBrandHidden(transaction, id, true);
        await dependencies.appendEvent(transaction, organizationId, { type: 'brand.updated', data: { brandId: id } });
      }),

    restore: (organizationId: string, id: string): Promise<Brand> =>
      database.inOrganization(organizationId, async (transaction) => {
        await setBrandHidden(transaction, id, false);
        return present(transaction, organizationId, id);
      }),

    addFile: (organizationId: string, id: string, body: BrandFileBody): Promise<Brand> =>
      change(organizationId, id, async (transaction, record) => {
        await addFile(transaction, record, body);
        return record;
      }),

    changeFile: (organizationId: string, id: string, fileId: string, body: BrandFileChange): Promise<Brand> =>
      change(organizationId, id, async (transaction, record) => {
        await changeFile(transaction, findFile(record, fileId), body);
        return record;
      }),

    removeFile: (organizationId: string, id: string, fileId: string): Promise<Brand> =>
      change(organizationId, id, (transaction, record) => removeFile(transaction, record, findFile(record, fileId).id)),

    thinkOfLogos: (organizationId: string, id: string, brief: LogoBrief): Promise<LogoIdeas> =>
      database.inOrganization(organizationId, async (transaction) => {
        const { name, colours, words_to_avoid: wordsToAvoid } = await getBrand(transaction, id);
        return { ideas: thinkOfLogos({ ...brief, name, colours, wordsToAvoid }), isWritten: false, notice: null };
      }),

    async proposePalette(organizationId: string, assetId: string): Promise<PaletteProposal> {
      const asset = await database.inOrganization(organizationId, async (transaction) =>
        (await findAssets(transaction, [assetId])).get(assetId),
      );
      if (!asset || asset.deleted_at) throw new KinoraError('asset.not_found', `no asset ${assetId}`);
      if (asset.kind !== 'image' && asset.kind !== 'vector')
        throw new KinoraError('brand.palette_unavailable', `asset ${assetId} is ${asset.kind}`);
      // A thumbnail is packed with loss and its colours are off by a little; only a large photograph is read from it.
      const isLarge = (asset.width ?? 0) * (asset.height ?? 0) > MOST_PALETTE_PIXELS;
      const hash = isLarge ? (asset.thumbnail_sha256 ?? asset.sha256) : asset.sha256;
      return proposePalette(await dependencies.openPicture(organizationId, hash));
    },

    async preview(organizationId: string, id: string, view: PreviewRequest & { language: Language }): Promise<Buffer> {
      const form = await database.inOrganization(organizationId, async (transaction) => {
        const record = await getBrand(transaction, id);
        return toPreviewForm(record, await listBrandPictures(transaction, id, PREVIEW_PICTURES), view.language);
      });
      const storyboard = await dependencies.planFilm(organizationId, form);
      return dependencies.drawFrame(organizationId, toFrame(storyboard, view));
    },

    /** Drawn on the first call, found again afterwards: pictures are one by content, the brand by its mark. */
    async getSample(
      maker: Maker,
      language: Language,
    ): Promise<{ brand: Brand; pictures: Asset[]; brief: string; seconds: 15 }> {
      const sample = await dependencies.makeSample(language);
      const take = ({ path, name }: { path: string; name: string }) =>
        dependencies.assets.takeContent(maker, createReadStream(path), {
          name,
          origin: 'sample',
          madeBy: 'Built-in engine',
          projectId: null,
        });
      const pictures: (SampleMade['pictures'][number] & { asset: Asset })[] = [];
      for (const picture of sample.pictures) {
        const asset = await take(picture);
        pictures.push({ key: picture.key, assetId: asset.id, asset });
      }
      const logo = await take(sample.logo);
      const brand = await database.inOrganization(maker.organizationId, async (transaction) => {
        const kit = { ...sample.brand, logoAssetId: logo.id };
        const { record, isNew } = await ensureSample(transaction, maker.organizationId, kit);
        if (isNew) await dependencies.onSampleMade(transaction, { ...maker, brandId: record.id, language, pictures });
        return toBrand(record, links);
      });
      return { brand, pictures: pictures.map(({ asset }) => asset), brief: sample.brief, seconds: 15 };
    },
  };
}

function findFile(brand: BrandRecord, fileId: string): BrandFileRecord {
  const file = brand.files.find(({ id }) => id === fileId);
  if (!file) throw new KinoraError('brand.file_not_found', `no file ${fileId} in brand ${brand.id}`);
  return file;
}

/** Asking for the sample brings a hidden sample brand back: there is one, and it was asked for. */
async function ensureSample(
  transaction: Transaction,
  organizationId: string,
  kit: SampleContent['brand'] & Required<Pick<BrandBody, 'logoAssetId'>>,
): Promise<{ record: BrandRecord; isNew: boolean }> {
  const isNew = await insertBrand(transaction, { id: newId(), organizationId, isSample: true }, toNewFields(kit));
  const made = await findSampleBrand(transaction);
  if (!made) throw new KinoraError('brand.not_found', 'the sample brand was not made');
  if (made.deleted_at) await setBrandHidden(transaction, made.id, false);
  return { record: made, isNew };
}
