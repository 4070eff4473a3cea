export {
  createNodeToolkit,
  createPrepareInWorker,
  type DecodedFrame,
  fontFile,
  imageFromPixels,
  type NodeToolkitParts,
  registerFontShelf,
} from './canvas/index.ts';
export { checkFilm, type FilmToCheck } from './checks/check-film.ts';
export { CHECK_LIMITS } from './checks/film-checks.ts';
export type { FrameStats } from './checks/frame-stats.ts';
export type { EngineChoice, EngineDescription, EngineIdentity, MediaEngine } from './engine/engine.ts';
export { REQUIRED_ENCODERS, REQUIRED_FILTERS } from './engine/engine.ts';
export { engineErrors } from './engine/errors.ts';
export { describeEngine, openEngine } from './engine/open-engine.ts';
export type {
  EngineInput,
  EngineOutput,
  EngineProgress,
  EngineRequest,
  EngineResult,
  EngineRunOptions,
  EngineStream,
} from './engine/request.ts';
export { guardChild, killTree } from './files/child-limits.ts';
export { isDiskFull } from './files/disk-full.ts';
export { createKeptChild } from './files/kept-child.ts';
export { forkNodeChild } from './files/node-child.ts';
export { childProgram, codeRoot, repositoryFile } from './files/program.ts';
export { type ProgramOptions, type ProgramOutcome, runProgram } from './files/run-program.ts';
export { sweepTemporaryFolders, withTemporaryFolder } from './files/temporary-folder.ts';
export { writeAside } from './files/write-aside.ts';
export { type DecodePlan, decodeFrame, decodeFrames, uprightSize } from './frames/decode-frames.ts';
export { DEFAULT_ENCODE, type EncodePlan, encodeFrames } from './frames/encode-frames.ts';
export { type FrameReader, openFrameReader } from './frames/frame-reader.ts';
export { type JoinPart, joinFiles } from './frames/join.ts';
export { makeProxy } from './frames/proxy.ts';
export {
  createFileParser,
  type FileParser,
  INTAKE_LIMITS,
  type Intake,
  type IntakeErrorCode,
  type IntakeFamily,
  type IntakeParts,
  type IntakeRequest,
  intakeErrors,
  type ParsedDrawing,
  type ParsedFont,
  type ParsedPicture,
  type ParsedTable,
  type ParseResults,
  type ParserLimits,
  type RecognisedKind,
  recognise,
  type SanitisedSvg,
  sanitiseSvg,
  type TableDelimiter,
  type TableEncoding,
  type TableOptions,
  takeIn,
  UnsafeSvg,
} from './intake/index.ts';
export { parseModel } from './model/parse-model.ts';
export { pictureCheckErrors } from './picture-check/errors.ts';
export { createPictureChecker, type PictureChecker } from './picture-check/picture-checker.ts';
export { PICTURE_CLASSES, type PictureScores } from './picture-check/picture-scores.ts';
export {
  type AnalysedPicture,
  type AnalyseOptions,
  analysePicture,
  findFocus,
  type LoadedPicture,
  loadPicture,
  MAXIMUM_PIXELS,
  WORKING_LONG_SIDE,
} from './pictures/index.ts';
export { type AudioStreamProbe, type MediaProbe, mediaProbe, type VideoStreamProbe } from './probe/media-probe.ts';
export { readFilmStamp, stampFilm, stampPicture } from './provenance/write-xmp.ts';
export { type Provenance, sourceTypeOf, toXmp } from './provenance/xmp.ts';
export { renderErrors } from './render/errors.ts';
export { lookFiles, planParts, type RenderPart } from './render/parts.ts';
export { createRenderPool, type RenderPool, type RenderPoolOptions } from './render/render-pool.ts';
export {
  type RenderPreview,
  type RenderProgress,
  type RenderReport,
  type RenderRuntime,
  runRender,
} from './render/run-render.ts';
export { openFolderCache, type SegmentCache } from './render/segment-cache.ts';
export { makeContactSheet, type SheetFrame, spreadFrames } from './sheet/contact-sheet.ts';
export { extractFrame, makeCover } from './sheet/still.ts';
export {
  playMusic,
  type RenderedVoice,
  renderMusic,
  renderVoice,
  type SoundErrorCode,
  type SoundOptions,
  soundErrors,
  type VoiceRequest,
} from './sound/index.ts';
export { decodeSound, type Sound } from './sound-mix/decode-sound.ts';
export { type FilmSoundParts, makeFilmSound } from './sound-mix/film-sound.ts';
export { findClicks, findSilences } from './sound-mix/inspect-sound.ts';
export { measureLoudness, SILENCE_DB } from './sound-mix/measure-loudness.ts';
export { type MixedSound, mixSound } from './sound-mix/mix-sound.ts';
export { encodeWav } from './sound-mix/wav.ts';
