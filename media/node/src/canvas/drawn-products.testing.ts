import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SceneSubject } from '@kinora/contract';
import sharp from 'sharp';

/** Cut-outs drawn for tests: soft shading, own patterns, transparent ground. No photograph, no one else's product. */
export type ProductName = 'dress' | 'bottle' | 'shoe' | 'knit' | 'cup';

type Drawing = { width: number; height: number; stands: boolean; meanLightness: number; body: string };

const SHADE = `<linearGradient id="s" x1="0" y1="0" x2="1" y2=".35"><stop offset="0" stop-color="#fff" stop-opacity=".28"/><stop offset=".45" stop-color="#888" stop-opacity="0"/><stop offset="1" stop-color="#060410" stop-opacity=".34"/></linearGradient><filter id="b"><feGaussianBlur stdDeviation="14"/></filter><filter id="b2"><feGaussianBlur stdDeviation="5"/></filter>`;

function folds(lines: readonly string[]): string {
  return lines
    .map(
      (path, i) =>
        `<path d="${path}" fill="none" stroke="${i % 2 ? '#fff' : '#0a1430'}" stroke-width="${16 + (i % 3) * 8}" opacity="${i % 2 ? 0.2 : 0.26}" filter="url(#b)"/>`,
    )
    .join('');
}

const dressOutline =
  'M250 120 Q330 190 410 190 Q490 190 570 120 L640 150 Q700 200 690 320 L600 350 L575 480 Q640 760 700 1120 Q560 1180 410 1180 Q260 1180 120 1120 Q180 760 245 480 L220 350 L130 320 Q120 200 180 150 Z';
const knitOutline =
  'M300 90 Q410 150 520 90 L650 140 Q720 180 740 330 L790 760 L680 790 L620 470 L625 830 Q410 870 195 830 L200 470 L140 790 L30 760 L80 330 Q100 180 170 140 Z';

const drawings: Record<ProductName, Drawing> = {
  dress: {
    width: 820,
    height: 1240,
    stands: false,
    meanLightness: 66,
    body: `<defs>${SHADE}<pattern id="p" width="92" height="104" patternUnits="userSpaceOnUse" patternTransform="rotate(17)"><rect width="92" height="104" fill="#6fa3d8"/><path d="M20 18 q14 -16 26 2 q-4 18 -22 16 q-12 -4 -4 -18z M64 66 q18 -8 22 10 q-8 16 -22 8 q-10 -8 0 -18z" fill="#eef1ea"/><path d="M52 12 q10 6 4 18 M18 72 q12 2 14 16" stroke="#e3e9ea" stroke-width="6" fill="none"/></pattern><clipPath id="c"><path d="${dressOutline}"/></clipPath></defs><path d="${dressOutline}" fill="url(#p)"/><g clip-path="url(#c)">${folds(['M330 480 q-60 340 -130 700', 'M380 480 q-10 360 -40 700', 'M450 480 q20 340 60 700', 'M500 480 q70 340 140 660', 'M250 190 q-40 80 -20 160', 'M570 190 q50 80 20 160', 'M300 200 q40 130 20 260', 'M510 200 q-30 120 -10 260'])}<path d="M245 470 Q410 510 575 470" stroke="#25406e" stroke-width="10" opacity=".4" fill="none" filter="url(#b2)"/><rect width="820" height="1240" fill="url(#s)"/></g>`,
  },
  knit: {
    width: 820,
    height: 920,
    stands: false,
    meanLightness: 34,
    body: `<defs>${SHADE}<pattern id="p" width="26" height="22" patternUnits="userSpaceOnUse"><rect width="26" height="22" fill="#7c2f2a"/><path d="M0 4 L13 16 L26 4 M0 -7 L13 5 L26 -7 M0 15 L13 27 L26 15" stroke="#9c4438" stroke-width="5" fill="none"/></pattern><clipPath id="c"><path d="${knitOutline}"/></clipPath></defs><path d="${knitOutline}" fill="url(#p)"/><g clip-path="url(#c)">${folds(['M260 200 q-20 300 10 620', 'M380 200 q30 300 0 640', 'M520 220 q-40 300 20 600', 'M120 300 q-20 200 -30 460', 'M700 300 q30 200 40 460'])}<path d="M290 96 Q410 176 530 96" stroke="#3f1512" stroke-width="26" fill="none" opacity=".75"/><rect x="190" y="790" width="440" height="90" fill="#3a1210" opacity=".32"/><rect width="820" height="920" fill="url(#s)"/></g>`,
  },
  bottle: {
    width: 420,
    height: 1180,
    stands: true,
    meanLightness: 42,
    body: `<defs>${SHADE}<linearGradient id="g" x1="0" x2="1"><stop offset="0" stop-color="#1c3a30"/><stop offset=".16" stop-color="#2f6b57"/><stop offset=".3" stop-color="#79b39b"/><stop offset=".42" stop-color="#2f6b57"/><stop offset=".8" stop-color="#17352b"/><stop offset="1" stop-color="#2c5a4a"/></linearGradient><linearGradient id="k" x1="0" x2="1"><stop offset="0" stop-color="#8d6a3c"/><stop offset=".35" stop-color="#e8cf9d"/><stop offset="1" stop-color="#6f4f28"/></linearGradient></defs><path d="M150 20 h120 v110 h-120z" fill="url(#k)"/><path d="M160 130 h100 v120 q0 50 70 90 q70 46 70 140 v640 q0 48 -48 48 h-284 q-48 0 -48 -48 v-640 q0 -94 70 -140 q70 -40 70 -90z" fill="url(#g)"/><rect x="22" y="610" width="376" height="320" fill="#ece3d0"/><rect x="22" y="610" width="376" height="320" fill="url(#s)"/><rect x="90" y="690" width="240" height="6" fill="#3b3a30"/><rect x="120" y="726" width="180" height="26" fill="#3b3a30"/><rect x="150" y="790" width="120" height="5" fill="#3b3a30"/><rect x="60" y="330" width="20" height="760" rx="10" fill="#fff" opacity=".26" filter="url(#b2)"/>`,
  },
  shoe: {
    width: 1240,
    height: 620,
    stands: true,
    meanLightness: 55,
    body: `<defs>${SHADE}<linearGradient id="g" x1="0" y1="0" x2=".3" y2="1"><stop offset="0" stop-color="#d9a066"/><stop offset=".6" stop-color="#b0743c"/><stop offset="1" stop-color="#7d4d24"/></linearGradient><clipPath id="c"><path d="M90 200 Q120 60 260 60 Q330 70 380 160 Q520 250 680 270 Q920 300 1080 360 Q1190 400 1190 480 L1190 500 L70 500 Q50 340 90 200Z"/></clipPath></defs><path d="M60 490 h1140 q20 60 -30 90 q-540 30 -1090 0 q-40 -40 -20 -90z" fill="#efe7d8"/><path d="M60 540 h1136" stroke="#b9ac93" stroke-width="8"/><g clip-path="url(#c)"><rect width="1240" height="620" fill="url(#g)"/><path d="M380 160 q60 160 40 340" stroke="#6d431e" stroke-width="10" fill="none"/><path d="M860 290 q-60 100 -20 210" stroke="#6d431e" stroke-width="10" fill="none"/><g stroke="#f6efe0" stroke-width="16" stroke-linecap="round"><path d="M430 215 l90 70 M500 240 l80 66 M574 258 l70 60 M640 270 l66 52"/></g>${folds(['M130 200 q40 140 20 300', 'M250 120 q60 180 40 380', 'M700 300 q80 100 60 200', 'M1000 360 q40 60 20 140'])}<rect width="1240" height="620" fill="url(#s)"/></g>`,
  },
  cup: {
    width: 760,
    height: 700,
    stands: true,
    meanLightness: 82,
    body: `<defs>${SHADE}<linearGradient id="g" x1="0" x2="1"><stop offset="0" stop-color="#d8d3c8"/><stop offset=".35" stop-color="#fbf8f1"/><stop offset="1" stop-color="#a9a296"/></linearGradient></defs><path d="M560 230 a150 150 0 0 1 0 300" fill="none" stroke="#cfc9bc" stroke-width="52"/><path d="M60 120 h540 v380 q0 160 -160 160 h-220 q-160 0 -160 -160z" fill="url(#g)"/><ellipse cx="330" cy="122" rx="270" ry="46" fill="#8d8577"/><ellipse cx="330" cy="132" rx="240" ry="34" fill="#4a2f1e"/><path d="M60 330 h540 v60 h-540z" fill="#b9552f" opacity=".85"/>`,
  },
};

export type ProductShelf = {
  subjects: Record<ProductName, SceneSubject>;
  findAsset: (hash: string) => string | undefined;
};

/** Paints the products into a folder and says how scenes refer to them. */
export async function drawProducts(folder: string): Promise<ProductShelf> {
  const files = new Map<string, string>();
  const entries = await Promise.all(
    (Object.keys(drawings) as ProductName[]).map(async (name) => {
      const { width, height, body, stands, meanLightness } = drawings[name];
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`;
      const painted = await sharp(Buffer.from(svg)).png().toBuffer();
      const png = await sharp(painted).trim({ threshold: 1 }).png().toBuffer();
      const size = await sharp(png).metadata();
      const hash = createHash('sha256').update(png).digest('hex');
      const path = join(folder, `${name}.png`);
      writeFileSync(path, png);
      files.set(hash, path);
      const subject: SceneSubject = {
        pictureKey: name,
        use: 'cutout',
        hash,
        width: size.width,
        height: size.height,
        stands,
        meanLightness,
        inFrame: 0,
      };
      return [name, subject] as const;
    }),
  );
  return {
    subjects: Object.fromEntries(entries) as Record<ProductName, SceneSubject>,
    findAsset: (hash) => files.get(hash),
  };
}
