import { LayoutGrid, PanelRight, Play } from 'lucide-react';
import { useLocation } from 'wouter';
import type { ProjectTree } from '../../api/index.ts';
import { toggleInspector } from '../../app/shell/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, Icon, IconButton, QuoteButton } from '../../ui/index.ts';
import { mainAction } from './film-parts.ts';
import type { Refresh } from './use-refresh.ts';

type Props = {
  tree: ProjectTree;
  refresh: Refresh;
  cardWidth: number;
  onCardWidth: (width: number) => void;
  onPlay: () => void;
};

/** The board's own tools, then the one main action of the screen. */
export function BoardActions({ tree, refresh, cardWidth, onCardWidth, onPlay }: Props) {
  const t = useWords();
  return (
    <>
      <span className="board-zoom">
        <Icon of={LayoutGrid} />
        <input
          className="slider"
          type="range"
          min={180}
          max={720}
          step={20}
          value={cardWidth}
          aria-label={t('board.zoom')}
          onChange={(event) => onCardWidth(Number(event.target.value))}
        />
      </span>
      <Button icon={Play} keyHint="Space" onClick={onPlay} disabled={tree.scenes.length === 0}>
        {t('player.play')}
      </Button>
      <BoardMain tree={tree} refresh={refresh} />
      <IconButton
        className="board-fold"
        icon={PanelRight}
        flipIcon
        label={t('keys.inspector')}
        onClick={toggleInspector}
      />
    </>
  );
}

function BoardMain({ tree, refresh }: { tree: ProjectTree; refresh: Refresh }) {
  const t = useWords();
  const [, navigate] = useLocation();
  const action = mainAction(tree);
  if (!refresh.canMake) return <span className="chip">{t('board.viewOnly')}</span>;
  if (action === 'deliver') {
    return (
      <ButtonLink look="main" href={`/film/${tree.project.id}/deliver`}>
        {t('film.tab.deliver')}
      </ButtonLink>
    );
  }
  if (action !== 'make') return null;
  if (tree.scenes.length === 0)
    return (
      <Button look="main" onClick={() => navigate('/projects/new/film')}>
        {t('nav.newFilm')}
      </Button>
    );
  return (
    <QuoteButton
      look="main"
      price={refresh.allPrice}
      reasons={[]}
      disabled={refresh.isBusy || refresh.reasons.length > 0}
      onClick={() => refresh.run()}
    >
      {t('board.makeMissing')}
    </QuoteButton>
  );
}
