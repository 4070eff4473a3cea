import type { ReactNode } from 'react';
import type { Job, Shot } from '../../api/index.ts';
import { type LiveJob, useLiveJob } from '../../app/live/index.ts';
import { useFormat, useSaid, useWords } from '../../app/words/index.ts';
import { Button, Duration, HoverScrub, MakerLabel, Mono, ProgressBar, StatusMark } from '../../ui/index.ts';
import { selectedTake } from './film-parts.ts';
import type { Refresh } from './use-refresh.ts';

type Props = {
  shot: Shot;
  leaf: Job | undefined;
  fps: number;
  isSelected: boolean;
  refresh: Refresh;
  onSelect: () => void;
  onOpen: () => void;
};

/** One shot: its picture in the final shape, then one line with code, title and length. */
export function ShotCard({ shot: stored, leaf, fps, isSelected, refresh, onSelect, onOpen }: Props) {
  const t = useWords();
  const format = useFormat();
  const live = useShotWork(stored, leaf);
  const shot =
    live?.status === 'processing' && stored.state === 'queued' ? { ...stored, state: 'making' as const } : stored;
  return (
    <li className={isSelected ? 'shot shot-selected' : 'shot'}>
      <div className="shot-picture">
        <Picture shot={shot} live={live} />
        <button
          type="button"
          className="shot-open"
          data-shot={shot.id}
          aria-label={t('shot.open', { code: shot.code, title: shot.title, state: t(`shot.state.${shot.state}`) })}
          onFocus={onSelect}
          onClick={onOpen}
        />
        {shot.state === 'failed' && refresh.canMake ? (
          <span className="shot-retry">
            <Button size="dense" disabled={refresh.isBusy} onClick={() => refresh.run([shot.id])}>
              {t('do.retry')} · {refresh.onePrice}
            </Button>
          </span>
        ) : null}
      </div>
      <div className="shot-caption">
        <Mono>{shot.code}</Mono>
        <span className="cut" dir="auto">
          {shot.title}
        </span>
        {shot.takes.length > 1 ? (
          <span className="small text-3">{t('shot.takes', { count: shot.takes.length })}</span>
        ) : null}
        <span className="text-3 end">
          <Duration>{format.seconds(shot.lengthFrames / fps)}</Duration>
        </span>
      </div>
    </li>
  );
}

/** What is known of the work on a shot: its own piece where there is one, events before lists. */
function useShotWork(shot: Shot, leaf: Job | undefined): LiveJob | undefined {
  const live = useLiveJob(leaf?.id ?? shot.activeJobId);
  if (!leaf) return live;
  return { status: leaf.status, progress: leaf.progress, progressText: leaf.progressText, ...live };
}

function Picture({ shot, live }: { shot: Shot; live: LiveJob | undefined }) {
  const t = useWords();
  const said = useSaid();
  const take = selectedTake(shot);
  if (shot.state === 'making') return <Making shot={shot} live={live} posterUrl={take?.posterUrl} />;
  if (shot.state === 'failed') {
    return (
      <Unmade>
        <StatusMark mark="failed">{t('shot.state.failed')}</StatusMark>
        <p className="small text-2" dir="auto">
          {shot.failure ? said(shot.failure) : null}
        </p>
      </Unmade>
    );
  }
  if (!take) {
    return (
      <Unmade>
        <StatusMark mark="queued">{t(`shot.state.${shot.state}`)}</StatusMark>
        <p className="small text-3" dir="auto">
          {shot.scene.words.lines.length > 0 ? (
            <span className="shot-words">{shot.scene.words.lines.join(' ')}</span>
          ) : null}
          {shot.picturePrompt}
        </p>
      </Unmade>
    );
  }
  return (
    <>
      <HoverScrub posterUrl={take.posterUrl} filmUrl={take.url} label={shot.picturePrompt || shot.title} />
      <span className="over over-start shot-hover">
        <MakerLabel name={take.madeBy} />
      </span>
      {shot.state === 'stale' ? (
        <span className="over over-top">
          <StatusMark mark="stale">{t('shot.state.stale')}</StatusMark>
        </span>
      ) : null}
      {shot.state === 'queued' ? (
        <span className="over over-start">
          <StatusMark mark="queued">{t('shot.state.queued')}</StatusMark>
        </span>
      ) : null}
    </>
  );
}

/** The running preview with true counts; until the first preview frame, the words of the plan. */
function Making({ shot, live, posterUrl }: { shot: Shot; live: LiveJob | undefined; posterUrl: string | undefined }) {
  const t = useWords();
  const said = useSaid();
  const progress = live?.progress ?? 0;
  const url = live?.previewUrl ?? posterUrl;
  return (
    <span className={url ? 'media' : 'media shot-empty frame'}>
      {url ? (
        <img src={url} alt={shot.title} />
      ) : (
        <span className="shot-plan small text-3" dir="auto">
          {shot.picturePrompt}
        </span>
      )}
      <span className="over over-start">
        <StatusMark mark="running" progress={progress}>
          <bdi>{live?.progressText ? said(live.progressText) : t('shot.state.making')}</bdi>
        </StatusMark>
      </span>
      {live?.previewUrl ? <span className="over over-end">{t('shot.preview')}</span> : null}
      <ProgressBar isOverMedia value={progress} label={shot.code} />
    </span>
  );
}

function Unmade({ children }: { children: ReactNode }) {
  return (
    <span className="media shot-empty frame">
      <span className="shot-plan">{children}</span>
    </span>
  );
}
