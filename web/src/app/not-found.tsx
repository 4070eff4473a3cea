import { ButtonLink, EmptyState } from '../ui/index.ts';
import { useWords } from './words/index.ts';

/** S-404: the same answer for what does not exist and what may not be seen. */
export function NotFound() {
  const t = useWords();
  return (
    <main className="content" id="content">
      <h1 className="spoken">{t('notFound.title')}</h1>
      <EmptyState sentence={t('notFound.sentence')}>
        <ButtonLink look="main" href="~/">
          {t('notFound.home')}
        </ButtonLink>
      </EmptyState>
    </main>
  );
}
