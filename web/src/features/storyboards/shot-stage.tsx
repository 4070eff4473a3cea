import { Pause, Play, StepBack, StepForward } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { API_BASE, type ProjectTree, type Ratio, type Shot } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { toTimecode, useWords } from '../../app/words/index.ts';
import { IconButton, Segmented } from '../../ui/index.ts';
import { secondsOf } from '../../ui/media/use-sequence.ts';
import type { Side } from './take-row.tsx';

export type StageMode = 'now' | 'wipe' | 'side' | 'flip';

/** One picture, two sources, one clock. Wipe, side by side, or one at a time; always left to right. */
export function ShotStage({
  tree,
  shot,
  mode,
  a,
  b,
}: {
  tree: ProjectTree;
  shot: Shot;
  mode: StageMode;
  a: Side;
  b: Side;
}) {
  const t = useWords();
  const [ratio, setRatio] = useState<Ratio>(tree.project.ratios[0] ?? '16:9');
  const clock = useStageClock(shot.lengthFrames, tree.project.fps);
  const [wipe, setWipe] = useState(50);
  const [isFlipped, setFlipped] = useState(false);
  useHotkeys([
    { keys: 'space', label: t('player.play'), scope: 'screen', run: clock.toggle },
    { keys: ',', label: t('player.back'), scope: 'screen', run: () => clock.show(clock.frame - 1) },
    { keys: '.', label: t('player.on'), scope: 'screen', run: () => clock.show(clock.frame + 1) },
    { keys: 'f', label: t('stage.flipOver'), scope: 'screen', run: () => setFlipped(!isFlipped) },
  ]);
  const source = (side: Side, name?: string) => (
    <Source
      shot={shot}
      side={side}
      ratio={ratio}
      frame={clock.frame}
      fps={tree.project.fps}
      isPlaying={clock.isPlaying}
      {...(name ? { name } : {})}
    />
  );
  const single = mode === 'now' ? 'now' : isFlipped ? b : a;
  return (
    <>
      <div
        className={`stage-view stage-${mode} frame`}
        dir="ltr"
        style={{ '--wipe': `${wipe}%`, '--ratio': mode === 'now' ? ratio.replace(':', ' / ') : '16 / 9' } as object}
      >
        {mode === 'wipe' ? (
          <>
            <div className="stage-side">{source(b, 'B')}</div>
            <div className="stage-side stage-cut">{source(a, 'A')}</div>
            <WipeLine value={wipe} onChange={setWipe} />
          </>
        ) : null}
        {mode === 'side' ? (
          <>
            <div className="stage-half">{source(a, 'A')}</div>
            <div className="stage-half">{source(b, 'B')}</div>
          </>
        ) : null}
        {mode === 'now' || mode === 'flip' ? (
          <div className="stage-side">{source(single, mode === 'flip' ? (isFlipped ? 'B' : 'A') : undefined)}</div>
        ) : null}
      </div>
      <div className="stage-bar" dir="ltr">
        <IconButton
          icon={clock.isPlaying ? Pause : Play}
          label={t(clock.isPlaying ? 'player.pause' : 'player.play')}
          onClick={clock.toggle}
        />
        <span className="timecode">{toTimecode(clock.frame, tree.project.fps)}</span>
        <input
          className="slider grow"
          type="range"
          min={0}
          max={shot.lengthFrames - 1}
          value={clock.frame}
          aria-label={t('player.position')}
          aria-valuetext={toTimecode(clock.frame, tree.project.fps)}
          onChange={(event) => clock.show(Number(event.target.value))}
        />
        <IconButton icon={StepBack} label={t('player.back')} onClick={() => clock.show(clock.frame - 1)} />
        <IconButton icon={StepForward} label={t('player.on')} onClick={() => clock.show(clock.frame + 1)} />
        {mode === 'now' ? (
          <Segmented
            label={t('film.ratios')}
            value={ratio}
            choices={tree.project.ratios.map((value) => ({ value, label: <bdi className="time">{value}</bdi> }))}
            onChange={setRatio}
          />
        ) : null}
      </div>
    </>
  );
}

function useStageClock(lengthFrames: number, fps: number) {
  const [frame, setFrame] = useState(Math.min(20, lengthFrames - 1));
  const [isPlaying, setPlaying] = useState(false);
  const shown = useRef(frame);
  shown.current = frame;
  useEffect(() => {
    if (!isPlaying) return;
    const startedAt = performance.now();
    const from = shown.current;
    let request = requestAnimationFrame(function tick(now) {
      setFrame((from + Math.floor(((now - startedAt) / 1000) * fps)) % lengthFrames);
      request = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(request);
  }, [isPlaying, fps, lengthFrames]);
  return {
    frame,
    isPlaying,
    toggle: () => setPlaying(!isPlaying),
    show: (next: number) => {
      setPlaying(false);
      setFrame(Math.min(lengthFrames - 1, Math.max(0, next)));
    },
  };
}

const PREVIEW_PAUSE_MS = 120;

/** A take held at the clock's frame, or the exact frame the engine would draw now. */
function Source({
  shot,
  side,
  ratio,
  frame,
  fps,
  isPlaying,
  name,
}: {
  shot: Shot;
  side: Side;
  ratio: Ratio;
  frame: number;
  fps: number;
  isPlaying: boolean;
  name?: string;
}) {
  const t = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const take = shot.takes.find(({ id }) => id === side);
  useTakeClock(video, frame, fps, isPlaying);
  const asked = useSlow(frame, PREVIEW_PAUSE_MS);
  const shape = side === 'now' ? ratio : '16:9';
  const label = take ? t('stage.take', { number: take.number }) : t('stage.now');
  return (
    <>
      {take ? (
        <video
          ref={video}
          src={take.url}
          poster={take.posterUrl}
          muted
          playsInline
          loop
          preload="auto"
          aria-label={label}
        />
      ) : (
        <ExactFrame
          url={`${API_BASE}/shots/${shot.id}/preview?frame=${asked}&ratio=${encodeURIComponent(shape)}&width=960&revision=${shot.revision}`}
          title={shot.title}
        />
      )}
      <span className="over stage-name">{name ? `${name}, ${label}` : label}</span>
    </>
  );
}

/** The frame as the engine draws it; the one before stays in sight until it is here. */
function ExactFrame({ url, title }: { url: string; title: string }) {
  const t = useWords();
  const [shown, setShown] = useState<string>();
  const isNew = shown !== url;
  return (
    <>
      {shown ? <img src={shown} alt={t('stage.nowAlt', { title })} /> : null}
      {isNew ? (
        <>
          <img className="spoken" src={url} alt="" onLoad={() => setShown(url)} />
          <span className="over over-end">{t('stage.drawing')}</span>
        </>
      ) : null}
    </>
  );
}

function useTakeClock(video: RefObject<HTMLVideoElement | null>, frame: number, fps: number, isPlaying: boolean): void {
  useEffect(() => {
    const film = video.current;
    if (!film) return;
    if (isPlaying) void film.play().catch(() => undefined);
    else film.pause();
  }, [video, isPlaying]);
  useEffect(() => {
    const film = video.current;
    if (!film) return;
    const wanted = secondsOf(frame, 0, fps);
    // While playing the film runs by itself; it is only pulled back when it drifts more than two frames.
    if (!isPlaying || Math.abs(film.currentTime - wanted) > 3 / fps) film.currentTime = wanted;
  }, [video, frame, fps, isPlaying]);
}

function useSlow(value: number, delayMs: number): number {
  const [slow, setSlow] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return slow;
}

function WipeLine({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const t = useWords();
  const set = (next: number) => onChange(Math.min(100, Math.max(0, next)));
  const onMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box) set(((event.clientX - box.left) / box.width) * 100);
  };
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(value + by);
  };
  return (
    <span
      className="wipe-line"
      role="slider"
      tabIndex={0}
      aria-label={t('stage.wipe')}
      aria-valuenow={Math.round(value)}
      aria-valuemin={0}
      aria-valuemax={100}
      onKeyDown={onKey}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onMove}
    />
  );
}
