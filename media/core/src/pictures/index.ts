export { type CutOutPixels, carryEdgeUp, cropCutOut } from './carry-edge.ts';
export { clusterColours, meanLightnessOf } from './clusters.ts';
export { type FlatKey, KEY_SHORT_SIDE, keyFlatGround, type NoKey } from './cut-out.ts';
export type { SoftEdge } from './edge.ts';
export {
  fitToScreen,
  HIGHEST_FIELD_CHROMA,
  heroColour,
  type PalettePlanInput,
  type ProductColours,
  planPalette,
  SMALLEST_LIGHTNESS_GAP,
  standsOut,
} from './film-palette.ts';
export { groundColour, groundFlatness } from './ground.ts';
export { hueDistance, type LabPlanes, lchFromLab, toLabPlanes } from './lab.ts';
export { type CalmArea, type CalmSearch, findCalmAreas, measureSharpness } from './measure.ts';
export { alphaOf, boxOfAlpha, type PixelBox, type Raster } from './raster.ts';
export {
  findMacroBoxes,
  type Integral,
  integralOf,
  largestInnerRectangle,
  toFractions,
  windowSum,
} from './rectangles.ts';
export { judgeStanding, type Standing } from './stands.ts';
export { type Doubt, judgeKey, type KeyFigures, type Trust } from './trust.ts';
