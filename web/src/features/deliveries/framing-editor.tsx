import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Diamond, Minus, RotateCcw, StepBack, StepForward, X } from 'lucide-react';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import {
  call,
  type FramingKey,
  type FramingSheet,
  framingQuery,
  type ProjectTree,
  type Ratio,
  type ShotFraming,
} from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { toTimecode, useWords } from '../../app/words/index.ts';
import { Button, Field, IconButton, Modal, Mono, showToast, toastProblem } from '../../ui/index.ts';
import { addKey, cropOf, freeSides, moveTo, removeKey } from './framing-path.ts';

/** The picture of a shot with the part that the film of one shape shows of it; what is set holds from the next cut on. */
export function FramingEditor({
  tree,
  ratio,
  frame,
  canWrite,
  onClose,
}: {
  tree: ProjectTree;
  ratio: Ratio;
  /** Of the film: the shot playing there is opened first. */
  frame: number;
  canWrite: boolean;
  onClose: () => void;
}) {
  const t = useWords();
  const { data } = useQuery(framingQuery(tree.project.id, ratio));
  const cut = (data?.items ?? []).filter(({ planned }) => planned !== null);
  const [chosen, setChosen] = useState<string | null>(null);
  const shot = cut.find(({ shotId }) => shotId === chosen) ?? shotAt(cut, frame);
  return (
    <Modal shape="peek" label={t('framing.of', { ratio })} onClose={onClose}>
      <header className="top">
        <h2 className="strong cut grow">{t('framing.of', { ratio })}</h2>
        <IconButton icon={X} label={t('do.close')} onClick={onClose} />
      </header>
      {shot ? (
        <div className="framing" style={{ '--ratio': ratio.replace(':', ' / ') } as object}>
          <ShotEditor
            key={`${shot.shotId} ${ratio}`}
            tree={tree}
            ratio={ratio}
            shot={shot}
            startAt={Math.max(0, Math.min(shot.lengthFrames - 1, frame - shot.startFrame))}
            canWrite={canWrite}
          />
          <nav className="framing-shots" aria-label={t('framing.shots')}>
            <h3 className="section-title">{t('framing.shots')}</h3>
            {cut.map((each) => (
              <button
                key={each.shotId}
                type="button"
                aria-pressed={each.shotId === shot.shotId}
                onClick={() => setChosen(each.shotId)}
              >
                <Mono>{each.code}</Mono>
                <span className="small text-3">
                  {each.path.length > 0 ? t('framing.keys', { count: each.path.length }) : t('framing.planned')}
                </span>
              </button>
            ))}
            <p className="help">{t('framing.help')}</p>
          </nav>
        </div>
      ) : null}
    </Modal>
  );
}

function shotAt(shots: readonly ShotFraming[], frame: number): ShotFraming | undefined {
  return shots.find((each) => frame < each.startFrame + each.lengthFrames) ?? shots[0];
}

/** What is seen changes at once; the studio is told when one lets go, and puts the last kept path back if it refuses. */
function usePath(tree: ProjectTree, ratio: Ratio, shot: ShotFraming) {
  const client = useQueryClient();
  const { queryKey } = framingQuery(tree.project.id, ratio);
  const [draft, setDraft] = useState<readonly FramingKey[]>(shot.path);
  const isHeld = useRef(false);
  useEffect(() => {
    if (!isHeld.current) setDraft(shot.path);
  }, [shot.path]);
  const saving = useMutation({
    mutationFn: (path: readonly FramingKey[]) =>
      call('setFraming', { params: { id: tree.project.id, ratio, shotId: shot.shotId }, body: { path: [...path] } }),
    onSuccess: (kept) =>
      client.setQueryData<FramingSheet>(
        queryKey,
        (sheet) => sheet && { ...sheet, items: sheet.items.map((item) => (item.shotId === kept.shotId ? kept : item)) },
      ),
    onError: (error) => {
      setDraft(shot.path);
      toastProblem(error);
    },
  });
  const keep = (path: readonly FramingKey[]) => {
    isHeld.current = false;
    setDraft(path);
    saving.mutate(path);
  };
  const show = (path: readonly FramingKey[]) => {
    isHeld.current = true;
    setDraft(path);
  };
  return { draft, show, keep };
}

/** Long as a list of controls over one state: the stage, the time and the keys. */
function ShotEditor({
  tree,
  ratio,
  shot,
  startAt,
  canWrite,
}: {
  tree: ProjectTree;
  ratio: Ratio;
  shot: ShotFraming;
  startAt: number;
  canWrite: boolean;
}) {
  const t = useWords();
  const { fps } = tree.project;
  const { draft, show, keep } = usePath(tree, ratio, shot);
  const [frame, setFrame] = useState(startAt);
  const crop = cropOf(shot, draft, frame)!;
  const sides = freeSides(shot);
  const here = draft.find((key) => key.frame === frame);
  const go = (wanted: number) => setFrame(Math.max(0, Math.min(shot.lengthFrames - 1, wanted)));
  const middle = { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2 };
  const toggleKey = () => {
    if (canWrite) keep(here && draft.length > 1 ? removeKey(draft, frame) : addKey(shot, draft, frame));
  };
  const reset = () => {
    const before = draft;
    keep([]);
    showToast({ text: t('framing.wasReset', { shot: shot.code }), undo: () => keep(before) });
  };
  useHotkeys([
    { keys: ',', label: t('player.back'), scope: 'screen', run: () => go(frame - 1) },
    { keys: '.', label: t('player.on'), scope: 'screen', run: () => go(frame + 1) },
    { keys: 'k', label: t('framing.key'), scope: 'screen', run: toggleKey },
  ]);
  const axis = (name: 'x' | 'y', label: string) =>
    sides[name] ? (
      <Field label={label}>
        <input
          className="slider"
          type="range"
          dir="ltr"
          min={0}
          max={1}
          step={0.01}
          disabled={!canWrite}
          value={middle[name]}
          aria-valuetext={`${Math.round(middle[name] * 100)} %`}
          onChange={(event) => keep(moveTo(shot, draft, frame, { ...middle, [name]: Number(event.target.value) }))}
        />
      </Field>
    ) : null;
  return (
    <div className="framing-work">
      <Stage
        shot={shot}
        crop={crop}
        frame={frame}
        fps={fps}
        isHeld={!canWrite}
        onMove={(point) => show(moveTo(shot, draft, frame, point))}
        onDrop={() => keep(draft)}
      />
      <div className="framing-time" dir="ltr">
        <IconButton icon={StepBack} label={t('player.back')} onClick={() => go(frame - 1)} />
        <IconButton icon={StepForward} label={t('player.on')} onClick={() => go(frame + 1)} />
        <span className="timecode">{toTimecode(frame, fps)}</span>
        <span className="framing-track grow">
          <input
            className="slider"
            type="range"
            data-autofocus
            min={0}
            max={shot.lengthFrames - 1}
            value={frame}
            aria-label={t('framing.moment')}
            aria-valuetext={toTimecode(frame, fps)}
            onChange={(event) => go(Number(event.target.value))}
          />
          {draft.map((key) => (
            <button
              key={key.frame}
              type="button"
              className="framing-key"
              aria-label={t('framing.goToKey', { time: toTimecode(key.frame, fps) })}
              aria-current={key.frame === frame}
              style={{ '--at': key.frame / Math.max(1, shot.lengthFrames - 1) } as object}
              onClick={() => go(key.frame)}
            />
          ))}
        </span>
      </div>
      <div className="framing-controls">
        {axis('x', t('framing.across'))}
        {axis('y', t('framing.down'))}
        <div className="row row-wrap">
          <Button
            icon={here && draft.length > 1 ? Minus : Diamond}
            keyHint="K"
            disabled={!canWrite}
            onClick={toggleKey}
          >
            {t(here && draft.length > 1 ? 'framing.removeKey' : 'framing.key')}
          </Button>
          <Button look="plain" icon={RotateCcw} disabled={!canWrite || draft.length === 0} onClick={reset}>
            {t('framing.reset')}
          </Button>
        </div>
      </div>
    </div>
  );
}

type StageProps = {
  shot: ShotFraming;
  crop: { x: number; y: number; width: number; height: number };
  frame: number;
  fps: number;
  isHeld: boolean;
  onMove: (point: { x: number; y: number }) => void;
  onDrop: () => void;
};

/** The whole picture with the part seen left bright, and beside it that part as the film shows it. */
function Stage({ shot, crop, frame, fps, isHeld, onMove, onDrop }: StageProps) {
  const t = useWords();
  const whole = useRef<HTMLDivElement>(null);
  const source = shot.source!;
  const percent = (value: number) => `${(value * 100).toFixed(3)}%`;
  const box = {
    '--crop-x': percent(crop.x),
    '--crop-y': percent(crop.y),
    '--crop-width': percent(crop.width),
    '--crop-height': percent(crop.height),
    '--picture': `${source.width} / ${source.height}`,
    '--window': `${crop.width * source.width} / ${crop.height * source.height}`,
    '--from-x': crop.x,
    '--from-y': crop.y,
    '--share-x': crop.width,
    '--share-y': crop.height,
  };
  const lead = (event: PointerEvent<HTMLDivElement>) => {
    if (isHeld || !whole.current) return;
    const area = whole.current.getBoundingClientRect();
    const toPoint = ({ clientX, clientY }: { clientX: number; clientY: number }) => ({
      x: (clientX - area.left) / area.width,
      y: (clientY - area.top) / area.height,
    });
    const grip = toPoint(event);
    const isInside =
      grip.x >= crop.x && grip.x <= crop.x + crop.width && grip.y >= crop.y && grip.y <= crop.y + crop.height;
    // Beside the crop one points at what should be in its middle; on it one takes hold of it.
    const off = isInside
      ? { x: crop.x + crop.width / 2 - grip.x, y: crop.y + crop.height / 2 - grip.y }
      : { x: 0, y: 0 };
    const move = (to: { clientX: number; clientY: number }) => {
      const { x, y } = toPoint(to);
      onMove({ x: x + off.x, y: y + off.y });
    };
    event.currentTarget.setPointerCapture(event.pointerId);
    if (!isInside) move(event);
    event.currentTarget.onpointermove = move;
  };
  const drop = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.onpointermove) return;
    event.currentTarget.onpointermove = null;
    onDrop();
  };
  return (
    <div className="framing-stage" dir="ltr" style={box as object}>
      <div className="framing-well">
        {/* The sliders below are the same for keys and readers of screens. */}
        <div
          ref={whole}
          className={isHeld ? 'framing-picture' : 'framing-picture framing-free'}
          aria-hidden="true"
          onPointerDown={lead}
          onPointerUp={drop}
          onPointerCancel={drop}
        >
          <Source source={source} seconds={(source.inFrame + frame + 0.5) / fps} />
          <i className="framing-crop" />
        </div>
      </div>
      <figure className="framing-seen">
        <span className="framing-window" role="img" aria-label={t('framing.seen')}>
          <Source source={source} seconds={(source.inFrame + frame + 0.5) / fps} />
        </span>
        <figcaption className="small text-3">{t('framing.seen')}</figcaption>
      </figure>
    </div>
  );
}

function Source({ source, seconds }: { source: NonNullable<ShotFraming['source']>; seconds: number }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.currentTime = seconds;
  }, [seconds]);
  if (source.kind === 'picture') return <img src={source.url} alt="" draggable={false} />;
  return <video ref={video} src={source.url} muted playsInline preload="auto" />;
}
