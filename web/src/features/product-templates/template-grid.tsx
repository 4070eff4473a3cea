import { useQuery } from '@tanstack/react-query';
import { Archive, ArchiveRestore, Copy, Ellipsis, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { archivedTemplatesQuery, productTemplatesQuery, type SavedTemplate } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, Icon, Menu } from '../../ui/index.ts';
import { usePlaying } from '../../ui/media/preview/use-playing.ts';
import { TemplateLoop } from './template-loop.tsx';
import './template-grid.css';
import { usePreviewPictures } from './use-preview-pictures.ts';
import { templatePath, useTemplateActs } from './use-template-acts.ts';

const KINDS = ['runway', 'spin', 'macro', 'spotlight'] as const;

/** The templates of one brand and those for every brand, moving; new ones begin as a copy of a built-in design. */
export function TemplateGrid({ brandId, isHeld }: { brandId: string; isHeld: boolean }) {
  const t = useWords();
  const [showsArchived, setShowsArchived] = useState(false);
  const { data: active } = useQuery(productTemplatesQuery);
  const { data: archived } = useQuery(archivedTemplatesQuery);
  const acts = useTemplateActs();
  const pictures = usePreviewPictures([]);
  const { playing, visible, watch, point, passOn } = usePlaying(undefined, false);
  const isOurs = (one: SavedTemplate) => one.brandId === null || one.brandId === brandId;
  const old = (archived?.items ?? []).filter(isOurs);
  const shown = [...(active?.items ?? []).filter(isOurs), ...(showsArchived ? old : [])];
  return (
    <div className="column">
      {active && shown.length === 0 ? <p className="help">{t('template.none')}</p> : null}
      <ul className="template-grid">
        {shown.map((saved) => (
          <li
            key={saved.id}
            ref={watch(saved.id)}
            className="template-card"
            data-archived={saved.isArchived}
            onPointerEnter={() => point(saved.id)}
            onPointerLeave={() => point(undefined)}
          >
            <Link href={templatePath(saved.id)} className="template-open" onFocus={() => point(saved.id)}>
              <TemplateLoop
                wish={{
                  template: saved.kind,
                  templateId: saved.id,
                  pictures: pictures?.ids ?? [],
                  ...(brandId ? { brandId } : {}),
                }}
                isSeen={visible.includes(saved.id)}
                isPlaying={playing.includes(saved.id)}
                onLooped={passOn}
              />
              <bdi className="strong cut">{saved.name}</bdi>
              <span className="small text-2 cut">
                {saved.isArchived
                  ? t('template.isArchived')
                  : t(saved.brandId ? `productFilm.template.${saved.kind}` : 'template.everyBrand')}
              </span>
            </Link>
            {isHeld ? null : <CardMenu saved={saved} acts={acts} />}
          </li>
        ))}
      </ul>
      <div className="row row-wrap">
        {isHeld ? null : (
          <Menu
            className="button"
            items={KINDS.map((kind) => ({
              kind: 'action',
              label: t(`productFilm.template.${kind}`),
              run: () => acts.duplicate({ copyOf: kind, name: t(`productFilm.template.${kind}`) }, brandId),
            }))}
          >
            <Icon of={Plus} />
            {t('template.new')}
          </Menu>
        )}
        {old.length > 0 ? (
          <Button look="plain" aria-pressed={showsArchived} onClick={() => setShowsArchived(!showsArchived)}>
            {t(showsArchived ? 'template.hideArchived' : 'template.showArchived', { count: old.length })}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function CardMenu({ saved, acts }: { saved: SavedTemplate; acts: ReturnType<typeof useTemplateActs> }) {
  const t = useWords();
  return (
    <Menu
      className="button button-plain button-icon template-menu"
      label={t('template.actsOf', { name: saved.name })}
      items={[
        {
          kind: 'action',
          label: t('template.duplicate'),
          icon: Copy,
          run: () => acts.duplicate({ copyOf: saved.id, name: saved.name }),
        },
        saved.isArchived
          ? { kind: 'action', label: t('template.bringBack'), icon: ArchiveRestore, run: () => acts.bringBack(saved) }
          : { kind: 'action', label: t('template.archive'), icon: Archive, run: () => acts.archive(saved) },
        { kind: 'line' },
        { kind: 'action', label: t('template.delete'), icon: Trash2, isDanger: true, run: () => acts.remove(saved) },
      ]}
    >
      <Icon of={Ellipsis} />
    </Menu>
  );
}
