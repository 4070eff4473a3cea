import { X } from 'lucide-react';
import { useState } from 'react';
import type { AssetDetail } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { IconButton, Segmented } from '../../ui/index.ts';
import { useZoom, useZoomKeys, ZoomBar } from './picture-stage.tsx';
import { pictureUrlOf, type ShownPicture, usePicture } from './use-picture.ts';
import { ZoomStage } from './zoom-stage.tsx';

export const COMPARE_LOOKS = ['side', 'wipe', 'difference'] as const;
export type CompareLook = (typeof COMPARE_LOOKS)[number];

/**
 * Two pictures in one view: side by side, one wiped over the other, or what differs. The second is laid over the first at the
 * same width, middle on middle, so that two sizes of one picture match.
 */
export function CompareStage({
  first,
  second,
  look,
  onLook,
  onClose,
}: {
  first: AssetDetail;
  second: AssetDetail;
  look: CompareLook;
  onLook: (look: CompareLook) => void;
  onClose: () => void;
}) {
  const t = useWords();
  const { picture: one } = usePicture(pictureUrlOf(first));
  const { picture: two } = usePicture(pictureUrlOf(second));
  const zoom = useZoom(one);
  const [split, setSplit] = useState(50);
  useZoomKeys(zoom);
  const pair = one && two ? { one, two, first, second } : null;
  return (
    <div className="picture-stage tone-black compare">
      {pair && look === 'side' ? <SideBySide pair={pair} zoom={zoom} /> : null}
      {pair && look !== 'side' ? <OneOverOther pair={pair} zoom={zoom} look={look} split={split} /> : null}
      {look === 'wipe' ? (
        <input
          type="range"
          dir="ltr"
          className="slider compare-split"
          min={0}
          max={100}
          value={split}
          aria-label={t('viewer.split')}
          onChange={(event) => setSplit(Number(event.target.value))}
        />
      ) : null}
      <div className="compare-head">
        <Segmented
          label={t('viewer.compare')}
          value={look}
          choices={COMPARE_LOOKS.map((value) => ({ value, label: t(`viewer.look.${value}`) }))}
          onChange={onLook}
        />
        <IconButton icon={X} label={t('viewer.endCompare')} onClick={onClose} />
      </div>
      <ZoomBar zoom={zoom} />
    </div>
  );
}

type Pair = { one: ShownPicture; two: ShownPicture; first: AssetDetail; second: AssetDetail };
type Parts = { pair: Pair; zoom: ReturnType<typeof useZoom> };

/** The second in the pixels of the first. */
function boxOf({ one, two }: Pair) {
  const height = (two.height * one.width) / two.width;
  return { width: one.width, height, top: (one.height - height) / 2 };
}

function Layer({
  picture,
  name,
  transform,
  box,
}: {
  picture: ShownPicture;
  name: string;
  transform: string;
  box?: ReturnType<typeof boxOf>;
}) {
  const style = box
    ? { transform: `${transform} translateY(${box.top}px)`, width: box.width, height: box.height }
    : { transform, width: picture.width, height: picture.height };
  return <img className="zoom-layer" src={picture.url} alt={name} draggable={false} style={style} />;
}

function SideBySide({ pair, zoom }: Parts) {
  const { one, two, first, second } = pair;
  return (
    <div className="compare-sides" dir="ltr">
      <ZoomStage picture={one} view={zoom.view} onView={zoom.setView} onStage={zoom.setStage} label={first.name}>
        {(transform) => <Layer picture={one} name={first.name} transform={transform} />}
      </ZoomStage>
      <ZoomStage picture={one} view={zoom.view} onView={zoom.setView} onStage={zoom.setStage} label={second.name}>
        {(transform) => <Layer picture={two} name={second.name} transform={transform} box={boxOf(pair)} />}
      </ZoomStage>
      <span className="over compare-name compare-name-first">
        <bdi className="cut">{first.name}</bdi>
      </span>
      <span className="over compare-name compare-name-second">
        <bdi className="cut">{second.name}</bdi>
      </span>
    </div>
  );
}

function OneOverOther({ pair, zoom, look, split }: Parts & { look: 'wipe' | 'difference'; split: number }) {
  const { one, two, first, second } = pair;
  return (
    <>
      <ZoomStage
        picture={one}
        view={zoom.view}
        onView={zoom.setView}
        onStage={zoom.setStage}
        label={`${first.name}, ${second.name}`}
      >
        {(transform) => (
          <div className={look === 'difference' ? 'compare-over compare-brightened' : 'compare-over'}>
            <Layer picture={one} name={first.name} transform={transform} />
            <div
              className={look === 'wipe' ? 'compare-over compare-wiped' : 'compare-over compare-difference'}
              style={look === 'wipe' ? { clipPath: `inset(0 0 0 ${split}%)` } : undefined}
            >
              <Layer picture={two} name={second.name} transform={transform} box={boxOf(pair)} />
            </div>
            {look === 'wipe' ? <i className="compare-line" style={{ left: `${split}%` }} /> : null}
          </div>
        )}
      </ZoomStage>
      {look === 'wipe' ? (
        <>
          <span className="over compare-name compare-name-first">
            <bdi className="cut">{first.name}</bdi>
          </span>
          <span className="over compare-name compare-name-second">
            <bdi className="cut">{second.name}</bdi>
          </span>
        </>
      ) : null}
    </>
  );
}
