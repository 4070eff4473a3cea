import { useState } from 'react';
import type { ProjectTree } from '../../api/index.ts';
import { useSaid, useWords } from '../../app/words/index.ts';
import { Button, QuoteButton, StatusMark } from '../../ui/index.ts';
import { shotsOf } from './film-parts.ts';
import { type Refresh, useRefresh } from './use-refresh.ts';

/** What changed since the takes were made, and what bringing them up to date costs. */
export function BoardBanner({ tree, refresh, onShow }: { tree: ProjectTree; refresh: Refresh; onShow: () => void }) {
  const t = useWords();
  const said = useSaid();
  const [isKept, setKept] = useState(false);
  const stale = shotsOf(tree).filter(({ state }) => state === 'stale');
  if (isKept || tree.project.activeJobId) return null;
  if (stale.length === 0)
    return isCutAgain(tree) ? <FilesBanner refresh={refresh} onKeep={() => setKept(true)} /> : null;
  const reasons = [...new Set(stale.flatMap(({ staleReason }) => (staleReason ? said(staleReason) : [])))];
  return (
    <div className="banner board-banner">
      <StatusMark mark="stale" />
      <p className="grow cut">
        <b className="strong">
          {t('project.stale', { count: stale.length })}
          {reasons.length > 0 ? ':' : ''}
        </b>{' '}
        <bdi>{reasons.join(' ')}</bdi>
      </p>
      <Button look="plain" onClick={() => setKept(true)}>
        {t('board.keep')}
      </Button>
      <Button onClick={onShow}>{t('board.show')}</Button>
      {refresh.canMake ? (
        <QuoteButton
          look="main"
          price={refresh.allPrice}
          disabled={refresh.isBusy || refresh.reasons.length > 0}
          onClick={() => refresh.run()}
        >
          {t('board.refresh', { count: stale.length })}
        </QuoteButton>
      ) : null}
    </div>
  );
}

/** Where the films themselves are looked at: they are older than what is set, whatever it was. */
export function CutBanner({ tree }: { tree: ProjectTree }) {
  const refresh = useRefresh(tree);
  const [isKept, setKept] = useState(false);
  if (isKept || tree.project.activeJobId || !isCutAgain(tree)) return null;
  return <FilesBanner refresh={refresh} onKeep={() => setKept(true)} />;
}

/** Every shot fits, and yet the files show something older: another watermark lies over the film now. */
function isCutAgain(tree: ProjectTree): boolean {
  return tree.refreshQuote !== null && tree.files.some(({ isCurrent }) => !isCurrent);
}

function FilesBanner({ refresh, onKeep }: { refresh: Refresh; onKeep: () => void }) {
  const t = useWords();
  return (
    <div className="banner board-banner">
      <StatusMark mark="stale" />
      <p className="grow cut">{t('board.filesOld')}</p>
      <Button look="plain" onClick={onKeep}>
        {t('board.keep')}
      </Button>
      {refresh.canMake ? (
        <QuoteButton
          look="main"
          price={refresh.allPrice}
          disabled={refresh.isBusy || refresh.reasons.length > 0}
          onClick={() => refresh.run()}
        >
          {t('board.filesAgain')}
        </QuoteButton>
      ) : null}
    </div>
  );
}
