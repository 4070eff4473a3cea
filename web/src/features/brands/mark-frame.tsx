import { luminanceAt, planWatermark, safeZone, seenShare } from '@kinora/media-core';
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { Brand, Ratio } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Mono } from '../../ui/index.ts';

type Mark = Brand['watermark'];
type Size = { width: number; height: number };
const SIZES: Readonly<Record<Ratio, Size>> = {
  '16:9': { width: 1920, height: 1080 },
  '9:16': { width: 1080, height: 1920 },
  '1:1': { width: 1080, height: 1080 },
  '4:5': { width: 1080, height: 1350 },
};
/** One press of an arrow key, as a share of the frame's short side; with Shift five. */
const STEP = 0.01;
const FAR_STEP = 0.05;
const FURTHEST = 2;

export type MarkPictures = { plain: string | null; onDark: string | null };

/**
 * A real frame in one shape with the mark over it, placed and chosen by the compositor's own rules. The mark is dragged,
 * or moved by arrow keys.
 */
export function MarkFrame({
  ratio,
  src,
  mark,
  pictures,
  hasZones,
  isHeld,
  onMove,
}: {
  ratio: Ratio;
  src: string;
  mark: Mark;
  pictures: MarkPictures;
  hasZones: boolean;
  isHeld: boolean;
  onMove: (offset: { offsetX: number; offsetY: number }) => void;
}) {
  const t = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const [isLoaded, setLoaded] = useState(false);
  const plain = usePicture(pictures.plain);
  const onDark = usePicture(pictures.onDark);
  const size = SIZES[ratio];
  const shown = plain && mark.isOn ? { width: plain.naturalWidth, height: plain.naturalHeight } : undefined;
  const box = shown ? planWatermark({ ...mark, ...shown }, size) : undefined;
  const isOnDark = useSeen({ image, plain, onDark, box, size, isLoaded, src });
  const zone = safeZone(size);
  const chosen = isOnDark ? onDark : plain;
  return (
    <figure className="mark-figure" data-ratio={ratio}>
      <div ref={frame} className="mark-frame" dir="ltr" style={{ aspectRatio: `${size.width} / ${size.height}` }}>
        <img
          ref={image}
          src={src}
          alt={t('kit.frameOf', { ratio })}
          className={isLoaded ? 'mark-picture' : 'mark-picture mark-picture-coming'}
          onLoad={() => setLoaded(true)}
        />
        {hasZones ? <span className="mark-zone" aria-hidden="true" style={toStyle(zone, size)} /> : null}
        {box && chosen ? (
          <button
            type="button"
            className="film-mark"
            disabled={isHeld}
            aria-label={t('kit.mark', { ratio })}
            style={{ ...toStyle(box, size), opacity: mark.opacity }}
            {...moving({ frame, mark, onMove })}
          >
            <img src={chosen.src} alt="" draggable={false} />
          </button>
        ) : null}
      </div>
      <figcaption className="small text-3">
        <Mono>{ratio}</Mono>
        {box && isOnDark ? <span> {t('kit.darkTaken')}</span> : null}
      </figcaption>
    </figure>
  );
}

function toStyle(box: { x: number; y: number; width: number; height: number }, size: Size) {
  const percent = (value: number, whole: number) => `${(value / whole) * 100}%`;
  return {
    insetInlineStart: percent(box.x, size.width),
    insetBlockStart: percent(box.y, size.height),
    inlineSize: percent(box.width, size.width),
    blockSize: percent(box.height, size.height),
  };
}

function moving({
  frame,
  mark,
  onMove,
}: {
  frame: RefObject<HTMLDivElement | null>;
  mark: Mark;
  onMove: (offset: { offsetX: number; offsetY: number }) => void;
}) {
  const by = (x: number, y: number) => onMove({ offsetX: bound(mark.offsetX + x), offsetY: bound(mark.offsetY + y) });
  return {
    onPointerDown(event: PointerEvent<HTMLButtonElement>) {
      const short = Math.max(1, Math.min(frame.current?.clientWidth ?? 1, frame.current?.clientHeight ?? 1));
      const start = { x: event.clientX, y: event.clientY };
      event.currentTarget.setPointerCapture(event.pointerId);
      const button = event.currentTarget;
      const move = (to: globalThis.PointerEvent) => by((to.clientX - start.x) / short, (to.clientY - start.y) / short);
      const end = () => {
        button.removeEventListener('pointermove', move);
        button.removeEventListener('pointerup', end);
        button.removeEventListener('pointercancel', end);
      };
      button.addEventListener('pointermove', move);
      button.addEventListener('pointerup', end);
      button.addEventListener('pointercancel', end);
    },
    onKeyDown(event: KeyboardEvent<HTMLButtonElement>) {
      const step = event.shiftKey ? FAR_STEP : STEP;
      const ways: Record<string, [number, number]> = {
        ArrowLeft: [-step, 0],
        ArrowRight: [step, 0],
        ArrowUp: [0, -step],
        ArrowDown: [0, step],
      };
      const way = ways[event.key];
      if (!way) return;
      event.preventDefault();
      by(...way);
    },
  };
}

function bound(value: number): number {
  return Math.round(Math.max(-FURTHEST, Math.min(FURTHEST, value)) * 10_000) / 10_000;
}

/** The picture of a mark once it has loaded, with its shape. */
function usePicture(url: string | null): HTMLImageElement | undefined {
  const [picture, setPicture] = useState<HTMLImageElement>();
  useEffect(() => {
    setPicture(undefined);
    if (!url) return;
    const loading = new Image();
    loading.onload = () => setPicture(loading);
    loading.src = url;
    return () => {
      loading.onload = null;
    };
  }, [url]);
  return picture;
}

/** Whether the picture for dark grounds is seen better here than the plain one, by the compositor's own measure. */
function useSeen(parts: {
  image: RefObject<HTMLImageElement | null>;
  plain: HTMLImageElement | undefined;
  onDark: HTMLImageElement | undefined;
  box: { x: number; y: number; width: number; height: number } | undefined;
  size: Size;
  isLoaded: boolean;
  src: string;
}): boolean {
  const [isOnDark, setOnDark] = useState(false);
  const { image, plain, onDark, box, size, isLoaded, src } = parts;
  const key = box ? `${box.x} ${box.y} ${box.width} ${box.height} ${src} ${isLoaded}` : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the box, which is made anew at each draw
  useEffect(() => {
    const ground = image.current;
    if (!ground || !isLoaded || !plain || !onDark || !box) return setOnDark(false);
    const scale = ground.naturalWidth / size.width;
    const behind = readPixels(ground, box, scale);
    const seen = (picture: HTMLImageElement) => {
      const pixels = readPixels(
        picture,
        { x: 0, y: 0, width: picture.naturalWidth, height: picture.naturalHeight },
        1,
        behind,
      );
      return seenShare(pixels.data, (i) => luminanceAt(behind.data, i));
    };
    setOnDark(seen(onDark) > seen(plain));
  }, [key, plain, onDark]);
  return isOnDark;
}

/** A part of a picture in pixels; scaled to the size of `like` where given. */
function readPixels(
  picture: HTMLImageElement,
  part: { x: number; y: number; width: number; height: number },
  scale: number,
  like?: ImageData,
): ImageData {
  const width = like?.width ?? Math.max(1, Math.round(part.width * scale));
  const height = like?.height ?? Math.max(1, Math.round(part.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return new ImageData(width, height);
  context.drawImage(
    picture,
    part.x * scale,
    part.y * scale,
    part.width * scale,
    part.height * scale,
    0,
    0,
    width,
    height,
  );
  return context.getImageData(0, 0, width, height);
}
