import { Pause, Play } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { Asset } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { IconButton } from '../../ui/index.ts';
import { usePrefersStill } from '../../ui/media/preview/use-playing.ts';
import { type ModelStage, openModelStage, type Pose } from './model-stage.ts';
import './model-viewer.css';

const FRONT: Pose = { turn: 0, tilt: 0.16, nearness: 0.96 };
const MOST_TILT = 1.4;
const NEARNESS = { least: 0.6, most: 6 };
const KEY_TURN = Math.PI / 12;
/** One turn in twelve seconds, until somebody takes hold of it. */
const TURN_PER_MS = (2 * Math.PI) / 12_000;

/** A 3D model to be turned by hand, by keys, or by itself where motion is welcome. */
export function ModelViewer({ asset }: { asset: Pick<Asset, 'name' | 'url' | 'thumbnailUrl'> }) {
  const t = useWords();
  const prefersStill = usePrefersStill();
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<ModelStage>(undefined);
  const pose = useRef<Pose>({ ...FRONT });
  const grip = useRef<{ x: number; y: number }>(undefined);
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');
  const [isTurning, setTurning] = useState(!prefersStill);

  const move = useCallback((change: Partial<Pose>) => {
    const next = { ...pose.current, ...change };
    next.tilt = Math.min(MOST_TILT, Math.max(-MOST_TILT, next.tilt));
    next.nearness = Math.min(NEARNESS.most, Math.max(NEARNESS.least, next.nearness));
    pose.current = next;
    stage.current?.draw(next);
  }, []);

  useEffect(() => {
    const element = canvas.current!;
    let isGone = false;
    const fit = () => {
      stage.current?.resize(element.clientWidth, element.clientHeight);
      stage.current?.draw(pose.current);
    };
    const sizes = new ResizeObserver(fit);
    openModelStage(element, asset.url).then(
      (opened) => {
        if (isGone) return opened.close();
        stage.current = opened;
        sizes.observe(element);
        fit();
        setState('shown');
      },
      () => setState('failed'),
    );
    // Not passive: the page may not scroll away under a wheel that zooms.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      move({ nearness: pose.current.nearness * Math.exp(-event.deltaY / 600) });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      isGone = true;
      sizes.disconnect();
      element.removeEventListener('wheel', onWheel);
      stage.current?.close();
      stage.current = undefined;
    };
  }, [asset.url, move]);

  useEffect(() => {
    if (!isTurning || state !== 'shown') return;
    let last = performance.now();
    let frame = requestAnimationFrame(function turn(now) {
      move({ turn: pose.current.turn + (now - last) * TURN_PER_MS });
      last = now;
      frame = requestAnimationFrame(turn);
    });
    return () => cancelAnimationFrame(frame);
  }, [isTurning, state, move]);

  const onPointerMove = (event: PointerEvent) => {
    const from = grip.current;
    if (!from) return;
    grip.current = { x: event.clientX, y: event.clientY };
    move({
      turn: pose.current.turn + (event.clientX - from.x) / 120,
      tilt: pose.current.tilt + (event.clientY - from.y) / 160,
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const change = keyChange(event.key, pose.current);
    if (!change) return;
    event.preventDefault();
    setTurning(false);
    move(change);
  };
  return (
    <div className="model-viewer" data-state={state} dir="ltr">
      {state !== 'shown' && asset.thumbnailUrl ? <img src={asset.thumbnailUrl} alt="" /> : null}
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={t('media.model', { name: asset.name })}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          grip.current = { x: event.clientX, y: event.clientY };
          setTurning(false);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          grip.current = undefined;
        }}
      />
      <div className="row model-controls">
        <IconButton
          icon={isTurning ? Pause : Play}
          label={t(isTurning ? 'media.modelStop' : 'media.modelTurn')}
          onClick={() => setTurning(!isTurning)}
        />
        <span className="help" dir="auto">
          {t(state === 'failed' ? 'media.modelFailed' : 'media.modelHelp')}
        </span>
      </div>
    </div>
  );
}

function keyChange(key: string, { turn, tilt, nearness }: Pose): Partial<Pose> | undefined {
  if (key === 'ArrowLeft') return { turn: turn - KEY_TURN };
  if (key === 'ArrowRight') return { turn: turn + KEY_TURN };
  if (key === 'ArrowUp') return { tilt: tilt + KEY_TURN };
  if (key === 'ArrowDown') return { tilt: tilt - KEY_TURN };
  if (key === '+' || key === '=') return { nearness: nearness * 1.2 };
  if (key === '-') return { nearness: nearness / 1.2 };
  return key === 'Home' ? FRONT : undefined;
}
