import {
  type CompositorPlan,
  figureFamily,
  type PreparedSegment,
  prepareSegment,
  type Toolkit,
} from '@kinora/media-core';
import type { PreviewFilm } from './messages.ts';
import { type PreviewShot, shotAt, shotsOf } from './shots.ts';

/** Moment of the first shot at which everything in it has arrived: what a preview that stands still shows. */
const SETTLED_SHARE = 0.7;

/** One film of a preview, made ready shot by shot. */
export class Reel {
  readonly framesPerSecond: number;
  readonly totalFrames: number;
  readonly #plan: CompositorPlan;
  readonly #shots: readonly PreviewShot[];
  readonly #toolkit: Toolkit;
  readonly #prepared = new Map<number, Promise<PreparedSegment>>();
  readonly #ready = new Map<number, PreparedSegment>();

  constructor(film: PreviewFilm, size: { width: number; height: number }, toolkit: Toolkit) {
    const { look, rate } = film.storyboard;
    this.#plan = { size, rate, look, ratio: film.ratio };
    this.#shots = shotsOf(film);
    this.#toolkit = toolkit;
    this.framesPerSecond = rate.numerator / rate.denominator;
    this.totalFrames = this.#shots.reduce((sum, { lengthFrames }) => sum + lengthFrames, 0);
  }

  /** The first shot, and then the others one after another while nobody asks to stop. */
  async prepare(signal: AbortSignal): Promise<void> {
    for (const index of this.#shots.keys()) {
      signal.throwIfAborted();
      await this.#prepareShot(index, signal);
    }
  }

  async drawStill(context: CanvasRenderingContext2D, signal: AbortSignal): Promise<void> {
    const [first] = this.#shots;
    if (!first) return;
    const segment = await this.#prepareShot(0, signal);
    const frame = Math.floor(first.lengthFrames * SETTLED_SHARE);
    await segment.seek?.(frame);
    segment.drawFrame(context, frame);
  }

  /** False where the shot of this frame is not ready yet. Recordings are shown as they stand: seeking takes too long. */
  draw(context: CanvasRenderingContext2D, frame: number): boolean {
    const at = shotAt(this.#shots, frame);
    const segment = this.#ready.get(at.index);
    segment?.drawFrame(context, at.frame);
    return segment !== undefined;
  }

  #prepareShot(index: number, signal: AbortSignal): Promise<PreparedSegment> {
    const known = this.#prepared.get(index);
    if (known) return known;
    const { scene, lengthFrames } = this.#shots[index]!;
    const layer = { shotKey: `${index}`, scene, shotLengthFrames: lengthFrames, offsetFrames: 0 };
    const segment = { contentHash: '0'.repeat(64), startFrame: 0, lengthFrames, layers: [layer], captions: [] };
    const made = prepareSegment(this.#plan, segment, this.#toolkit, signal).then(async (ready) => {
      await ready.seek?.(0);
      this.#ready.set(index, ready);
      return ready;
    });
    this.#prepared.set(index, made);
    made.catch(() => this.#prepared.delete(index));
    return made;
  }
}

/** Families that a film's words are set in, with those that the scenes themselves fall back to. */
export function familiesOf({ fonts }: PreviewFilm['storyboard']['look']): string[] {
  return [...new Set([...Object.values(fonts), figureFamily(fonts.figures), 'DM Sans Medium'])];
}
