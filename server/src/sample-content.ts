import { drawSampleFiles, SAMPLE_BRAND, SAMPLE_BRIEFS } from '@kinora/studios';
import type { MakeSample } from './domains/brands/index.ts';

/** The sample brand's files, drawn once per data folder; two requests at once share one drawing. */
export function createMakeSample(folder: string): MakeSample {
  let drawing: ReturnType<typeof drawSampleFiles> | undefined;
  return async (language) => {
    drawing ??= drawSampleFiles(folder);
    try {
      const files = await drawing;
      return {
        brief: SAMPLE_BRIEFS[language],
        brand: { ...SAMPLE_BRAND, colours: [...SAMPLE_BRAND.colours] },
        pictures: files.pictures,
        logo: { path: files.logoPng, name: 'sable-logo.png' },
      };
    } finally {
      drawing = undefined;
    }
  };
}
