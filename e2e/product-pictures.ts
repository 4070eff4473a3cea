import type { BrowserContext } from 'playwright-core';

export type PictureFile = { name: string; mimeType: string; buffer: Buffer };

const BOTTLE = (tint: string, turn: number) => `
  <body style="margin:0;background:linear-gradient(#f4f1ec,#ddd6cc);display:grid;place-items:center;height:100vh">
    <div style="rotate:${turn}deg;display:grid;justify-items:center">
      <div style="width:90px;height:70px;border-radius:12px 12px 0 0;background:linear-gradient(90deg,#222,#666 40%,#222)"></div>
      <div style="width:230px;height:560px;border-radius:60px 60px 24px 24px;
        background:linear-gradient(90deg,#0004,#fff6 35%,#0000 60%,#0005),${tint}"></div>
    </div>
  </body>`;

/** Two photographs of one product, drawn by the browser itself; names as people give them. */
export async function drawProductPictures(context: BrowserContext): Promise<PictureFile[]> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 1200, height: 900 });
  const files: PictureFile[] = [];
  for (const [name, tint, turn] of [
    ['bottle front.png', '#3f6f6a', 0],
    ['בקבוק 2.png', '#3f6f6a', 14],
  ] as const) {
    await page.setContent(BOTTLE(tint, turn));
    files.push({ name, mimeType: 'image/png', buffer: await page.screenshot() });
  }
  await page.close();
  return files;
}
