import type { Job, Shot, Take } from '../../api/index.ts';
import { useLiveJob } from '../../app/live/index.ts';
import { useFormat, useMaker, useWords } from '../../app/words/index.ts';
import { Button, Mono, ProgressBar, StatusMark } from '../../ui/index.ts';

/** How the studio names itself on what it made alone; another maker is said at the take. */
const BUILT_IN = 'Built-in engine';

/** One side of a comparison: a take, or the frame as it would be drawn now. */
export type Side = string;

/** Every take ever made of the shot, oldest first. Choosing one never deletes another; a new one never chooses itself. */
export function TakeRow({
  shot,
  leaf,
  a,
  b,
  canChoose,
  onChoose,
  onSide,
}: {
  shot: Shot;
  leaf: Job | undefined;
  a: Side;
  b: Side;
  canChoose: boolean;
  onChoose: (takeId: string) => void;
  onSide: (side: 'a' | 'b', take: Side) => void;
}) {
  const t = useWords();
  return (
    <section className="takes" aria-label={t('shot.takesLabel')}>
      <h3 className="label">{t('shot.takesLabel')}</h3>
      <ul className="take-row">
        {shot.takes.map((take) => (
          <TakeTile
            key={take.id}
            shot={shot}
            take={take}
            a={a}
            b={b}
            canChoose={canChoose}
            onChoose={() => onChoose(take.id)}
            onSide={(side) => onSide(side, take.id)}
          />
        ))}
        <li className="take">
          <span className="take-now frame">
            <span className="small text-3">{t('stage.now')}</span>
          </span>
          <SideButtons take="now" a={a} b={b} onSide={(side) => onSide(side, 'now')} />
        </li>
        {shot.state === 'making' || shot.state === 'queued' ? <ComingTake shot={shot} leaf={leaf} /> : null}
      </ul>
    </section>
  );
}

function TakeTile({
  shot,
  take,
  a,
  b,
  canChoose,
  onChoose,
  onSide,
}: {
  shot: Shot;
  take: Take;
  a: Side;
  b: Side;
  canChoose: boolean;
  onChoose: () => void;
  onSide: (side: 'a' | 'b') => void;
}) {
  const maker = useMaker();
  const t = useWords();
  const format = useFormat();
  const isChosen = take.id === shot.selectedVideoTakeId;
  return (
    <li className={isChosen ? 'take take-chosen' : 'take'}>
      <button
        type="button"
        className="take-picture"
        aria-pressed={isChosen}
        disabled={!canChoose || take.state === 'failed'}
        title={`${maker(take.madeBy)} · ${format.ago(take.createdAt)}${take.seed === null ? '' : ` · ${take.seed}`}`}
        aria-label={t('shot.chooseTake', { number: take.number })}
        onClick={onChoose}
      >
        <span className="media">
          <img src={take.posterUrl} alt="" />
        </span>
      </button>
      <span className="take-line">
        <Mono>{take.number}</Mono>
        {isChosen ? <StatusMark mark="passed" name={t('shot.chosen')} /> : null}
        {take.isStale ? <StatusMark mark="stale" name={t('shot.state.stale')} /> : null}
        {take.state === 'failed' ? <StatusMark mark="failed" name={t('shot.state.failed')} /> : null}
        <SideButtons take={take.id} a={a} b={b} onSide={onSide} />
      </span>
      {take.madeBy === BUILT_IN ? null : <bdi className="small text-3">{take.madeBy}</bdi>}
    </li>
  );
}

function SideButtons({ take, a, b, onSide }: { take: Side; a: Side; b: Side; onSide: (side: 'a' | 'b') => void }) {
  const t = useWords();
  return (
    <span className="take-sides">
      {(['a', 'b'] as const).map((side) => (
        <Button
          key={side}
          look="plain"
          size="dense"
          aria-pressed={(side === 'a' ? a : b) === take}
          aria-label={t('stage.put', { side: side.toUpperCase() })}
          onClick={() => onSide(side)}
        >
          {side.toUpperCase()}
        </Button>
      ))}
    </span>
  );
}

function ComingTake({ shot, leaf }: { shot: Shot; leaf: Job | undefined }) {
  const live = useLiveJob(leaf?.id ?? shot.activeJobId);
  const progress = live?.progress ?? leaf?.progress ?? 0;
  return (
    <li className="take">
      <span className="media">
        {live?.previewUrl ? <img src={live.previewUrl} alt="" /> : null}
        <ProgressBar isOverMedia value={progress} label={shot.code} />
      </span>
      <span className="take-line">
        <StatusMark mark="running" progress={progress}>
          <Mono>{Math.round(progress * 100)} %</Mono>
        </StatusMark>
      </span>
    </li>
  );
}
