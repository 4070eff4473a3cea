import sharp from 'sharp';

/** A product photograph drawn by a test, with the outline it truly has. */
export type DrawnPicture = { name: string; width: number; height: number; photo: Buffer; truth: Buffer };

export type DrawnName = 'bottle' | 'mug' | 'bag' | 'shirt' | 'white-pattern' | 'uneven';

const WIDTH = 900;
const HEIGHT = 1100;

const products: Record<DrawnName, string> = {
  // Standing bottle with a label, soft volume.
  bottle: `<defs><linearGradient id="g" x1="0" x2="1"><stop offset="0" stop-color="#2c4a3a"/><stop offset=".3" stop-color="#6d977c"/><stop offset="1" stop-color="#1d3328"/></linearGradient></defs>
    <path d="M400 200 h100 v170 q0 40 60 80 q40 30 40 90 v370 q0 30 -30 30 h-240 q-30 0 -30 -30 v-370 q0 -60 40 -90 q60 -40 60 -80 z" fill="url(#g)"/>
    <rect x="320" y="620" width="260" height="170" fill="#efe6d2"/><rect x="350" y="660" width="200" height="12" fill="#444"/>`,
  // Mug with a handle: a hole that shows the ground.
  mug: `<path d="M620 480 a120 130 0 0 1 0 260" fill="none" stroke="#a63d2f" stroke-width="46"/>
    <path d="M240 400 h390 v380 q0 60 -60 60 h-270 q-60 0 -60 -60 z" fill="#b8493a"/><ellipse cx="435" cy="402" rx="195" ry="34" fill="#7d2c22"/>`,
  // Bag with a strap eight pixels wide.
  bag: `<path d="M300 560 q150 -520 300 0" fill="none" stroke="#4b3621" stroke-width="8"/>
    <path d="M220 540 h460 l40 380 q4 40 -40 40 h-460 q-44 0 -40 -40 z" fill="#7a5434"/><rect x="400" y="620" width="100" height="60" rx="8" fill="#c9a15a"/>`,
  // Shirt laid flat, with folds.
  shirt: `<path d="M330 220 q120 70 240 0 l180 90 -60 190 -90 -40 v460 h-300 v-460 l-90 40 -60 -190 z" fill="#5d7fa8"/>
    <g fill="none" stroke="#3f5d83" stroke-width="26" opacity=".55" filter="url(#soft)"><path d="M360 420 q80 200 20 480"/><path d="M470 360 q-40 260 30 540"/><path d="M560 430 q-30 200 10 470"/></g>
    <g fill="none" stroke="#86a5c9" stroke-width="22" opacity=".6" filter="url(#soft)"><path d="M400 400 q90 240 20 500"/><path d="M520 380 q-20 260 10 520"/></g>
    <defs><filter id="soft"><feGaussianBlur stdDeviation="9"/></filter></defs>`,
  // White stripes that reach the outline, on white ground: the plain flood runs straight through them.
  'white-pattern': `<defs><pattern id="p" width="44" height="44" patternUnits="userSpaceOnUse" patternTransform="rotate(24)"><rect width="44" height="44" fill="#b03a5b"/><rect width="44" height="9" fill="#f6f5f2"/></pattern></defs>
    <path d="M300 200 h300 l90 700 q-240 60 -480 0 z" fill="url(#p)"/>`,
  uneven: `<path d="M260 330 q190 -90 380 0 v480 q-190 90 -380 0 z" fill="#33506e"/>`,
};

const shadow = `<ellipse cx="450" cy="952" rx="260" ry="26" fill="#000" opacity=".22" filter="url(#blur)"/><defs><filter id="blur"><feGaussianBlur stdDeviation="16"/></filter></defs>`;

const grounds: Record<DrawnName, string> = {
  bottle: `<rect width="100%" height="100%" fill="#f2f1ee"/>${shadow}`,
  mug: `<rect width="100%" height="100%" fill="#ecebe9"/>`,
  bag: `<rect width="100%" height="100%" fill="#f7f7f7"/>${shadow}`,
  shirt: `<rect width="100%" height="100%" fill="#f4f3f1"/>`,
  'white-pattern': `<rect width="100%" height="100%" fill="#f7f6f3"/>`,
  uneven: `<defs><radialGradient id="u" cx=".35" cy=".25" r="1"><stop offset="0" stop-color="#fbfaf7"/><stop offset=".55" stop-color="#dcd9d3"/><stop offset="1" stop-color="#b3afa8"/></radialGradient></defs><rect width="100%" height="100%" fill="url(#u)"/>`,
};

export type DrawOptions = { width?: number; noise?: number };

/** Draws product over ground with a little sensor noise; `truth` is the product's own alpha at the same size. */
export async function drawPicture(
  name: DrawnName,
  { width = WIDTH, noise = 2 }: DrawOptions = {},
): Promise<DrawnPicture> {
  const height = Math.round((width * HEIGHT) / WIDTH);
  const svg = (inner: string) =>
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${inner}</svg>`,
    );
  const product = await sharp(svg(products[name])).png().toBuffer();
  const { data } = await sharp(svg(grounds[name]))
    .composite([{ input: product }])
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  addNoise(data, noise);
  const photo = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
  const truth = await sharp(product).extractChannel('alpha').raw().toBuffer();
  return { name, width, height, photo, truth };
}

function addNoise(data: Buffer, amount: number): void {
  let state = 12345;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = Math.max(0, Math.min(255, data[i]! + Math.round((state / 0xffffffff - 0.5) * 2 * amount)));
  }
}
