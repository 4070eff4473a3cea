import type { RefObject } from 'react';
import type { ProjectTree, Shot } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useWords } from '../../app/words/index.ts';
import { mainAction, shotsOf } from './film-parts.ts';
import type { Refresh } from './use-refresh.ts';

type Board = {
  tree: ProjectTree;
  refresh: Refresh;
  board: RefObject<HTMLDivElement | null>;
  selected: Shot | undefined;
  onOpen: (shotId: string) => void;
  onPlay: () => void;
};

/** Arrows walk the cards as they lie on screen, Enter opens one, Space plays. Returns how a card is given the focus. */
export function useBoardKeys({ tree, refresh, board, selected, onOpen, onPlay }: Board) {
  const t = useWords();
  const shots = shotsOf(tree);
  const focusShot = (id: string | undefined) =>
    id && board.current?.querySelector<HTMLElement>(`[data-shot="${id}"]`)?.focus();
  const step = (by: number) => focusShot(shots[Math.max(0, shots.findIndex(({ id }) => id === selected?.id) + by)]?.id);
  const climb = (rows: 1 | -1) => focusShot(neighbourInRow(board.current, selected?.id, rows));
  const forward = document.documentElement.dir === 'rtl' ? -1 : 1;
  const open = () => selected && onOpen(selected.id);
  useHotkeys([
    { keys: 'arrowright', label: t('board.next'), scope: 'screen', run: () => step(forward) },
    { keys: 'arrowleft', label: t('board.previous'), scope: 'screen', run: () => step(-forward) },
    { keys: 'arrowdown', label: t('board.down'), scope: 'screen', run: () => climb(1) },
    { keys: 'arrowup', label: t('board.up'), scope: 'screen', run: () => climb(-1) },
    { keys: 'enter', label: t('board.open'), scope: 'screen', run: open },
    { keys: 'e', label: t('board.open'), scope: 'screen', run: open },
    { keys: 'space', label: t('player.play'), scope: 'screen', run: onPlay },
    {
      keys: 'mod+enter',
      label: t('board.mainAction'),
      scope: 'screen',
      run: () => ['refresh', 'make'].includes(mainAction(tree)) && refresh.run(),
    },
  ]);
  return focusShot;
}

/** Rows of cards are a pixel or two apart where captions wrap. */
const SAME_ROW_PX = 8;

/** The card nearest to the side of this one in the row above or below: scenes share rows, so counting does not do. */
function neighbourInRow(board: HTMLElement | null, id: string | undefined, rows: 1 | -1): string | undefined {
  const cards = [...(board?.querySelectorAll<HTMLElement>('[data-shot]') ?? [])].map((card) => ({
    id: card.dataset['shot'],
    box: card.getBoundingClientRect(),
  }));
  const here = cards.find((card) => card.id === id);
  if (!here) return cards[0]?.id;
  const beyond = cards.filter(({ box }) => (box.top - here.box.top) * rows > SAME_ROW_PX);
  const distance = Math.min(...beyond.map(({ box }) => Math.abs(box.top - here.box.top)));
  return beyond
    .filter(({ box }) => Math.abs(box.top - here.box.top) <= distance + SAME_ROW_PX)
    .sort((left, right) => Math.abs(left.box.left - here.box.left) - Math.abs(right.box.left - here.box.left))[0]?.id;
}
