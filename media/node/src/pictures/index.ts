export { type AnalysedPicture, type AnalyseOptions, analysePicture } from './analyse.ts';
export { findFocus } from './focus.ts';
export { type LoadedPicture, loadPicture, MAXIMUM_PIXELS, WORKING_LONG_SIDE } from './load.ts';
