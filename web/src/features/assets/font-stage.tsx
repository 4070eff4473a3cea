import { useEffect, useState } from 'react';
import type { AssetDetail } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';

/** One line in each script, all letters a person looks at first. */
const LINES: Readonly<Record<string, { text: string; dir: 'ltr' | 'rtl'; lang: string }>> = {
  latin: { text: 'Hamburgefonstiv 0123456789', dir: 'ltr', lang: 'en' },
  hebrew: { text: 'דג סקרן שט בים מאוכזב', dir: 'rtl', lang: 'he' },
  arabic: { text: 'أبجد هوّز حطّي كلمن', dir: 'rtl', lang: 'ar' },
};

/** A font set in itself, in the scripts it has. */
export function FontStage({ asset }: { asset: AssetDetail }) {
  const t = useWords();
  const family = `library-${asset.id}`;
  const [state, setState] = useState<'loading' | 'ready' | 'broken'>('loading');
  useEffect(() => {
    const face = new FontFace(family, `url(${JSON.stringify(asset.url)})`);
    face.load().then(
      () => {
        document.fonts.add(face);
        setState('ready');
      },
      () => setState('broken'),
    );
    return () => void document.fonts.delete(face);
  }, [family, asset.url]);
  if (state === 'broken') return <p className="stage-note">{t('viewer.unreadable')}</p>;
  const lines = (asset.font?.scripts ?? ['latin']).flatMap((script) => (LINES[script] ? [LINES[script]] : []));
  return (
    <div className="font-stage tone-white">
      {state === 'ready'
        ? lines.map(({ text, dir, lang }) => (
            <p key={lang} dir={dir} lang={lang} style={{ fontFamily: JSON.stringify(family) }}>
              {text}
            </p>
          ))
        : null}
    </div>
  );
}
