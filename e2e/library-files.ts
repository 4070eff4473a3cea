import type { BrowserContext } from 'playwright-core';
import type { PictureFile } from './product-pictures.ts';

/** Name, size and colours of pictures as a studio would have them: banners, portraits, squares. */
const PICTURES = [
  ['harbour coat front.png', 800, 1000, '#3d5a6c', '#e8e2d6'],
  ['harbour coat back.png', 800, 1000, '#36505f', '#e8e2d6'],
  ['campaign banner.png', 1600, 500, '#b4552d', '#f0d9b8'],
  ['field watch.png', 900, 900, '#22303c', '#cfd6da'],
  ['מעיל נמל.png', 1200, 800, '#6c3d5a', '#eadfe6'],
  ['story cover.png', 540, 960, '#2d6cb4', '#cfe0f4'],
  ['market stall.png', 1200, 800, '#7a8b3c', '#f3f0d8'],
  ['سترة.png', 1000, 800, '#8b3c3c', '#f4e2dd'],
] as const;

/** Each has its own shape and colours; the middle is one flat colour, for reading it. */
const DRAWING = (dark: string, light: string, turn: number) => `
  <body style="margin:0;background:${light};display:grid;place-items:center;height:100vh;overflow:hidden">
    <div style="width:46vmin;height:70vmin;background:${dark};border-radius:${turn * 4}vmin ${8 - turn}vmin 3vmin 3vmin;
      box-shadow:${turn + 1}vmin 3vmin 0 ${dark}55"></div>
  </body>`;

export async function drawLibraryPictures(context: BrowserContext): Promise<PictureFile[]> {
  const page = await context.newPage();
  const files: PictureFile[] = [];
  for (const [index, [name, width, height, dark, light]] of PICTURES.entries()) {
    await page.setViewportSize({ width, height });
    await page.setContent(DRAWING(dark, light, index % 6));
    files.push({ name, mimeType: 'image/png', buffer: await page.screenshot() });
  }
  await page.close();
  return files;
}

const RATE = 16_000;

/** A tone that swells and fades twice, as WAV. */
export function makeTone(seconds: number): PictureFile {
  const samples = Buffer.alloc(RATE * seconds * 2);
  for (let index = 0; index < RATE * seconds; index += 1) {
    const loudness = Math.abs(Math.sin((index / (RATE * seconds)) * 2 * Math.PI));
    samples.writeInt16LE(Math.round(Math.sin((index / RATE) * 2 * Math.PI * 220) * loudness * 24_000), index * 2);
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return { name: 'harbour theme.wav', mimeType: 'audio/wav', buffer: Buffer.concat([head, samples]) };
}
