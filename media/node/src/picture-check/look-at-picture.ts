import { KinoraError } from '@kinora/contract';
import sharp from 'sharp';
import { readModelFiles } from './model-files.ts';
import { PICTURE_CLASSES, type PictureScores } from './picture-scores.ts';
import { type Operation, planNetwork } from './plan-network.ts';
import { INPUT_SIDE, runNetwork } from './run-network.ts';

let network: Promise<Operation[]> | undefined;

/** The model is read with the first picture: 0.3 s. */
function loadNetwork(): Promise<Operation[]> {
  network ??= readModelFiles().then(planNetwork);
  return network;
}

/** A picture that was let in before, as the model sees it: on white, and squeezed into its square as it was taught. */
export async function lookAtPicture(file: string): Promise<PictureScores> {
  const operations = await loadNetwork();
  const { data, info } = await sharp(file, { failOn: 'none', page: 0, pages: 1 })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ width: INPUT_SIDE, height: INPUT_SIDE, fit: 'fill', kernel: 'linear' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new KinoraError('picture_check.failed', `${info.channels} channels of a picture`);
  const picture = Float32Array.from(data, (value) => value / 255);
  const answers = runNetwork(operations, { width: INPUT_SIDE, height: INPUT_SIDE, channels: 3, data: picture });
  return Object.fromEntries(PICTURE_CLASSES.map((name, at) => [name, answers[at]])) as PictureScores;
}
