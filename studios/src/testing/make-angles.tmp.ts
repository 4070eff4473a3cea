// node --import tsx make-angles.ts MODEL.glb OUT N [careless 0..1] [varied|plain] [scale]
import { mkdir } from 'node:fs/promises';
import sharp from 'sharp';
import { drawTurn, measureModel, viewSize } from '/work/wt/films/media/node/src/model/draw-model.ts';
import { readModel } from '/work/wt/films/media/node/src/model/read-model.ts';

const [file, out, count, careless = '1', grounds = 'plain'] = process.argv.slice(2);
const n = Number(count),
  c = Number(careless);
await mkdir(out!, { recursive: true });
let seed = 7;
const random = () => {
  seed = (seed * 16807) % 2147483647;
  return seed / 2147483647;
};
const model = await readModel(file!);
const stand = measureModel(model);
const views = drawTurn(model, stand, viewSize(stand, 1100), n);
const W = 1800,
  H = 1500;
const PAPERS = grounds === 'varied' ? ['#e9e4dc', '#dfe3e6', '#efefec', '#d9d2c8'] : ['#e8e6e2'];
for (const [i, v] of views.entries()) {
  const spread = () => (random() * 2 - 1) * c;
  const gain = 1 + spread() * 0.14,
    wb = 1 + spread() * 0.05;
  const scale = 1 + spread() * 0.05;
  const [w, h] = [Math.round(v.width * scale), Math.round(v.height * scale)];
  const x = Math.round((W - w) / 2 + spread() * 70),
    y = Math.round((H - h) / 2 + 60 + spread() * 40);
  const paper = PAPERS[i % PAPERS.length]!;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${W}" height="${H}"><defs><linearGradient id="g" x1="0" y1="0" x2="0.3" y2="1"><stop offset="0" stop-color="#fff" stop-opacity="0.35"/><stop offset="1" stop-color="#000" stop-opacity="0.14"/></linearGradient><radialGradient id="s"><stop offset="0" stop-color="#000" stop-opacity="0.42"/><stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient></defs><rect width="100%" height="100%" fill="${paper}"/><rect width="100%" height="100%" fill="url(#g)"/><ellipse cx="${x + w * 0.53}" cy="${y + h * 0.965}" rx="${w * 0.48}" ry="${h * 0.045 + 14}" fill="url(#s)"/></svg>`;
  const thing = await sharp(v.data, { raw: { width: v.width, height: v.height, channels: 4 } })
    .resize(w, h)
    .png()
    .toBuffer();
  const flat = await sharp(Buffer.from(svg))
    .composite([{ input: thing, left: x, top: y }])
    .png()
    .toBuffer();
  const turned = await sharp(flat)
    .rotate(spread() * 0.8, { background: paper })
    .resize(W, H, { fit: 'cover' })
    .linear([gain * wb, gain, gain / wb], [0, 0, 0])
    .jpeg({ quality: 91 })
    .toBuffer();
  await sharp(turned).toFile(`${out}/${String(i + 1).padStart(2, '0')}.jpg`);
}
console.log('made', n);
