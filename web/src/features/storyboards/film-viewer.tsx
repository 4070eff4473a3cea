import { X } from 'lucide-react';
import type { ProjectTree } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { IconButton, Modal } from '../../ui/index.ts';
import { FilmPlayer } from '../../ui/media/film-player.tsx';
import { captionsUrl, segmentsToPlay } from './film-parts.ts';

/** The film alone on the stage. */
export function FilmViewer({ tree, onClose }: { tree: ProjectTree; onClose: () => void }) {
  const t = useWords();
  const segments = segmentsToPlay(tree);
  return (
    <Modal shape="player" label={tree.project.name} onClose={onClose}>
      <div className="viewer">
        <header className="top">
          <h2 className="strong cut grow" dir="auto">
            {tree.project.name}
          </h2>
          <span className="small text-3">{t(segments.length === 1 ? 'player.finished' : 'player.soFar')}</span>
          <IconButton icon={X} label={t('do.close')} onClick={onClose} />
        </header>
        <FilmPlayer
          segments={segments}
          fps={tree.project.fps}
          captionsUrl={segments.length === 1 ? captionsUrl(tree) : null}
          startsPlaying
          startsCaptioned={tree.storyboard?.voice !== 'none'}
          label={tree.project.name}
        />
      </div>
    </Modal>
  );
}
