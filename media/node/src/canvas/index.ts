export { fontFile, registerFontShelf } from './fonts.ts';
export { imageFromPixels } from './freeze.ts';
export { createPrepareInWorker } from './prepare-in-worker.ts';
export { createNodeToolkit, type DecodedFrame, type NodeToolkitParts } from './toolkit.ts';
