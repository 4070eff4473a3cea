import type { FromPreviewWorker, PreviewFilm, ToPreviewWorker } from './messages.ts';

export type PreviewListener = (message: FromPreviewWorker) => void;

/** A little longer than a change of screens takes, so that the next one finds fonts and pictures at hand. */
const IDLE_MS = 3000;

let worker: Worker | undefined;
let closing: ReturnType<typeof setTimeout> | undefined;
let nextId = 1;
const listeners = new Map<number, PreviewListener>();

function send(message: ToPreviewWorker, transfer: Transferable[] = []): void {
  worker?.postMessage(message, transfer);
}

function openWorker(): Worker {
  clearTimeout(closing);
  if (worker) return worker;
  worker = new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module', name: 'previews' });
  worker.addEventListener('message', ({ data }: MessageEvent<FromPreviewWorker>) => listeners.get(data.id)?.(data));
  worker.addEventListener('error', ({ message }) => {
    for (const [id, listen] of listeners) listen({ kind: 'failed', id, message });
  });
  return worker;
}

/** Hands a canvas to the worker that draws. A canvas can be handed over once, so each preview brings a new one. */
export function openPreview(canvas: HTMLCanvasElement, listen: PreviewListener) {
  const id = nextId++;
  openWorker();
  listeners.set(id, listen);
  const offscreen = canvas.transferControlToOffscreen();
  send({ kind: 'open', id, canvas: offscreen }, [offscreen]);
  return {
    show: (film: PreviewFilm) => send({ kind: 'show', id, film }),
    play: (isPlaying: boolean) => send({ kind: 'play', id, isPlaying }),
    close() {
      send({ kind: 'close', id });
      listeners.delete(id);
      if (listeners.size === 0)
        closing = setTimeout(() => {
          worker?.terminate();
          worker = undefined;
        }, IDLE_MS);
    },
  };
}
