import { useQuery } from '@tanstack/react-query';
import { framingQuery, type ProjectTree, type Ratio, type ShotFraming } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { travelOf } from './framing-path.ts';

const HEIGHT = 28;
const INSET = 5;
/** Points a gliding crop is drawn by. */
const STEPS = 24;

/**
 * The film from its first frame to its last: where a shot's picture is cut, a line shows how far along the crop is; its keys
 * are dots on it. A press opens that place.
 */
export function FramingStrip({
  tree,
  ratio,
  frame,
  onOpen,
}: {
  tree: ProjectTree;
  ratio: Ratio;
  frame: number;
  onOpen: () => void;
}) {
  const t = useWords();
  const { data } = useQuery(framingQuery(tree.project.id, ratio));
  const items = data?.items ?? [];
  const cut = items.filter(({ planned }) => planned !== null);
  const total = Math.max(1, ...items.map(({ startFrame, lengthFrames }) => startFrame + lengthFrames));
  const label = data ? t('framing.openOf', { ratio, count: cut.length }) : t('framing.of', { ratio });
  return (
    <button
      type="button"
      className="framing-strip"
      dir="ltr"
      disabled={cut.length === 0}
      aria-label={label}
      title={label}
      onClick={onOpen}
    >
      <svg viewBox={`0 0 ${total} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {items.map((shot) => (
          <ShotLine key={shot.shotId} shot={shot} />
        ))}
        <line className="framing-now" x1={frame} x2={frame} y1={0} y2={HEIGHT} />
      </svg>
      {cut.flatMap((shot) =>
        shot.path.map((key) => (
          <i
            key={`${shot.shotId} ${key.frame}`}
            className="framing-dot"
            style={{
              insetInlineStart: `${((shot.startFrame + key.frame) / total) * 100}%`,
              insetBlockStart: `${heightOf(travelOf(shot, shot.path, key.frame))}px`,
            }}
          />
        )),
      )}
    </button>
  );
}

const heightOf = (travel: number) => INSET + travel * (HEIGHT - 2 * INSET);

function ShotLine({ shot }: { shot: ShotFraming }) {
  const { startFrame, lengthFrames, planned, path } = shot;
  const end = startFrame + lengthFrames;
  const steps = path.length < 2 ? 1 : STEPS;
  const points = Array.from({ length: steps + 1 }, (_, index) => {
    const at = (lengthFrames * index) / steps;
    return `${startFrame + at},${heightOf(planned ? travelOf(shot, path, at) : 0.5)}`;
  });
  return (
    <>
      {startFrame > 0 ? <line className="framing-cut" x1={startFrame} x2={startFrame} y1={0} y2={HEIGHT} /> : null}
      {planned ? (
        <polyline className={path.length > 0 ? 'framing-line framing-own' : 'framing-line'} points={points.join(' ')} />
      ) : (
        <line className="framing-whole" x1={startFrame} x2={end} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      )}
    </>
  );
}
