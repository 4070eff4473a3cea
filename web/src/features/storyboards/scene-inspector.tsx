import { Pencil } from 'lucide-react';
import type { ProjectTree, Shot } from '../../api/index.ts';
import { useFormat, useSaid, useWords } from '../../app/words/index.ts';
import { Button, Duration, MakerLabel, Mono, StatusMark } from '../../ui/index.ts';
import { selectedTake } from './film-parts.ts';

/** The scene of the selected shot and the shot itself: what is said, shown, how long, by whom. */
export function SceneInspector({
  tree,
  shot,
  onOpen,
}: {
  tree: ProjectTree;
  shot: Shot;
  onOpen: (id: string) => void;
}) {
  const t = useWords();
  const format = useFormat();
  const said = useSaid();
  const scene = tree.scenes.find(({ id }) => id === shot.sceneId);
  const fps = tree.project.fps;
  const take = selectedTake(shot);
  const narration = scene?.shots.filter((each) => each.narration !== '') ?? [];
  const words = shot.scene.words;
  const onScreen = [...new Set([words.eyebrow, ...words.lines, ...words.items, words.figure, words.small])].filter(
    Boolean,
  );
  if (!scene) return null;
  return (
    <>
      <section>
        <h2 className="strong">
          {t('scene.title', { number: scene.number })} <bdi>{scene.title}</bdi>
        </h2>
        <p className="text-2" dir="auto">
          {scene.summary}
        </p>
      </section>
      <section>
        <div className="row">
          <span className="label grow">{t('scene.length')}</span>
          <Duration>{format.seconds(scene.lengthFrames / fps)}</Duration>
        </div>
        {scene.timeNotes.map((note) => (
          <p key={note} className="small text-2">
            <StatusMark mark="stale" /> <bdi>{said(note)}</bdi>
          </p>
        ))}
      </section>
      {narration.length > 0 ? (
        <section>
          <span className="label">{t('scene.narration')}</span>
          {narration.map((each) => (
            <p key={each.id} className="read" dir="auto">
              {each.narration}
            </p>
          ))}
        </section>
      ) : null}
      <section>
        <div className="row">
          <h3 className="strong grow">
            {t('shot.named')} <Mono>{shot.code}</Mono>
          </h3>
          <Button size="dense" icon={Pencil} keyHint="E" onClick={() => onOpen(shot.id)}>
            {t('shot.edit')}
          </Button>
        </div>
        {shot.staleReason ? (
          <p className="small text-2">
            <StatusMark mark="stale" /> <bdi>{said(shot.staleReason)}</bdi>
          </p>
        ) : null}
        <span className="label">{t('shot.onScreen')}</span>
        {onScreen.length > 0 ? (
          <ul className="inspector-words">
            {onScreen.map((line) => (
              <li key={line} className="read" dir="auto">
                {line}
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-3">{t('shot.noWords')}</p>
        )}
      </section>
      <section>
        <dl className="pairs">
          <dt>{t('shot.length')}</dt>
          <dd>
            <Duration>{format.seconds(shot.lengthFrames / fps)}</Duration>
          </dd>
          <dt>{t('shot.move')}</dt>
          <dd>{t(`move.${shot.scene.move}`)}</dd>
          <dt>{t('shot.seed')}</dt>
          <dd>
            <Mono>{shot.scene.seed}</Mono>
          </dd>
          <dt>{t('quote.madeBy')}</dt>
          <dd>{take ? <MakerLabel name={take.madeBy} /> : '–'}</dd>
          <dt>{t('shot.takesLabel')}</dt>
          <dd>
            <Mono>{shot.takes.length}</Mono>
          </dd>
        </dl>
      </section>
    </>
  );
}
