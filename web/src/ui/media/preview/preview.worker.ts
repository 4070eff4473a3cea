import fonts from 'virtual:kinora-film-fonts';
import { createFilmToolkit, loadFontShelf } from '../film-toolkit.ts';
import { createFrameClock } from './frame-clock.ts';
import type { FromPreviewWorker, PreviewFilm, ToPreviewWorker } from './messages.ts';
import { familiesOf, Reel } from './reel.ts';

/**
 * Draws films where they do not hold up the page: every preview of a screen has its canvas here. A preview is opened with
 * its canvas, shown a film (again after each change: the old one stays until the new one's first picture is ready), and
 * plays or stands still as it is told. A crash of the worker leaves pictures that stand still.
 */
type Preview = {
  canvas: OffscreenCanvas;
  context: CanvasRenderingContext2D;
  isPlaying: boolean;
  reel: Reel | undefined;
  /** Cancels what is being made ready for the film before. */
  making: AbortController;
  /** Milliseconds played so far; stands while a shot is not ready. */
  playedMs: number;
  drawnFrame: number;
};

const previews = new Map<number, Preview>();
const urls = new Map<string, string>();
const loadedFamilies = new Map<string, Promise<void>>();
const clock = createFrameClock();
const FRAMES_PER_SECOND = 30;
const toolkit = createFilmToolkit({
  urlOf: (hash) => {
    const url = urls.get(hash);
    if (!url) throw new Error(`no address for ${hash}`);
    return url;
  },
  framesPerSecond: FRAMES_PER_SECOND,
});

function tell(message: FromPreviewWorker): void {
  self.postMessage(message);
}

async function loadFamilies(families: readonly string[]): Promise<void> {
  for (const family of families) {
    if (loadedFamilies.has(family) || !fonts[family]) continue;
    const loading = loadFontShelf(() => fonts[family]!, [family]);
    loadedFamilies.set(family, loading);
    loading.catch(() => loadedFamilies.delete(family));
  }
  await Promise.all(families.map((family) => loadedFamilies.get(family)));
}

async function show(id: number, film: PreviewFilm): Promise<void> {
  const preview = previews.get(id);
  if (!preview) return;
  preview.making.abort();
  preview.making = new AbortController();
  const { signal } = preview.making;
  for (const { hash, url } of film.files) urls.set(hash, url);
  await loadFamilies(familiesOf(film.storyboard.look));
  signal.throwIfAborted();
  const reel = new Reel(film, preview.canvas, toolkit);
  // A film that plays goes on where it was; one that stands shows its settled first shot.
  if (preview.isPlaying && preview.reel) await reel.prepare(signal);
  else await reel.drawStill(preview.context, signal);
  signal.throwIfAborted();
  preview.reel = reel;
  preview.drawnFrame = -1;
  tell({ kind: 'shown', id });
  await reel.prepare(signal);
}

function drawPlaying(now: number, elapsedMs: number): void {
  for (const [id, preview] of previews) {
    const { reel } = preview;
    if (!preview.isPlaying || !reel || reel.totalFrames === 0) continue;
    const frame = Math.floor(((preview.playedMs + elapsedMs) * reel.framesPerSecond) / 1000);
    if (frame === preview.drawnFrame) {
      preview.playedMs += elapsedMs;
      continue;
    }
    const before = performance.now();
    if (!reel.draw(preview.context, frame)) continue;
    clock.note(performance.now() - before);
    const isThrough =
      Math.floor(frame / reel.totalFrames) > Math.floor(Math.max(0, preview.drawnFrame) / reel.totalFrames);
    preview.playedMs += elapsedMs;
    preview.drawnFrame = frame;
    if (isThrough) tell({ kind: 'looped', id, drawMs: clock.slowest() });
  }
  lastTick = now;
}

let lastTick = 0;
let isTicking = false;
/** A tab that was hidden does not jump ahead when it comes back. */
const LONGEST_TICK_MS = 100;

function tick(now: number): void {
  const elapsedMs = now - lastTick;
  // A machine that draws slowly draws every second or third frame instead of all of them late.
  if (elapsedMs >= clock.restMs()) drawPlaying(now, Math.min(elapsedMs, LONGEST_TICK_MS));
  isTicking = [...previews.values()].some(({ isPlaying }) => isPlaying);
  if (isTicking) requestAnimationFrame(tick);
}

function play(id: number, isPlaying: boolean): void {
  const preview = previews.get(id);
  if (!preview) return;
  preview.isPlaying = isPlaying;
  if (!isPlaying || isTicking) return;
  isTicking = true;
  lastTick = performance.now();
  requestAnimationFrame(tick);
}

function open(id: number, canvas: OffscreenCanvas): void {
  // The two contexts differ in members that scenes never call.
  const context = canvas.getContext('2d', { alpha: false }) as unknown as CanvasRenderingContext2D;
  const making = new AbortController();
  previews.set(id, { canvas, context, isPlaying: false, reel: undefined, making, playedMs: 0, drawnFrame: -1 });
}

self.addEventListener('message', ({ data }: MessageEvent<ToPreviewWorker>) => {
  if (data.kind === 'open') open(data.id, data.canvas);
  else if (data.kind === 'play') play(data.id, data.isPlaying);
  else if (data.kind === 'show') {
    const { id, film } = data;
    show(id, film).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      tell({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
    });
  } else {
    previews.get(data.id)?.making.abort();
    previews.delete(data.id);
  }
});
