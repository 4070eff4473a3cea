import { createReadStream } from 'node:fs';
import { type Asset, type Brand, KinoraError, type Language } from '@kinora/contract';
import type { FilmKit } from '@kinora/studios';
import type { Database, Transaction } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids.ts';
import type { SignedLinks } from '../../platform/storage/index.ts';
import { type AssetService, findAssets, type Maker, toThumbnailUrl } from '../assets/index.ts';
import {
  type BrandChange,
  type BrandRecord,
  type BrandWatermark,
  findBrand,
  findSampleBrand,
  insertBrand,
  listBrands,
  updateBrand,
} from './store.ts';

/** The sample as the studio makes it: pictures, a logo, a brief and a kit. */
export type SampleContent = {
  brief: string;
  brand: { name: string; colours: string[]; callToAction: string | null; legalLine: string | null };
  pictures: { path: string; name: string }[];
  logo: { path: string; name: string };
};
/** Draws the sample, or finds it drawn: the folder is the maker's own. The brief is in the language asked for. */
export type MakeSample = (language: Language) => Promise<SampleContent>;

export type BrandDependencies = {
  database: Pick<Database, 'inOrganization'>;
  links: SignedLinks;
  assets: Pick<AssetService, 'takeContent'>;
  makeSample: MakeSample;
};

export type BrandService = ReturnType<typeof createBrandService>;

/** Off until a person wants it; when it is on, small and out of the way. */
const plainWatermark: BrandWatermark = { isOn: false, anchor: 'bottom_right', scale: 0.12, opacity: 0.8, margin: 0.04 };

export function createBrandService(dependencies: BrandDependencies) {
  const { database, links } = dependencies;

  async function getBrand(transaction: Transaction, id: string): Promise<BrandRecord> {
    const record = await findBrand(transaction, id);
    if (!record) throw new KinoraError('brand.not_found', `no brand ${id}`);
    return record;
  }

  return {
    list: (organizationId: string): Promise<Brand[]> =>
      database.inOrganization(organizationId, async (transaction) =>
        (await listBrands(transaction)).map((record) => toBrand(record, links)),
      ),

    create: (organizationId: string, body: BrandChange & { name: string }): Promise<Brand> =>
      database.inOrganization(organizationId, async (transaction) => {
        await assertLogo(transaction, body.logoAssetId);
        const id = newId();
        await insertBrand(transaction, toNewBrand(id, organizationId, body));
        return toBrand(await getBrand(transaction, id), links);
      }),

    update: (organizationId: string, id: string, change: BrandChange): Promise<Brand> =>
      database.inOrganization(organizationId, async (transaction) => {
        const record = await getBrand(transaction, id);
        await assertLogo(transaction, change.logoAssetId);
        await updateBrand(transaction, id, applyChange(record, change));
        return toBrand(await getBrand(transaction, id), links);
      }),

    findKit: (organizationId: string, id: string): Promise<FilmKit | null> =>
      database.inOrganization(organizationId, async (transaction) => {
        const record = await findBrand(transaction, id);
        return record ? toKit(record) : null;
      }),

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
      const pictures: Asset[] = [];
      for (const picture of sample.pictures) pictures.push(await take(picture));
      const logo = await take(sample.logo);
      const brand = await database.inOrganization(maker.organizationId, (transaction) =>
        ensureSample(transaction, maker.organizationId, { ...sample.brand, logoAssetId: logo.id }, links),
      );
      return { brand, pictures, brief: sample.brief, seconds: 15 };
    },
  };
}

async function ensureSample(
  transaction: Transaction,
  organizationId: string,
  kit: SampleContent['brand'] & { logoAssetId: string },
  links: SignedLinks,
): Promise<Brand> {
  const known = await findSampleBrand(transaction);
  if (known) return toBrand(known, links);
  await insertBrand(transaction, { ...toNewBrand(newId(), organizationId, kit), isSample: true });
  const made = await findSampleBrand(transaction);
  if (!made) throw new KinoraError('brand.not_found', 'the sample brand was deleted');
  return toBrand(made, links);
}

async function assertLogo(transaction: Transaction, logoAssetId: string | null | undefined): Promise<void> {
  if (!logoAssetId) return;
  const logo = (await findAssets(transaction, [logoAssetId])).get(logoAssetId);
  if (logo && !logo.deleted_at && (logo.kind === 'image' || logo.kind === 'vector')) return;
  throw new KinoraError('brand.logo_unusable', `asset ${logoAssetId} cannot be a logo`);
}

function toNewBrand(id: string, organizationId: string, body: BrandChange & { name: string }) {
  return {
    id,
    organizationId,
    name: body.name,
    logoAssetId: body.logoAssetId ?? null,
    colours: body.colours ?? [],
    watermark: body.watermark ?? plainWatermark,
    callToAction: body.callToAction ?? null,
    legalLine: body.legalLine ?? null,
    isSample: false,
  };
}

function applyChange(record: BrandRecord, change: BrandChange): BrandRecord {
  return {
    ...record,
    name: change.name ?? record.name,
    logo_asset_id: change.logoAssetId === undefined ? record.logo_asset_id : change.logoAssetId,
    colours: change.colours ?? record.colours,
    watermark: change.watermark ?? record.watermark,
    call_to_action: change.callToAction === undefined ? record.call_to_action : change.callToAction,
    legal_line: change.legalLine === undefined ? record.legal_line : change.legalLine,
  };
}

function toBrand(record: BrandRecord, links: SignedLinks): Brand {
  return {
    id: record.id,
    name: record.name,
    logoAssetId: record.logo_asset_id as Brand['logoAssetId'],
    logoUrl: toLogoUrl(record, links),
    colours: record.colours,
    isSample: record.is_sample,
    watermark: record.watermark,
    callToAction: record.call_to_action,
    legalLine: record.legal_line,
    createdAt: record.created_at.toISOString(),
  };
}

function toLogoUrl(record: BrandRecord, links: SignedLinks): string | null {
  if (!record.logo_sha256 || !record.logo_media_type) return null;
  return toThumbnailUrl(
    {
      organization_id: record.organization_id,
      sha256: record.logo_sha256,
      media_type: record.logo_media_type,
      thumbnail_sha256: record.logo_thumbnail_sha256,
    },
    links,
  );
}

export function toKit(record: BrandRecord): FilmKit {
  const { isOn, anchor, scale, opacity, margin } = record.watermark;
  return {
    brandId: record.id,
    name: record.name,
    colours: record.colours,
    logoAssetId: record.logo_asset_id,
    callToAction: record.call_to_action,
    legalLine: record.legal_line,
    watermark: isOn ? { anchor: anchor as NonNullable<FilmKit['watermark']>['anchor'], scale, opacity, margin } : null,
  };
}
