import { join } from 'node:path';
import { type FileParser, type Intake, type MediaEngine, takeIn, uprightSize } from '@kinora/media-node';
import sharp, { type Sharp } from 'sharp';
import type { AnalysedFile, FileInspector, InspectedFile, NewDerivative } from './inspector.ts';

const thumbnailSide = 640;
/** Pictures: a placeholder is one colour, so a few pixels are enough to find it. */
const colourSide = 32;

export type InspectorParts = { parser: FileParser; engine: MediaEngine };

/**
 * Looks into files that came from people. Parsing happens in children (the parser's and the engine's); what is opened
 * here afterwards are pictures that were decoded whole before, or that the engine drew.
 */
export function createFileInspector(parts: InspectorParts): FileInspector {
  return {
    async inspect(request) {
      const intake = await takeIn(request, parts);
      return { ...describeFile(request.file, intake), ...(await makeThumbnail(request, intake)) };
    },
    async analyse(file, folder, signal): Promise<AnalysedFile> {
      const { analysis, cutoutFile } = await parts.parser.parse('analysis', file, folder, { signal });
      return { analysis, ...(cutoutFile ? { cutoutPath: cutoutFile } : {}) };
    },
  };
}

/** What the row will say. A drawing is kept as it was written again from the allow list, never as it came. */
function describeFile(path: string, intake: Intake): Omit<InspectedFile, 'derivatives' | 'placeholderColour'> {
  const { mediaType, notices } = intake;
  const none = { path, mediaType, notices, width: null, height: null, frames: null, durationSeconds: null, probe: {} };
  switch (intake.family) {
    case 'picture':
      return { ...none, kind: 'image', width: intake.picture.width, height: intake.picture.height };
    case 'drawing': {
      const { cleanFile, workingWidth, workingHeight } = intake.drawing;
      return { ...none, kind: 'vector', path: cleanFile, width: workingWidth, height: workingHeight };
    }
    case 'model': {
      const { analysis, cutoutFile, triangles } = intake.model;
      const analysed = { analysis, ...(cutoutFile ? { cutoutPath: cutoutFile } : {}) };
      return { ...none, kind: 'document', probe: { triangles }, analysed };
    }
    case 'font':
      return { ...none, kind: 'font', probe: { ...intake.font } };
    case 'film':
    case 'sound':
      return { ...none, kind: intake.family === 'film' ? 'video' : 'audio', ...describeProbe(intake.probe) };
  }
}

function describeProbe(probe: Extract<Intake, { family: 'film' | 'sound' }>['probe']) {
  const size = probe.video ? uprightSize(probe.video) : undefined;
  return {
    width: size?.width ?? null,
    height: size?.height ?? null,
    frames: probe.video?.frameCount ?? null,
    durationSeconds: probe.durationSeconds,
    probe: { ...probe },
  };
}

type PictureFacts = { derivatives: NewDerivative[]; placeholderColour: string | null };

async function makeThumbnail(request: { file: string; folder: string }, intake: Intake): Promise<PictureFacts> {
  const source = await findPicture(request, intake);
  if (!source) return { derivatives: [], placeholderColour: null };
  const path = join(request.folder, 'thumbnail.webp');
  const info = await source.picture
    .clone()
    .resize({ width: thumbnailSide, height: thumbnailSide, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toFile(path);
  const thumbnail = {
    kind: 'thumbnail' as const,
    path,
    mediaType: 'image/webp',
    width: info.width,
    height: info.height,
  };
  return { derivatives: [thumbnail, ...source.derivatives], placeholderColour: await findColour(path) };
}

async function findPicture(
  request: { file: string; folder: string },
  intake: Intake,
): Promise<{ picture: Sharp; derivatives: NewDerivative[] } | undefined> {
  if (intake.family === 'film') {
    const { rgba, size } = intake.still;
    const raw = { width: size.width, height: size.height, channels: 4 as const };
    return { picture: sharp(rgba, { raw }), derivatives: [] };
  }
  if (intake.family === 'model') return pictureOfModel(intake.model);
  const working =
    intake.family === 'picture' ? intake.picture : intake.family === 'drawing' ? intake.drawing : undefined;
  if (!working) return undefined;
  const { workingFile, workingWidth, workingHeight } = working;
  const picture = sharp(workingFile).autoOrient();
  if (workingFile === request.file) return { picture, derivatives: [] };
  const copy = { kind: 'working' as const, path: workingFile, width: workingWidth, height: workingHeight };
  return { picture, derivatives: [{ ...copy, mediaType: mediaTypeOf(workingFile) }] };
}

/** What stands for the model wherever a picture is wanted, and its views for the turntable. */
function pictureOfModel({ picture, views, sheets }: Extract<Intake, { family: 'model' }>['model']) {
  const { file, width, height } = picture;
  const mediaType = 'image/png';
  const working: NewDerivative = { kind: 'working', path: file, mediaType, width, height };
  const turn = [...views, ...sheets].map(
    (view, index): NewDerivative => ({
      kind: `turn-${String(index).padStart(2, '0')}`,
      path: view.file,
      mediaType: mediaTypeOf(view.file),
      width: view.width,
      height: view.height,
    }),
  );
  return { picture: sharp(file), derivatives: [working, ...turn] };
}

function mediaTypeOf(path: string): string {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return `image/${ending === 'jpg' ? 'jpeg' : ending}`;
}

/** The dominant colour over white: what stands in the picture's place until it has loaded. */
async function findColour(path: string): Promise<string> {
  const small = await sharp(path)
    .resize(colourSide, colourSide, { fit: 'fill' })
    .flatten({ background: '#ffffff' })
    .toBuffer();
  const { dominant } = await sharp(small).stats();
  return `#${[dominant.r, dominant.g, dominant.b].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
