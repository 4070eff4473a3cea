import { Play } from 'lucide-react';
import type { ProjectTree } from '../../api/index.ts';
import { toTimecode, useWords } from '../../app/words/index.ts';
import { IconButton } from '../../ui/index.ts';
import { segmentsSoFar, selectedTake, shotsOf } from './film-parts.ts';

/** The film to scale along the foot of the board, playable from its first finished shot. */
export function FilmSoFar({
  tree,
  selectedId,
  onPlay,
  onSelect,
}: {
  tree: ProjectTree;
  selectedId: string | undefined;
  onPlay: () => void;
  onSelect: (shotId: string) => void;
}) {
  const t = useWords();
  const shots = shotsOf(tree);
  if (shots.length === 0) return null;
  const isPlayable = shots.some((shot) => selectedTake(shot) !== undefined);
  const segments = segmentsSoFar(tree);
  const madeFrames = segments.reduce((sum, { url, lengthFrames }) => sum + (url ? lengthFrames : 0), 0);
  const totalFrames = segments.reduce((sum, { lengthFrames }) => sum + lengthFrames, 0);
  return (
    <section className="so-far" dir="ltr" aria-label={t('board.soFar')}>
      <IconButton icon={Play} label={t('board.playSoFar')} disabled={!isPlayable} onClick={onPlay} />
      <ol className="so-far-strip">
        {shots.map((shot, index) => (
          <li key={shot.id} style={{ flex: shot.lengthFrames }}>
            <button
              type="button"
              className={`so-far-shot so-far-${shot.state}`}
              aria-current={shot.id === selectedId ? 'true' : undefined}
              aria-label={`${shot.code} ${shot.title}`}
              style={segments[index]?.posterUrl ? { backgroundImage: `url(${segments[index]?.posterUrl})` } : undefined}
              onClick={() => onSelect(shot.id)}
            />
          </li>
        ))}
      </ol>
      <span className="time so-far-time">
        {toTimecode(madeFrames, tree.project.fps)}{' '}
        <span className="text-3">/ {toTimecode(totalFrames, tree.project.fps)}</span>
      </span>
    </section>
  );
}
