import { useInfiniteQuery } from '@tanstack/react-query';
import { assetsQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { ButtonLink } from '../../ui/index.ts';
import { SampleButton } from './sample-button.tsx';

/** The first day: one card, one press to a film, one way to an own brief. Nothing else. */
export function FirstDay({ canMake }: { canMake: boolean }) {
  const t = useWords();
  return (
    <div className="first-day">
      <div className="first-day-stage frame">
        <div className="first-day-words">
          <h2 className="first-day-title">{t('firstDay.title')}</h2>
          <p className="read">{t('firstDay.lead')}</p>
          {canMake ? (
            <div className="row row-wrap">
              <SampleButton isMain />
              <ButtonLink size="form" look="plain" href="/projects/new/film">
                {t('firstDay.own')}
              </ButtonLink>
            </div>
          ) : (
            <p className="text-3">{t('firstDay.viewer')}</p>
          )}
        </div>
        <SamplePictures />
        <ul className="first-day-beats" aria-label={t('firstDay.beats')}>
          {(['hook', 'story', 'detail', 'proof', 'call_to_action'] as const).map((beat, index) => (
            <li key={beat} style={{ flex: [3, 3, 4, 3, 2][index] }}>
              {t(`beat.${beat}`)}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

const SHOWN_PICTURES = 6;

/** The sample's own photographs, each the moment the studio has drawn it. */
function SamplePictures() {
  const { data } = useInfiniteQuery(assetsQuery({ kind: 'image', origin: 'sample' }));
  const pictures = data?.pages.flatMap(({ items }) => items).filter(({ name }) => !name.includes('logo')) ?? [];
  return (
    <ul className="first-day-pictures">
      {pictures.slice(0, SHOWN_PICTURES).map((picture) => (
        <li key={picture.id} style={{ backgroundColor: picture.placeholderColour ?? undefined }}>
          <img src={picture.thumbnailUrl ?? picture.url} alt={picture.name} />
        </li>
      ))}
    </ul>
  );
}
