import { useEffect, useRef, useState } from 'react';
import type { PreviewFilm } from './messages.ts';
import { openPreview } from './preview-stage.ts';
import './film-preview.css';

type State = 'making' | 'shown' | 'failed';

/** Finer than this the eye sees nothing at the size of a preview, and each pixel costs. */
const MOST_DENSITY = 1.5;

/**
 * A film drawn by the code that renders it, where it is looked at. It stands still on its first shot until it plays.
 * @param width of the canvas in CSS pixels; the picture fills its box in the film's own shape
 */
export function FilmPreview({
  film,
  width,
  isPlaying,
  label,
  onLooped,
}: {
  film: PreviewFilm | undefined;
  width: number;
  isPlaying: boolean;
  /** What it shows, for people who do not see it; without one it is decoration. */
  label?: string;
  onLooped?: () => void;
}) {
  const box = useRef<HTMLSpanElement>(null);
  const preview = useRef<ReturnType<typeof openPreview>>(undefined);
  const latest = useRef({ onLooped });
  latest.current = { onLooped };
  const [state, setState] = useState<State>('making');
  const ratio = film?.ratio;
  useEffect(() => {
    if (!ratio || !box.current) return;
    const canvas = openCanvas(ratio, width);
    box.current.append(canvas);
    const opened = openPreview(canvas, (message) => {
      if (message.kind === 'looped') {
        // Kept where tests and people with the inspector read it.
        canvas.dataset['drawMs'] = message.drawMs.toFixed(2);
        latest.current.onLooped?.();
      } else setState(message.kind);
    });
    preview.current = opened;
    return () => {
      opened.close();
      canvas.remove();
      preview.current = undefined;
    };
  }, [ratio, width]);
  // A new canvas needs its film again, so both effects watch its shape.
  // biome-ignore lint/correctness/useExhaustiveDependencies: width makes a new canvas
  useEffect(() => {
    if (film) preview.current?.show(film);
  }, [film, width]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: ratio and width make a new canvas
  useEffect(() => preview.current?.play(isPlaying), [isPlaying, ratio, width]);
  return (
    <span
      ref={box}
      className="film-preview"
      data-state={state}
      style={{ aspectRatio: ratio?.replace(':', '/') }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
}

function openCanvas(ratio: string, width: number): HTMLCanvasElement {
  const [across = 1, down = 1] = ratio.split(':').map(Number);
  const canvas = document.createElement('canvas');
  const even = (value: number) => Math.round(value / 2) * 2;
  const density = Math.min(MOST_DENSITY, Math.max(1, devicePixelRatio));
  canvas.width = even(width * density);
  canvas.height = even((width * density * down) / across);
  return canvas;
}
