import sharp from 'sharp';
import type { MediaEngine } from '../engine/engine.ts';
import type { EngineRunOptions } from '../engine/request.ts';
import { writeAside } from '../files/write-aside.ts';
import { decodeFrame } from '../frames/decode-frames.ts';
import type { MediaProbe } from '../probe/media-probe.ts';

type StillOptions = Pick<EngineRunOptions, 'signal'> & { probe?: MediaProbe };

/** One frame as PNG at the film's own size: a seed frame, a freeze, a picture to edit. */
export async function extractFrame(
  engine: MediaEngine,
  filmPath: string,
  frame: number,
  targetPath: string,
  options: StillOptions = {},
): Promise<void> {
  const picture = await readStill(engine, filmPath, frame, options);
  await writeAside(targetPath, (aside) => picture.png({ compressionLevel: 6 }).toFile(aside));
}

/** The film's cover as JPEG, 4:4:4 so that coloured type keeps its edge. */
export async function makeCover(
  engine: MediaEngine,
  filmPath: string,
  targetPath: string,
  options: StillOptions & { frame?: number } = {},
): Promise<void> {
  const picture = await readStill(engine, filmPath, options.frame ?? 0, options);
  await writeAside(targetPath, (aside) =>
    picture.jpeg({ quality: 90, chromaSubsampling: '4:4:4', mozjpeg: true }).toFile(aside),
  );
}

async function readStill(engine: MediaEngine, filmPath: string, frame: number, options: StillOptions) {
  const { rgba, size } = await decodeFrame(engine, { path: filmPath, frame }, options);
  return sharp(rgba, { raw: { width: size.width, height: size.height, channels: 4 } }).removeAlpha();
}
