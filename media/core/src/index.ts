export type { Picture, ResizeOptions, Surface, Toolkit } from './canvas/toolkit.ts';
// captions
export {
  type Cue,
  planSilentCues,
  planSpokenCues,
  type SilentText,
  type SpokenText,
  toSrt,
  toVtt,
} from './captions/index.ts';
// the look of films
export { cssColour, lchToRgb, luminanceOf, type Rgb, rgbToLab, shiftLch } from './colour/lch.ts';
export { canonicalJson } from './compositor/canonical-json.ts';
export type { CompositorPlan, PreparedSegment, PrepareSegment, SegmentFacts } from './compositor/compositor.ts';
export {
  COMPOSITOR_VERSION,
  type HashText,
  planSegments,
  type SegmentPlanRequest,
} from './compositor/plan-segments.ts';
export { prepareSegment } from './compositor/prepare-segment.ts';
export { type SegmentShot, shotsOfStoryboard, shotsOfTimeline } from './compositor/segment-shots.ts';
export { planWatermark } from './compositor/watermark.ts';
export {
  alphaOf,
  boxOfAlpha,
  type CalmArea,
  type CalmSearch,
  type CutOutPixels,
  carryEdgeUp,
  clusterColours,
  cropCutOut,
  type Doubt,
  type FlatKey,
  findCalmAreas,
  findMacroBoxes,
  fitToScreen,
  groundColour,
  groundFlatness,
  HIGHEST_FIELD_CHROMA,
  heroColour,
  hueDistance,
  type Integral,
  integralOf,
  judgeKey,
  judgeStanding,
  KEY_SHORT_SIDE,
  type KeyFigures,
  keyFlatGround,
  type LabPlanes,
  largestInnerRectangle,
  lchFromLab,
  meanLightnessOf,
  measureSharpness,
  type NoKey,
  type PalettePlanInput,
  type PixelBox,
  type ProductColours,
  planPalette,
  type Raster,
  SMALLEST_LIGHTNESS_GAP,
  type SoftEdge,
  type Standing,
  standsOut,
  type Trust,
  toFractions,
  toLabPlanes,
  windowSum,
} from './pictures/index.ts';
export { blurPixels, modulatePixels, type Pixels, resamplePixels, sharpenPixels } from './raster/resample.ts';
export { figureFamily } from './scenes/blocks.ts';
export { cropAbout, pointAt } from './scenes/crop-path.ts';
export { planShotCrop } from './scenes/photo.ts';
export { prepareScene } from './scenes/prepare-scene.ts';
export { SCENE_KINDS, sceneOf } from './scenes/registry.ts';
export type { SceneDefinition, SceneInput, SceneLayout } from './scenes/scene.ts';
export { prepareModelTurn } from './sets/model-turn.ts';
export { printsShown } from './sets/print-turn.ts';
export { placeOfView, sheetSize, TURN_BETWEEN, TURN_SHEETS, TURN_SIDES, TURN_VIEWS } from './sets/turn-sheet.ts';
export { STEP_ANGLES } from './sets/turn-views.ts';
// sound
export {
  type Accent,
  type AccentKind,
  addAccents,
  type BeatPlan,
  beatFramesAt,
  createRandom,
  drawAccent,
  evenOut,
  type FilmTone,
  fadeEnds,
  finishVoice,
  limitSoftly,
  type MixInput,
  type MusicInput,
  type MusicPlan,
  matchWordTimes,
  measureSound,
  type Note,
  parseWav,
  peakOf,
  placeLines,
  planBeats,
  planMix,
  planMusic,
  planVoice,
  rmsOf,
  SAMPLE_RATE,
  type SoundFigures,
  type SpokenLine,
  type SpokenMark,
  type StereoSound,
  scaleSound,
  toWav,
  VOICE_AFTER_CUT_SECONDS,
  VOICE_RECIPES,
  type VoiceRecipe,
  type WavSound,
  WHOOSH_PEAK_SHARE,
  type WordTime,
} from './sound/index.ts';
export { type Box, boxesMeet, containsBox } from './type/box.ts';
export { contrastRatio, luminanceAt, seenShare } from './type/contrast.ts';
export { holds, missingLetters } from './type/coverage.ts';
export { withLiningFigures } from './type/lining-figures.ts';
export { setMarks } from './type/marks.ts';
export { createTextMeasure, type TextMeasure } from './type/measure.ts';
export {
  chooseFonts,
  cssFont,
  FONT_SHELF,
  type FontFace,
  findFace,
  type Script,
  shelveFaces,
  type TypeVoice,
} from './type/shelf.ts';
export { safeZone, shapeOf } from './type/zones.ts';
