import { createPrepareInWorker } from '../canvas/index.ts';
import { serveRenderWorker } from './serve-worker.ts';

/** The film's render worker: the one compositor (media/core) with Node's canvas, encoding in the same process. */
serveRenderWorker(createPrepareInWorker());
