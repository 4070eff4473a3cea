import { useState } from 'react';
import type { ProjectTree } from '../../api/index.ts';
import { useSaid, useWords } from '../../app/words/index.ts';
import { Button, QuoteButton, StatusMark } from '../../ui/index.ts';
import { shotsOf } from './film-parts.ts';
import type { Refresh } from './use-refresh.ts';

/** What changed since the takes were made, and what bringing them up to date costs. */
export function BoardBanner({ tree, refresh, onShow }: { tree: ProjectTree; refresh: Refresh; onShow: () => void }) {
  const t = useWords();
  const said = useSaid();
  const [isKept, setKept] = useState(false);
  const stale = shotsOf(tree).filter(({ state }) => state === 'stale');
  if (stale.length === 0 || isKept || tree.project.activeJobId) return null;
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
