import { useQuery } from '@tanstack/react-query';
import { Copy, Pause, Play, SlidersHorizontal } from 'lucide-react';
import { useId, useState } from 'react';
import { productTemplatesQuery, type SavedTemplate } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, IconButton } from '../../ui/index.ts';
import { usePlaying } from '../../ui/media/preview/use-playing.ts';
import {
  type PreviewPictures,
  TemplateLoop,
  templatePath,
  usePreviewPictures,
  useTemplateActs,
} from '../product-templates/index.ts';
import { type ProductDraft, TEMPLATES } from './draft.ts';

type Choice = Pick<ProductDraft, 'template' | 'templateId'>;
type Card = Choice & { id: string; saved?: SavedTemplate };

/** The four designs, then the organization's own copies of them, each moving as it would with this product. */
export function TemplateChoice({ draft, onChange }: { draft: ProductDraft; onChange: (choice: Choice) => void }) {
  const t = useWords();
  const name = useId();
  const { data } = useQuery(productTemplatesQuery);
  const canChange = useMay('templates.write');
  const [isPaused, setPaused] = useState(false);
  const pictures = usePreviewPictures(draft.pictures);
  const chosen = draft.templateId || draft.template;
  const { playing, visible, prefersStill, watch, point, passOn } = usePlaying(chosen, isPaused);
  const cards: Card[] = [
    ...TEMPLATES.map((template) => ({ id: template, template, templateId: '' })),
    ...(data?.items ?? []).map((saved) => ({ id: saved.id, template: saved.kind, templateId: saved.id, saved })),
  ];
  return (
    <>
      <div className="row templates-head">
        <p className="help grow">{pictures ? <MadeFrom pictures={pictures} /> : null}</p>
        {prefersStill ? null : (
          <IconButton
            icon={isPaused ? Play : Pause}
            label={t(isPaused ? 'productFilm.playPreviews' : 'productFilm.pausePreviews')}
            onClick={() => setPaused(!isPaused)}
          />
        )}
      </div>
      <fieldset className="templates" aria-label={t('productFilm.template')}>
        {cards.map((card) => (
          <label
            key={card.id}
            ref={watch(card.id)}
            className="template"
            onPointerEnter={() => point(card.id)}
            onPointerLeave={() => point(undefined)}
          >
            <input
              type="radio"
              name={name}
              checked={chosen === card.id}
              onChange={() => onChange({ template: card.template, templateId: card.templateId })}
              onFocus={() => point(card.id)}
              onBlur={() => point(undefined)}
            />
            <TemplateLoop
              wish={wishOf(draft, card, pictures)}
              isSeen={visible.includes(card.id)}
              isPlaying={playing.includes(card.id)}
              onLooped={passOn}
            />
            <CardWords card={card} />
          </label>
        ))}
      </fieldset>
      {canChange ? <ChosenActs card={cards.find(({ id }) => id === chosen)} /> : null}
    </>
  );
}

function wishOf(draft: ProductDraft, { template, templateId }: Choice, pictures: PreviewPictures | undefined) {
  const { brandId } = draft;
  return {
    template,
    pictures: pictures?.ids ?? [],
    ...(templateId ? { templateId } : {}),
    ...(brandId ? { brandId } : {}),
  };
}

function MadeFrom({ pictures }: { pictures: PreviewPictures }) {
  const t = useWords();
  if (pictures.from !== 'product') return t(`productFilm.previews.${pictures.from}`);
  return t('productFilm.previews.product', { name: pictures.name ?? '' });
}

function CardWords({ card: { template, saved } }: { card: Card }) {
  const t = useWords();
  return (
    <span className="template-words">
      {saved ? (
        <bdi className="strong cut">{saved.name}</bdi>
      ) : (
        <span className="strong">{t(`productFilm.template.${template}`)}</span>
      )}
      <span className="small text-2">
        {saved ? t(`productFilm.template.${template}`) : t(`productFilm.template.${template}.what`)}
      </span>
    </span>
  );
}

/** A built-in design is changed in a copy; one of ours is opened. */
function ChosenActs({ card }: { card: Card | undefined }) {
  const t = useWords();
  const acts = useTemplateActs();
  if (!card) return null;
  const { saved, template } = card;
  if (saved)
    return (
      <div className="row">
        <ButtonLink icon={SlidersHorizontal} href={templatePath(saved.id)}>
          {t('template.change')}
        </ButtonLink>
      </div>
    );
  const name = t(`productFilm.template.${template}`);
  return (
    <div className="row row-wrap">
      <Button icon={Copy} onClick={() => acts.duplicate({ copyOf: template, name })}>
        {t('template.changeCopy', { name })}
      </Button>
      <span className="help">{t('template.changeCopyHelp')}</span>
    </div>
  );
}
