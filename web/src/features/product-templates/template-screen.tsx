import { useQuery } from '@tanstack/react-query';
import { Archive, ArchiveRestore, Clapperboard, Copy, Pause, Play, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { brandsQuery, type ProductTemplate, type Ratio, type SavedTemplate } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useLanguage, useWords } from '../../app/words/index.ts';
import { ButtonLink, EmptyState, Field, IconButton, NameInput, Problem, Segmented, Select } from '../../ui/index.ts';
import { FilmPreview } from '../../ui/media/preview/film-preview.tsx';
import { usePrefersStill } from '../../ui/media/preview/use-playing.ts';
import { ParameterFields } from './parameter-fields.tsx';
import './template-screen.css';
import { TimingEditor } from './timing-editor.tsx';
import { usePreviewPictures } from './use-preview-pictures.ts';
import { type ChangeTemplate, useTemplate } from './use-template.ts';
import { useTemplateActs } from './use-template-acts.ts';
import { useTemplatePlan } from './use-template-plan.ts';

const LENGTHS = ['5', '10', '15', '30'] as const;
type Length = (typeof LENGTHS)[number];

/** A template of the organization: its parameters, its shots for each length, and the film it makes beside them. */
export function TemplateScreen() {
  const { id = '' } = useParams<{ id: string }>();
  // What waits to be saved is of one template alone: a copy of it is opened while it still waits.
  return <Template key={id} id={id} />;
}

function Template({ id }: { id: string }) {
  const t = useWords();
  const isHeld = !useMay('templates.write');
  const { template, builtIn, isKnown, error, change, undo, canUndo, state } = useTemplate(id, { isHeld });
  const [length, setLength] = useState<Length>('10');
  useHotkeys([{ keys: 'mod+z', label: t('do.undo'), scope: 'screen', run: undo }]);
  if (error && !template) return <Problem error={error} />;
  if (!template)
    return <Screen title={t('template.title')}>{isKnown ? <EmptyState sentence={t('template.gone')} /> : null}</Screen>;
  return (
    <Screen
      title={template.name}
      beside={
        <span className="small text-3" role="status">
          {isHeld ? t('kit.viewOnly') : t(`kit.state.${state}`)}
        </span>
      }
      actions={
        <>
          {isHeld ? null : (
            <>
              <IconButton icon={Undo2} label={t('do.undo')} disabled={!canUndo} onClick={undo} />
              <WholeActs template={template} />
            </>
          )}
          <ButtonLink look="main" icon={Clapperboard} href={`/studios/product-film?template=${template.id}`}>
            {t('template.use')}
          </ButtonLink>
        </>
      }
    >
      <div className="template-editor">
        <div className="template-form">
          <IdentityFields template={template} isHeld={isHeld} change={change} />
          <section>
            <h2 className="strong">{t('template.motion')}</h2>
            <ParameterFields
              kind={template.kind}
              parameters={template.template.parameters}
              isHeld={isHeld}
              onChange={(parameters, field) => change({ parameters }, field)}
            />
          </section>
          <section>
            <header className="row row-wrap">
              <h2 className="strong grow">{t('template.timing')}</h2>
              <LengthChoice length={length} onChange={setLength} />
            </header>
            <TimingEditor
              design={builtIn.find(({ kind }) => kind === template.kind) ?? template.template}
              seconds={Number(length)}
              shots={template.template.timing[length]}
              isHeld={isHeld}
              onChange={(shots, field) =>
                change({ timing: { ...template.template.timing, [length]: shots } }, `${field} ${length}`)
              }
            />
          </section>
        </div>
        <LivePreview saved={template} length={length} />
      </div>
    </Screen>
  );
}

function LengthChoice({ length, onChange }: { length: Length; onChange: (length: Length) => void }) {
  const t = useWords();
  const format = useFormat();
  return (
    <Segmented
      label={t('film.length')}
      value={length}
      choices={LENGTHS.map((value) => ({ value, label: format.seconds(Number(value)) }))}
      onChange={onChange}
    />
  );
}

function IdentityFields({
  template,
  isHeld,
  change,
}: {
  template: SavedTemplate;
  isHeld: boolean;
  change: ChangeTemplate;
}) {
  const t = useWords();
  const { data: brands } = useQuery(brandsQuery);
  return (
    <div className="two">
      <Field label={t('template.name')}>
        <NameInput maxLength={60} disabled={isHeld} value={template.name} onName={(name) => change({ name }, 'name')} />
      </Field>
      <Field label={t('template.brand')}>
        <Select
          disabled={isHeld}
          value={template.brandId ?? ''}
          onChange={(event) => {
            const chosen = brands?.items.find(({ id }) => id === event.target.value);
            change({ brandId: (chosen?.id ?? null) as SavedTemplate['brandId'] }, 'brand');
          }}
        >
          <option value="">{t('template.everyBrand')}</option>
          {(brands?.items ?? []).map((brand) => (
            <option key={brand.id} value={brand.id}>
              {brand.name}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}

function WholeActs({ template }: { template: SavedTemplate }) {
  const t = useWords();
  const [, navigate] = useLocation();
  const acts = useTemplateActs();
  return (
    <>
      <IconButton
        icon={Copy}
        label={t('template.duplicate')}
        onClick={() => acts.duplicate({ copyOf: template.id, name: template.name })}
      />
      {template.isArchived ? (
        <IconButton icon={ArchiveRestore} label={t('template.bringBack')} onClick={() => acts.bringBack(template)} />
      ) : (
        <IconButton icon={Archive} label={t('template.archive')} onClick={() => acts.archive(template)} />
      )}
      <IconButton
        icon={Trash2}
        label={t('template.delete')}
        onClick={() => acts.remove(template, () => navigate('/studios/product-film'))}
      />
    </>
  );
}

const WIDTHS: Record<Ratio, number> = { '16:9': 420, '9:16': 280, '1:1': 400, '4:5': 360 };
const RATIOS: readonly Ratio[] = ['16:9', '9:16', '1:1', '4:5'];

/** The film as it would be made now, from the person's own product, again and again. */
function LivePreview({ saved, length }: { saved: SavedTemplate; length: Length }) {
  const t = useWords();
  const language = useLanguage();
  const prefersStill = usePrefersStill();
  const [ratio, setRatio] = useState<Ratio>('4:5');
  const [isPaused, setPaused] = useState(prefersStill);
  const pictures = usePreviewPictures([]);
  const wish = {
    template: saved.kind,
    design: saved.template as ProductTemplate,
    pictures: pictures?.ids ?? [],
    title: pictures?.name ?? '',
    price: t('template.samplePrice'),
    ...(saved.brandId ? { brandId: saved.brandId } : {}),
    seconds: Number(length) as 5 | 10 | 15 | 30,
    language,
  };
  const { film, error } = useTemplatePlan(wish, { ratio });
  return (
    <aside className="template-live" aria-label={t('template.live')}>
      {pictures?.from === 'nothing' ? (
        <EmptyState sentence={t('productFilm.previews.nothing')} />
      ) : (
        <div className="template-live-stage" style={{ maxInlineSize: WIDTHS[ratio] }}>
          <FilmPreview
            film={film}
            width={WIDTHS[ratio]}
            isPlaying={!isPaused}
            label={t('template.liveOf', { name: saved.name })}
          />
        </div>
      )}
      {error ? <Problem error={error} /> : null}
      <div className="row row-wrap template-live-controls">
        <IconButton
          icon={isPaused ? Play : Pause}
          label={t(isPaused ? 'template.play' : 'template.pause')}
          onClick={() => setPaused(!isPaused)}
        />
        <Segmented
          label={t('template.shape')}
          value={ratio}
          choices={RATIOS.map((value) => ({ value, label: <bdi className="time">{value}</bdi> }))}
          onChange={setRatio}
        />
      </div>
    </aside>
  );
}
