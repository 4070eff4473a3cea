import { useWords } from '../../app/words/index.ts';

/**
 * The plain stage: the four shapes a film is delivered in, as the frame marks draw them, one inside the other. It moves
 * nowhere and says what the studio is in one sentence.
 */
export function EntryStage() {
  const t = useWords();
  return (
    <aside className="stage" aria-label={t('entry.about')}>
      <div className="stage-frames" aria-hidden="true">
        {['16/9', '4/5', '1/1', '9/16'].map((ratio) => (
          <span key={ratio} className="stage-frame frame" style={{ aspectRatio: ratio }}>
            <bdi className="time">{ratio.replace('/', ':')}</bdi>
          </span>
        ))}
      </div>
      <p className="stage-words">{t('entry.promise')}</p>
    </aside>
  );
}
