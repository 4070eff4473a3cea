import type { Size } from '@kinora/contract';
import { CLOCK, DISC, QUARTERS } from './recorded-films.ts';

type Colour = keyof typeof QUARTERS | 'disc' | 'clock';
export type SeenRecording = {
  /** Pixels of the disc, for roundness and size. */
  width: number;
  height: number;
  /** Radius of the clock in parts of the disc's. */
  clockShare: number;
  /** Colour that fills each quarter around the disc. */
  quarters: Record<keyof typeof QUARTERS, Colour | undefined>;
};

/** Hues are told apart far below this; scrims, vignettes and coded colour move them by a few degrees. */
const HUE_TOLERANCE = 18;
const LEAST_SATURATION = 0.7;
/** Deep walls may be as saturated, and of the disc's hue; they are never as bright. */
const LEAST_BRIGHTNESS = 100;
const LEAST_DISC_BRIGHTNESS = 155;
const HUES = (Object.entries({ ...QUARTERS, disc: DISC, clock: CLOCK }) as [Colour, string][]).map(
  ([name, hex]) => [name, toHue(...channelsOf(hex)).hue] as const,
);

/** Finds the recording in a frame of the finished film by its colours, wherever and however large it stands. */
export function readRecording(rgba: Uint8Array, size: Size): SeenRecording {
  const colours = Array.from({ length: size.width * size.height }, (_, pixel) => colourOf(rgba, pixel * 4));
  const disc = measure(colours, size, (colour) => colour === 'disc' || colour === 'clock');
  const clock = measure(colours, size, (colour) => colour === 'clock');
  const reach = 0.7 * disc.width;
  const around = (signX: number, signY: number) => {
    const counts = new Map<Colour, number>();
    for (let step = 0; step < reach; step += 1) {
      for (let other = 0; other < reach; other += 1) {
        const [x, y] = [Math.round(disc.x + signX * step), Math.round(disc.y + signY * other)];
        if (x < 0 || y < 0 || x >= size.width || y >= size.height) continue;
        const colour = colours[y * size.width + x];
        if (colour && colour !== 'disc' && colour !== 'clock') counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
    }
    return [...counts].sort((first, second) => second[1] - first[1])[0]?.[0];
  };
  return {
    width: disc.width,
    height: disc.height,
    clockShare: (clock.width + clock.height) / (disc.width + disc.height),
    quarters: {
      topLeft: around(-1, -1),
      topRight: around(1, -1),
      bottomLeft: around(-1, 1),
      bottomRight: around(1, 1),
    },
  };
}

/** Longest row and column of a disc's pixels, and its middle. Words over a part of it do not matter. */
function measure(colours: readonly (Colour | undefined)[], size: Size, belongs: (colour?: Colour) => boolean) {
  const rows = new Uint32Array(size.height);
  const columns = new Uint32Array(size.width);
  let [count, sumX, sumY] = [0, 0, 0];
  for (const [pixel, colour] of colours.entries()) {
    if (!belongs(colour)) continue;
    const [x, y] = [pixel % size.width, Math.floor(pixel / size.width)];
    rows[y]! += 1;
    columns[x]! += 1;
    count += 1;
    sumX += x;
    sumY += y;
  }
  return { width: Math.max(...rows), height: Math.max(...columns), x: sumX / count, y: sumY / count };
}

function colourOf(rgba: Uint8Array, offset: number): Colour | undefined {
  const channels = [rgba[offset]!, rgba[offset + 1]!, rgba[offset + 2]!] as const;
  const { hue, saturation } = toHue(...channels);
  const brightness = Math.max(...channels);
  if (saturation < LEAST_SATURATION || brightness < LEAST_BRIGHTNESS) return undefined;
  const near = HUES.find(([, known]) => Math.min(Math.abs(hue - known), 360 - Math.abs(hue - known)) < HUE_TOLERANCE);
  const isDisc = near?.[0] === 'disc' || near?.[0] === 'clock';
  return isDisc && brightness < LEAST_DISC_BRIGHTNESS ? undefined : near?.[0];
}

function toHue(red: number, green: number, blue: number): { hue: number; saturation: number } {
  const most = Math.max(red, green, blue);
  const spread = most - Math.min(red, green, blue);
  if (spread === 0) return { hue: 0, saturation: 0 };
  const sixth =
    most === red ? (green - blue) / spread : most === green ? 2 + (blue - red) / spread : 4 + (red - green) / spread;
  return { hue: (sixth * 60 + 360) % 360, saturation: spread / most };
}

function channelsOf(hex: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}
