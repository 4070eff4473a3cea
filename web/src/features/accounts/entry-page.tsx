import { type ReactNode, useEffect } from 'react';
import { KinoraMark } from '../../app/shell/mark.tsx';
import { LANGUAGES, switchLanguage, useLanguage, useWords } from '../../app/words/index.ts';
import './entry.css';
import { EntryStage } from './entry-stage.tsx';

/** Pages before the studio: the stage on one side, one form on the other, the language always at hand. */
export function EntryPage({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const t = useWords();
  const language = useLanguage();
  useEffect(() => {
    document.title = `${title} · Kinora`;
  }, [title]);
  return (
    <div className="entry">
      <EntryStage />
      <main className="entry-side" id="content">
        <header className="entry-head">
          <span className="row strong">
            <KinoraMark /> Kinora
          </span>
          <fieldset className="entry-languages" aria-label={t('person.language')}>
            {LANGUAGES.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                lang={id}
                aria-pressed={id === language}
                onClick={() => void switchLanguage(id)}
              >
                {name}
              </button>
            ))}
          </fieldset>
        </header>
        <div className="entry-form">
          <h1 className="entry-title">{title}</h1>
          {lead ? <div className="entry-lead">{lead}</div> : null}
          {children}
        </div>
      </main>
    </div>
  );
}
