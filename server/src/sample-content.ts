import { drawSampleFiles, SAMPLE_BRAND, SAMPLE_BRIEFS, sampleGoods } from '@kinora/studios';
import { findUnmodifiedSample, type MakeSample, type SampleMade } from './domains/brands/index.ts';
import type { SampleProduct } from './domains/catalogue/index.ts';
import type { Transaction } from './platform/database/index.ts';

const SAMPLE_KIT = { ...SAMPLE_BRAND, colours: [...SAMPLE_BRAND.colours] };

/** The sample's brand and photographs, as long as nobody changed them. */
export const findSample = (transaction: Transaction) => findUnmodifiedSample(transaction, SAMPLE_KIT);

/** The sample brand's files, drawn once per data folder; two requests at once share one drawing. */
export function createMakeSample(folder: string): MakeSample {
  let drawing: ReturnType<typeof drawSampleFiles> | undefined;
  return async (language) => {
    drawing ??= drawSampleFiles(folder);
    try {
      const files = await drawing;
      return {
        brief: SAMPLE_BRIEFS[language],
        brand: SAMPLE_KIT,
        pictures: files.pictures,
        logo: { path: files.logoPng, name: 'sable-logo.png' },
      };
    } finally {
      drawing = undefined;
    }
  };
}

/** The sample's products with the photographs that show them. */
export function toSampleProducts({ language, pictures }: Pick<SampleMade, 'language' | 'pictures'>): SampleProduct[] {
  const assetIds = new Map(pictures.map(({ key, assetId }) => [key, assetId]));
  return sampleGoods(language).flatMap(({ key, ...good }) => {
    const assetId = assetIds.get(key);
    return assetId ? [{ ...good, assetId }] : [];
  });
}
