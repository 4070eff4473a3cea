import { Minus, Pipette, Plus, Scan } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AssetDetail } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { IconButton, Mono, showToast } from '../../ui/index.ts';
import { ColourReadout } from './eyedropper.tsx';
import { pictureUrlOf, readPixel, usePicture } from './use-picture.ts';
import { fitScale, fitView, type Point, panBy, type Size, stepScale, type View, zoomAt } from './zoom.ts';
import { ZoomStage } from './zoom-stage.tsx';

const TONES = ['black', 'dark', 'mid', 'white'] as const;
const MIDDLE = { x: 0, y: 0 };
const KEY_PAN_PX = 80;

/** A picture to look at closely: zoom to single pixels, stage tones, and its colours against the brands’. */
export function PictureStage({
  asset,
  startsOn,
  onStep,
}: {
  asset: AssetDetail;
  startsOn: (typeof TONES)[number];
  /** The file before or after, for the arrows while the whole picture is in sight. */
  onStep: (step: 1 | -1) => void;
}) {
  const t = useWords();
  const { picture, isBroken } = usePicture(pictureUrlOf(asset));
  const zoom = useZoom(picture);
  const [tone, setTone] = useState<(typeof TONES)[number]>(startsOn);
  const [isPicking, setPicking] = useState(false);
  const [pixel, setPixel] = useState<Point | null>(null);
  const hex = picture && pixel ? readPixel(picture.element, pixel.x, pixel.y) : null;
  const nextTone = () => setTone((before) => TONES[(TONES.indexOf(before) + 1) % TONES.length] ?? 'black');
  const copy = () => {
    if (hex)
      void navigator.clipboard?.writeText(hex).then(() => showToast({ text: t('viewer.copied', { text: hex }) }));
  };
  useStageKeys({ zoom, onStep, nextTone, togglePicking: () => setPicking((before) => !before) });
  if (isBroken) return <p className="stage-note">{t('viewer.unreadable')}</p>;
  return (
    <div className={`picture-stage tone-${tone}`}>
      {picture ? (
        <ZoomStage
          picture={picture}
          view={zoom.view}
          onView={zoom.setView}
          onStage={zoom.setStage}
          tool={isPicking ? 'pick' : 'move'}
          onPixel={setPixel}
          onPick={copy}
          label={asset.name}
        >
          {(transform) => (
            <img
              className="zoom-layer"
              src={picture.url}
              alt={asset.name}
              draggable={false}
              style={{ transform, width: picture.width, height: picture.height }}
            />
          )}
        </ZoomStage>
      ) : null}
      {isPicking ? <ColourReadout hex={hex} /> : null}
      <ZoomBar zoom={zoom} isPicking={isPicking} onPick={() => setPicking(!isPicking)} onTone={nextTone} />
    </div>
  );
}

export type Zoom = ReturnType<typeof useZoom>;

/** The view of one or more stages of the same picture, all of one size; null: whole. */
export function useZoom(picture: Size | null) {
  const [view, setView] = useState<View | null>(null);
  const [stage, setStage] = useState<Size | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture begins whole
  useEffect(() => setView(null), [picture?.width, picture?.height]);
  const parts = picture && stage ? { picture, stage } : null;
  const fit = parts ? fitScale(parts.stage, parts.picture) : 1;
  const change = (act: (view: View, parts: { stage: Size; picture: Size }) => View) => {
    if (parts) setView((before) => act(before ?? fitView(parts.stage, parts.picture), parts));
  };
  const to = (scale: number) => change((now, sizes) => zoomAt(now, scale, MIDDLE, sizes));
  const scale = view?.scale ?? fit;
  return {
    view,
    scale,
    isWhole: scale <= fit * 1.001,
    setView,
    setStage,
    to,
    step: (direction: 1 | -1) =>
      change((now, sizes) => zoomAt(now, stepScale(now.scale, direction, fit), MIDDLE, sizes)),
    fit: () => setView(null),
    pan: (by: Point) => change((now, sizes) => panBy(now, by, sizes)),
  };
}

export function ZoomBar({
  zoom,
  isPicking,
  onPick,
  onTone,
}: {
  zoom: Zoom;
  isPicking?: boolean;
  onPick?: () => void;
  onTone?: () => void;
}) {
  const t = useWords();
  const format = useFormat();
  return (
    <div className="stage-bar" role="toolbar" aria-label={t('viewer.tools')} dir="ltr">
      <IconButton size="dense" icon={Minus} label={t('viewer.smaller')} onClick={() => zoom.step(-1)} />
      <button type="button" className="stage-scale" title={t('viewer.actual')} onClick={() => zoom.to(1)}>
        <Mono>{format.number(zoom.scale * 100)} %</Mono>
      </button>
      <IconButton size="dense" icon={Plus} label={t('viewer.larger')} onClick={() => zoom.step(1)} />
      <IconButton size="dense" icon={Scan} label={t('viewer.fit')} onClick={zoom.fit} />
      {onTone ? (
        <button
          type="button"
          className="stage-tone"
          aria-label={t('viewer.tone')}
          title={t('viewer.tone')}
          onClick={onTone}
        />
      ) : null}
      {onPick ? (
        <IconButton size="dense" icon={Pipette} label={t('viewer.pick')} aria-pressed={isPicking} onClick={onPick} />
      ) : null}
    </div>
  );
}

function useStageKeys({
  zoom,
  onStep,
  nextTone,
  togglePicking,
}: {
  zoom: Zoom;
  onStep: (step: 1 | -1) => void;
  nextTone: () => void;
  togglePicking: () => void;
}): void {
  const t = useWords();
  const sideways = (direction: 1 | -1) => () => {
    const onward = document.documentElement.dir === 'rtl' ? -1 : 1;
    if (zoom.isWhole) onStep((direction * onward) as 1 | -1);
    else zoom.pan({ x: -direction * KEY_PAN_PX, y: 0 });
  };
  useZoomKeys(zoom);
  useHotkeys([
    { keys: 'arrowright', label: t('viewer.next'), scope: 'screen', run: sideways(1) },
    { keys: 'arrowleft', label: t('viewer.previous'), scope: 'screen', run: sideways(-1) },
    { keys: 'arrowdown', label: t('viewer.panDown'), scope: 'screen', run: () => zoom.pan({ x: 0, y: -KEY_PAN_PX }) },
    { keys: 'arrowup', label: t('viewer.panUp'), scope: 'screen', run: () => zoom.pan({ x: 0, y: KEY_PAN_PX }) },
    { keys: '0', label: t('viewer.tone'), scope: 'screen', run: nextTone },
    { keys: 'i', label: t('viewer.pick'), scope: 'screen', run: togglePicking },
  ]);
}

export function useZoomKeys(zoom: Zoom): void {
  const t = useWords();
  useHotkeys([
    { keys: '+', label: t('viewer.larger'), scope: 'screen', run: () => zoom.step(1) },
    { keys: '=', label: t('viewer.larger'), scope: 'screen', run: () => zoom.step(1) },
    { keys: '-', label: t('viewer.smaller'), scope: 'screen', run: () => zoom.step(-1) },
    { keys: '1', label: t('viewer.actual'), scope: 'screen', run: () => zoom.to(1) },
    { keys: '8', label: t('viewer.closest'), scope: 'screen', run: () => zoom.to(8) },
    { keys: 'f', label: t('viewer.fit'), scope: 'screen', run: zoom.fit },
  ]);
}
