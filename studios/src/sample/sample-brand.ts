import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Language } from '@kinora/contract';
import { childProgram, registerFontShelf, runProgram, writeAside } from '@kinora/media-node';
import { drawSampleLogo, sampleLogoSvg } from './logo.ts';
import { SAMPLE_PRODUCTS } from './products.ts';

/** The brand that comes with the studio. Invented; its goods are drawn by this folder's own code. */
export const SAMPLE_BRAND = {
  name: 'Sable',
  colours: ['#2b5590', '#9a5a2e', '#c08a2d', '#eee5d3'],
  callToAction: null,
  legalLine: null,
} as const;

/** Brief of the sample film in each language. Each says the same. */
export const SAMPLE_BRIEFS: Readonly<Record<Language, string>> = {
  en: `Sable. Made to be kept.
The scarf, woven in Biella. The tote, stitched by hand. The beanie, knitted in Donegal.
Facts: lambswool, vegetable-tanned leather, soft merino
Claim: Cared for, it lasts decades.
From €79. Free repairs for life. In stores and online from 3 October.
Tone: calm.`,
  he: `מותג: Sable
פתיחה: נועד להישאר
הצעיף נארג בביאלה. התיק נתפר ביד. הכובע נסרג בדונגל.
חומרים: צמר כבשים, עור בעיבוד צמחי, צמר מרינו
סלוגן: בטיפול נכון, זה נשאר עשורים.
החל מ-320 ₪. תיקונים חינם לכל החיים. בחנויות ובאתר מ-3 באוקטובר.
טון: רגוע.`,
  ar: `العلامة: Sable
الافتتاحية: صنعت لتبقى
الوشاح منسوج في بييلا. الحقيبة مخيطة باليد. القبعة محبوكة في دونيغال.
المواد: صوف الحملان، جلد مدبوغ نباتياً، صوف ميرينو
الشعار: بالعناية تدوم عقوداً.
ابتداءً من 320 درهم. إصلاح مجاني مدى الحياة. في المتاجر وعلى الموقع من 3 أكتوبر.
النبرة: هادئة.`,
};
export const SAMPLE_SECONDS = 15;

export type SampleFiles = {
  logoPng: string;
  logoSvg: string;
  pictures: { key: string; name: string; path: string }[];
};

/**
 * Draws the sample brand's files into a folder, two products at a time in processes of their own; files that are there
 * already are kept. The same code gives the same pictures.
 */
export async function drawSampleFiles(folder: string, options: { signal?: AbortSignal } = {}): Promise<SampleFiles> {
  await mkdir(folder, { recursive: true });
  const pictures = SAMPLE_PRODUCTS.map(({ key, fileName }) => ({ key, name: fileName, path: join(folder, fileName) }));
  const waiting = [...pictures];
  const drawNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await drawProduct(next, options.signal);
  };
  await Promise.all([drawNext(), drawNext()]);
  registerFontShelf();
  const logoPng = join(folder, 'sable-logo.png');
  const logoSvg = join(folder, 'sable-mark.svg');
  await writeFile(logoPng, drawSampleLogo());
  await writeFile(logoSvg, sampleLogoSvg());
  return { logoPng, logoSvg, pictures };
}

async function drawProduct(picture: { key: string; path: string }, signal: AbortSignal | undefined): Promise<void> {
  const isThere = await access(picture.path).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  const { file, execArgv } = childProgram('studios/src/sample/draw-product.program.ts');
  await writeAside(picture.path, async (aside) => {
    const outcome = await runProgram(process.execPath, [...execArgv, file, picture.key, aside], {
      signal,
      timeLimitMs: 120_000,
    });
    if (outcome.exitCode !== 0) throw new Error(`Drawing "${picture.key}" failed: ${outcome.errorTail}`);
  });
}
