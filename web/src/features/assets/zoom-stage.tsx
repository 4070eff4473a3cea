import { type PointerEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { fitView, GRID_FROM, PIXELS_FROM, type Point, panBy, pixelAt, type Size, type View, zoomAt } from './zoom.ts';

const WHEEL_SPEED = 0.0018;

/** What the pointer means: moving the picture, or reading its colours. */
export type StageTool = 'move' | 'pick';

/**
 * A stage on which layers of one picture lie in the picture’s own pixels. Wheel and pinch zoom where they point, dragging
 * moves. The view is the caller’s, so that two stages may share it. Left is left in every language.
 */
export function ZoomStage({
  picture,
  view,
  onView,
  onStage,
  tool = 'move',
  onPixel,
  onPick,
  label,
  children,
}: {
  picture: Size;
  view: View | null;
  onView: (view: View) => void;
  /** Tells its own size, which the keys and the scale need as well. */
  onStage: (stage: Size) => void;
  tool?: StageTool;
  /** The pixel under the pointer while colours are read. */
  onPixel?: (pixel: Point | null) => void;
  onPick?: () => void;
  label: string;
  children: (transform: string) => ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const stage = useStageSize(box, onStage);
  const shown = view ?? (stage ? fitView(stage, picture) : null);
  const fingers = useRef(new Map<number, Point>());
  const parts = stage ? { stage, picture } : null;
  useWheel(box, (event) => {
    if (!shown || !parts) return;
    onView(zoomAt(shown, shown.scale * Math.exp(-event.deltaY * WHEEL_SPEED), pointOf(event, box.current), parts));
  });
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, pointOf(event, box.current));
    if (tool === 'pick') onPick?.();
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!shown || !parts) return;
    const now = pointOf(event, box.current);
    if (tool === 'pick') onPixel?.(pixelAt(shown, now, picture));
    const before = fingers.current.get(event.pointerId);
    if (!before || tool === 'pick') return;
    fingers.current.set(event.pointerId, now);
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    const next = other
      ? zoomAt(
          shown,
          (shown.scale * distance(now, other)) / Math.max(1, distance(before, other)),
          middle(now, other),
          parts,
        )
      : panBy(shown, { x: now.x - before.x, y: now.y - before.y }, parts);
    onView(next);
  };
  const onPointerEnd = (event: PointerEvent) => void fingers.current.delete(event.pointerId);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, and this holds a picture
    <div
      ref={box}
      role="group"
      aria-label={label}
      dir="ltr"
      className={`zoom-stage zoom-${tool}${shown && shown.scale >= PIXELS_FROM ? ' zoom-pixels' : ''}`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onPointerLeave={() => onPixel?.(null)}
    >
      {shown && stage ? (
        <>
          {children(toTransform(shown, stage))}
          {shown.scale >= GRID_FROM ? <PixelGrid view={shown} stage={stage} picture={picture} /> : null}
        </>
      ) : null}
    </div>
  );
}

/** Lines between the picture’s pixels, over the picture only. */
function PixelGrid({ view, stage, picture }: { view: View; stage: Size; picture: Size }) {
  const style = {
    transform: `translate(${stage.width / 2 - view.x * view.scale}px, ${stage.height / 2 - view.y * view.scale}px)`,
    width: picture.width * view.scale,
    height: picture.height * view.scale,
    backgroundSize: `${view.scale}px ${view.scale}px`,
  };
  return <i className="pixel-grid" style={style} data-testid="pixel-grid" />;
}

function toTransform({ x, y, scale }: View, stage: Size): string {
  return `translate(${stage.width / 2 - x * scale}px, ${stage.height / 2 - y * scale}px) scale(${scale})`;
}

function useStageSize(box: { current: HTMLElement | null }, onStage: (stage: Size) => void): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  const tell = useRef(onStage);
  tell.current = onStage;
  useLayoutEffect(() => {
    const own = box.current;
    if (!own) return;
    const measure = () => {
      const next = { width: own.clientWidth, height: own.clientHeight };
      setSize(next);
      tell.current(next);
    };
    const watcher = new ResizeObserver(measure);
    watcher.observe(own);
    measure();
    return () => watcher.disconnect();
  }, [box]);
  return size;
}

/** React listens to the wheel passively, where the page cannot be kept from scrolling. */
function useWheel(box: { current: HTMLElement | null }, onWheel: (event: WheelEvent) => void): void {
  const latest = useRef(onWheel);
  latest.current = onWheel;
  useEffect(() => {
    const own = box.current;
    const listen = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(event);
    };
    own?.addEventListener('wheel', listen, { passive: false });
    return () => own?.removeEventListener('wheel', listen);
  }, [box]);
}

function pointOf(event: { clientX: number; clientY: number }, box: HTMLElement | null): Point {
  const { left, top, width, height } = box?.getBoundingClientRect() ?? new DOMRect();
  return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
}
const distance = (one: Point, two: Point) => Math.hypot(one.x - two.x, one.y - two.y);
const middle = (one: Point, two: Point) => ({ x: (one.x + two.x) / 2, y: (one.y + two.y) / 2 });
