import { Clapperboard, FileText, ImagePlus } from 'lucide-react';
import { useLocation } from 'wouter';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useWords } from '../../app/words/index.ts';
import { ButtonLink } from '../../ui/index.ts';
import { SampleButton } from './sample-button.tsx';

/** Ways to begin. Keys 1 to 3. */
export function MakeRow() {
  const t = useWords();
  const [, navigate] = useLocation();
  useHotkeys([
    { keys: '1', label: t('home.makeFromBrief'), scope: 'screen', run: () => navigate('/projects/new/film') },
    {
      keys: '2',
      label: t('home.makeFromPhotos'),
      scope: 'screen',
      run: () => navigate('/projects/new/film?start=photos'),
    },
    { keys: '3', label: t('nav.productFilm'), scope: 'screen', run: () => navigate('/studios/product-film') },
  ]);
  return (
    <section aria-labelledby="home-make">
      <h2 id="home-make" className="section-title">
        {t('home.make')}
      </h2>
      <div className="make">
        <ButtonLink size="form" icon={FileText} href="/projects/new/film" keyHint="1">
          <span className="grow">{t('home.makeFromBrief')}</span>
        </ButtonLink>
        <ButtonLink size="form" icon={ImagePlus} href="/projects/new/film?start=photos" keyHint="2">
          <span className="grow">{t('home.makeFromPhotos')}</span>
        </ButtonLink>
        <ButtonLink size="form" icon={Clapperboard} href="/studios/product-film" keyHint="3">
          <span className="grow">{t('nav.productFilm')}</span>
        </ButtonLink>
        <SampleButton />
      </div>
    </section>
  );
}
