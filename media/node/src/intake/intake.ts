import { mkdir, open, stat } from 'node:fs/promises';
import { isKinoraError, say } from '@kinora/contract';
import type { MediaEngine } from '../engine/engine.ts';
import { decodeFrame } from '../frames/decode-frames.ts';
import type { ParsedModel } from '../model/parse-model.ts';
import type { MediaProbe } from '../probe/media-probe.ts';
import { INTAKE_LIMITS, PARSE_TIME_LIMIT_MS } from './limits.ts';
import type { ParsedDrawing } from './parse-drawing.ts';
import type { ParsedFont } from './parse-font.ts';
import type { ParsedPicture } from './parse-picture.ts';
import type { FileParser } from './parser.ts';
import { HEAD_BYTES, type IntakeFamily, type RecognisedKind, recognise } from './recognise.ts';
import { nameFile, refuse } from './refusal.ts';

export type IntakeRequest = {
  /** Where the upload lies. */
  file: string;
  /** What the person calls it; used in sentences only, never as a path. */
  name: string;
  /** Folder of this upload alone, for working copies. */
  folder: string;
  /** Aborting ends the look at it at once. */
  signal?: AbortSignal | undefined;
};

type Common = { mediaType: string; extension: string; sizeBytes: number; notices: string[] };

/** One frame of a film as raw RGBA: what stands for it wherever a picture is wanted. */
export type Still = { rgba: Uint8Array; size: { width: number; height: number } };

/** A file that was let in, by family. */
export type Intake =
  | (Common & { family: 'picture'; picture: ParsedPicture })
  | (Common & { family: 'drawing'; drawing: ParsedDrawing })
  | (Common & { family: 'film'; probe: MediaProbe; still: Still })
  | (Common & { family: 'sound'; probe: MediaProbe })
  | (Common & { family: 'font'; font: ParsedFont })
  | (Common & { family: 'model'; model: ParsedModel });

export type IntakeParts = { parser: FileParser; engine: MediaEngine };

/**
 * Lets one file in, or throws a KinoraError whose sentence says what is wrong with it. Nothing is parsed in this
 * process but the first 64 KB, by signature; films and sounds are read by the engine's own child.
 *
 * @example const intake = await takeIn({ file, name: 'נעל 👟.heic', folder }, { parser, engine });
 */
export async function takeIn(request: IntakeRequest, parts: IntakeParts): Promise<Intake> {
  try {
    await mkdir(request.folder, { recursive: true });
    const { size: sizeBytes } = await stat(request.file);
    if (sizeBytes === 0) throw refuse('intake.empty', 'file of 0 bytes');
    const kind = await recogniseFile(request.file);
    checkWeight(kind.family, sizeBytes);
    return await parseByFamily(request, kind, sizeBytes, parts);
  } catch (error) {
    if (isKinoraError(error)) throw nameFile(error, request.name);
    throw error;
  }
}

async function recogniseFile(file: string): Promise<RecognisedKind> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const found = await recognise(new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead));
    if (found.kind === 'known') return found.file;
    throw refuse('intake.unknown_kind', 'no signature matches');
  } finally {
    await handle.close();
  }
}

const WEIGHTS: Readonly<Record<IntakeFamily, number>> = {
  picture: INTAKE_LIMITS.pictureBytes,
  drawing: INTAKE_LIMITS.drawingBytes,
  film: INTAKE_LIMITS.filmBytes,
  sound: INTAKE_LIMITS.soundBytes,
  font: INTAKE_LIMITS.fontBytes,
  model: INTAKE_LIMITS.modelBytes,
};

function checkWeight(family: IntakeFamily, sizeBytes: number): void {
  const limit = WEIGHTS[family];
  if (sizeBytes <= limit) return;
  const megabytes = (value: number) => Math.round(value / 1024 / 1024);
  const noun = `${family}s`;
  throw refuse('intake.too_heavy', `${sizeBytes} bytes of ${family}`, {
    sentence: `This file has ${megabytes(sizeBytes)} MB; ${noun} may have up to ${megabytes(limit)} MB.`,
    details: { sizeBytes, limit },
  });
}

async function parseByFamily(
  request: IntakeRequest,
  kind: RecognisedKind,
  sizeBytes: number,
  { parser, engine }: IntakeParts,
): Promise<Intake> {
  const { family, mediaType, extension } = kind;
  const common = { mediaType, extension, sizeBytes, notices: [] as string[] };
  const { file, folder, signal } = request;
  switch (family) {
    case 'picture': {
      const picture = await parser.parse('picture', file, folder, { signal });
      return { ...common, family, picture, notices: pictureNotices(picture) };
    }
    case 'drawing': {
      const drawing = await parser.parse('drawing', file, folder, { signal });
      return { ...common, family, drawing, notices: drawingNotices(drawing) };
    }
    case 'font':
      return { ...common, family, font: await parser.parse('font', file, folder, { signal }) };
    case 'model':
      return { ...common, family, model: await parser.parse('model', file, folder, { signal }) };
    case 'film': {
      const probe = await probeMedia(engine, file, family);
      return { ...common, family, probe, still: await decodeStill(engine, file, probe) };
    }
    case 'sound':
      return { ...common, family, probe: await probeMedia(engine, file, family) };
  }
}

async function probeMedia(
  engine: Pick<MediaEngine, 'probe'>,
  file: string,
  family: 'film' | 'sound',
): Promise<MediaProbe> {
  const probe = await engine.probe(file, { timeLimitMs: PARSE_TIME_LIMIT_MS }).catch(refuseUnreadable);
  const isComplete =
    family === 'film' ? (probe.video?.frameCount ?? 0) > 0 : probe.audio.length > 0 && probe.durationSeconds > 0;
  if (!isComplete) throw refuse('intake.damaged', `no ${family} stream with content`);
  return probe;
}

/** A good header over pictures that cannot be decoded is found here, a third into the film, where it shows something. */
async function decodeStill(engine: MediaEngine, file: string, probe: MediaProbe): Promise<Still> {
  const frame = Math.floor((probe.video?.frameCount ?? 1) / 3);
  return decodeFrame(engine, { path: file, frame }, { probe, timeLimitMs: PARSE_TIME_LIMIT_MS }).catch(
    refuseUnreadable,
  );
}

const NOT_THE_FILE = new Set(['engine.missing', 'engine.too_old', 'engine.disk_full']);

function refuseUnreadable(error: unknown): never {
  const code = isKinoraError(error) ? error.code : undefined;
  if (code !== undefined && NOT_THE_FILE.has(code)) throw error;
  const isStopped = code === 'engine.time_limit' || code === 'engine.memory_limit';
  throw refuse(isStopped ? 'intake.limit' : 'intake.damaged', 'the engine cannot read this file', { cause: error });
}

function pictureNotices(picture: ParsedPicture): string[] {
  const notices: string[] = [];
  if (picture.frames > 1) notices.push(say('notice.animated', { frames: picture.frames }));
  if (Math.max(picture.width, picture.height) > INTAKE_LIMITS.workingSidePixels) {
    const { width, height, workingWidth, workingHeight } = picture;
    notices.push(say('notice.large_picture', { width, height, workingWidth, workingHeight }));
  }
  return notices;
}

function drawingNotices(drawing: ParsedDrawing): string[] {
  const notices: string[] = [];
  if (drawing.removed.length > 0) notices.push(say('notice.made_safe', { parts: drawing.removed.join(', ') }));
  if (drawing.hasText) notices.push(say('notice.drawing_text'));
  return notices;
}
