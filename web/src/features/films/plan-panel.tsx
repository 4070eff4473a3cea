import type { Storyboard } from '../../api/index.ts';
import { useFormat, useSaid, useWords } from '../../app/words/index.ts';
import { Duration, Mono } from '../../ui/index.ts';
import { FramingGlyph } from './framing-glyph.tsx';

/** The film as planned so far: its beats to scale, its shots in order. */
export function PlanPanel({
  storyboard,
  ratio,
  isOld,
}: {
  storyboard: Storyboard;
  ratio: string | undefined;
  isOld: boolean;
}) {
  const t = useWords();
  const format = useFormat();
  const said = useSaid();
  const fps = storyboard.rate.numerator / storyboard.rate.denominator;
  return (
    <div className="plan" aria-busy={isOld}>
      <header className="plan-head">
        <h2 className="strong grow cut" dir="auto">
          {storyboard.title}
        </h2>
        <Duration>{format.seconds(storyboard.targetFrames / fps)}</Duration>
        {ratio ? <Mono>{ratio}</Mono> : null}
      </header>
      <ol className="beats" aria-label={t('firstDay.beats')}>
        {storyboard.scenes.map((scene) => {
          const frames = scene.shots.reduce((sum, shot) => sum + shot.lengthFrames, 0);
          return (
            <li key={scene.key} style={{ flex: frames }}>
              <span className="cut">{t(`beat.${scene.beat}`)}</span>
              <Duration>{format.seconds(frames / fps)}</Duration>
            </li>
          );
        })}
      </ol>
      <ol className="plan-shots">
        {storyboard.scenes
          .flatMap((scene) => scene.shots)
          .map((shot) => (
            <li key={shot.key}>
              <FramingGlyph kind={shot.scene.kind} />
              <span className="text-2">
                <Mono>{shot.code}</Mono>
              </span>
              <span className="grow plan-words">
                <span className="cut" dir="auto">
                  {shot.title}
                </span>
                {shot.scene.words.lines.length > 0 ? (
                  <span className="cut small text-3" dir="auto">
                    {[...shot.scene.words.lines, shot.scene.words.figure].filter(Boolean).join(' · ')}
                  </span>
                ) : null}
              </span>
              <span className="text-3">
                <Duration>{format.seconds(shot.lengthFrames / fps)}</Duration>
              </span>
            </li>
          ))}
      </ol>
      {storyboard.notices.length > 0 ? (
        <ul className="plan-notices small text-2">
          {storyboard.notices.map((notice) => (
            <li key={notice} dir="auto">
              {said(notice)}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
