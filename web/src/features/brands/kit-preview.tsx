import { useState } from 'react';
import { type Brand, type Language, previewBrandUrl, type Ratio } from '../../api/index.ts';
import { LANGUAGES, useLanguage, useWords } from '../../app/words/index.ts';
import { Segmented, Switch } from '../../ui/index.ts';
import { MarkFrame, type MarkPictures } from './mark-frame.tsx';
import type { ChangeKit } from './use-kit.ts';

const RATIOS: readonly Ratio[] = ['16:9', '9:16', '1:1', '4:5'];
const VIEWS = ['picture', 'words', 'card'] as const;
type View = (typeof VIEWS)[number];

/** What a film of this brand looks like now: real frames in the four shapes, the mark live over them. */
export function KitPreview({
  kit,
  lookRevision,
  change,
  isHeld,
}: {
  kit: Brand;
  lookRevision: number;
  change: ChangeKit;
  isHeld: boolean;
}) {
  const t = useWords();
  const own = useLanguage();
  const [view, setView] = useState<View>('picture');
  const [language, setLanguage] = useState<Language>(own);
  const [hasZones, setZones] = useState(true);
  return (
    <section className="kit-preview" aria-label={t('kit.preview')}>
      <div className="row row-wrap">
        <Segmented
          label={t('kit.view')}
          value={view}
          choices={VIEWS.map((value) => ({ value, label: t(`kit.view.${value}`) }))}
          onChange={setView}
        />
        <Segmented
          label={t('kit.previewLanguage')}
          value={language}
          choices={LANGUAGES.map(({ id, name }) => ({ value: id, label: <span lang={id}>{name}</span> }))}
          onChange={setLanguage}
        />
        <Switch label={t('kit.zones')} checked={hasZones} onChange={(event) => setZones(event.target.checked)} />
      </div>
      <div className="mark-frames">
        {RATIOS.map((ratio) => (
          <MarkFrame
            key={`${ratio} ${view} ${language}`}
            ratio={ratio}
            src={previewBrandUrl(kit.id, {
              ratio,
              view,
              language,
              revision: lookRevision,
              width: ratio === '16:9' ? 640 : 360,
            })}
            mark={kit.watermark}
            pictures={picturesOf(kit)}
            hasZones={hasZones}
            isHeld={isHeld}
            onMove={(offset) => change({ watermark: { ...kit.watermark, ...offset } }, 'mark move')}
          />
        ))}
      </div>
    </section>
  );
}

function picturesOf(kit: Brand): MarkPictures {
  const badge = kit.files.find((file) => file.id === kit.watermark.fileId);
  return badge ? { plain: badge.url, onDark: badge.onDarkUrl } : { plain: kit.logoUrl, onDark: kit.logoOnDarkUrl };
}
