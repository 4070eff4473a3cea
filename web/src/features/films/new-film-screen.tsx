import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { ApiError, type Asset, brandsQuery, call, makeFilm, newIdempotencyKey } from '../../api/index.ts';
import { useOwner } from '../../app/kept/index.ts';
import { useConnection } from '../../app/live/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useLanguage, useWords } from '../../app/words/index.ts';
import { EmptyState, Problem } from '../../ui/index.ts';
import { PlanComing } from './coming.tsx';
import { emptyDraft, type FilmDraft, filmDrafts, listHindrances, toFilmForm } from './draft.ts';
import { DropAnywhere } from './drop-anywhere.tsx';
import { takeDroppedFiles } from './dropped-files.ts';
import { FilmFields } from './film-fields.tsx';
import { MakeFoot } from './make-foot.tsx';
import './new-film.css';
import { PlanByModel } from './plan-by-model.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { QuoteLines } from './quote-panel.tsx';
import { useDraft } from './use-draft.ts';
import { usePicturesInAddress } from './use-pictures-in-address.ts';
import { usePlan } from './use-plan.ts';
import { useProductsInAddress } from './use-products-in-address.ts';
import { useUploads } from './use-uploads.ts';

/** S07: from words and photographs to a priced plan on one page. Nothing is made before the press. */
export function NewFilmScreen() {
  const t = useWords();
  const format = useFormat();
  const language = useLanguage();
  const [draft, change, savedAt] = useDraft(filmDrafts, () => emptyDraft(language));
  const addPicture = (asset: Asset) =>
    change((before) =>
      before.pictures.some(({ id }) => id === asset.id) ? before : { ...before, pictures: [...before.pictures, asset] },
    );
  const uploads = useUploads(addPicture);
  const { data: brands } = useQuery(brandsQuery);
  useProductsInAddress(change);
  usePicturesInAddress(change);
  const addFiles = useRef(uploads.add);
  addFiles.current = uploads.add;
  useEffect(() => {
    const dropped = takeDroppedFiles();
    if (dropped.length > 0) void addFiles.current(dropped);
  }, []);
  return (
    <DropAnywhere onFiles={(files) => void uploads.add(files)}>
      <Screen
        title={t('nav.newFilm')}
        className="new-film"
        beside={
          savedAt ? <span className="small text-3">{t('film.saved', { time: format.clock(savedAt) })}</span> : undefined
        }
      >
        <div className="new-film-columns">
          <FilmFields draft={draft} change={change} uploads={uploads} brands={brands?.items ?? []} />
          <PlanSide draft={draft} isUploading={uploads.isUploading} />
        </div>
      </Screen>
    </DropAnywhere>
  );
}

function PlanSide({ draft, isUploading }: { draft: FilmDraft; isUploading: boolean }) {
  const t = useWords();
  const plan = usePlan(toFilmForm(draft));
  const isOnline = useConnection((state) => state.isOnline);
  const canMake = useMay('jobs.create');
  const make = useMakeFilm();
  const reasons = listHindrances(draft, { isUploading, isOnline, canMake }).map((hindrance) =>
    t(`film.hindrance.${hindrance}`),
  );
  const quote = plan.data?.quote;
  const isReady = reasons.length === 0 && quote !== undefined && !plan.isPlaceholderData && !make.isPending;
  const press = () => {
    if (isReady) make.mutate({ draft, name: plan.data?.storyboard.title ?? '', maxCredits: quote.totalCredits });
  };
  return (
    <aside className="new-film-plan" aria-label={t('film.plan')}>
      <div className="plan-scroll">
        {plan.data && draft.brief.trim() !== '' ? (
          <PlanPanel storyboard={plan.data.storyboard} ratio={draft.ratios[0]} isOld={plan.isPlaceholderData} />
        ) : draft.brief.trim() !== '' && !plan.error ? (
          <PlanComing seconds={draft.seconds} />
        ) : (
          <EmptyState sentence={t('film.planEmpty')} />
        )}
        {plan.error ? <Problem error={plan.error} onRetry={() => void plan.refetch()} /> : null}
        {plan.data && draft.brief.trim() !== '' ? (
          <PlanByModel
            form={toFilmForm(draft)}
            name={plan.data.storyboard.title}
            isReady={reasons.length === 0 && !make.isPending}
          />
        ) : null}
      </div>
      <MakeFoot quote={quote} reasons={reasons} isReady={isReady} error={make.error} onPress={press}>
        {quote && draft.brief.trim() !== '' ? <QuoteLines quote={quote} /> : null}
      </MakeFoot>
    </aside>
  );
}

/** Makes the film for at most the price shown. A changed price is refused by the studio and the plan is drawn again. */
function useMakeFilm() {
  const client = useQueryClient();
  const owner = useOwner();
  const [, navigate] = useLocation();
  const [key, setKey] = useState(newIdempotencyKey);
  const openedProject = useRef<string>(undefined);
  return useMutation({
    mutationFn: async ({ draft, name, maxCredits }: { draft: FilmDraft; name: string; maxCredits: number }) => {
      const form = toFilmForm(draft);
      openedProject.current ??= (await call('createProject', { body: { ...form, name } })).id;
      const projectId = openedProject.current;
      return makeFilm({ form: { ...form, projectId }, name, maxCredits, idempotencyKey: key });
    },
    onSuccess: ({ projectId }) => {
      filmDrafts.forget(owner);
      void client.invalidateQueries({ queryKey: ['projects'] });
      void client.invalidateQueries({ queryKey: ['jobs'] });
      navigate(`/film/${projectId}/storyboard`);
    },
    onError: (error) => {
      // Without an answer the film may be in the making: the same key finds it instead of making a second one.
      if (error instanceof ApiError && error.code !== 'offline') setKey(newIdempotencyKey());
      void client.invalidateQueries({ queryKey: ['plan'] });
    },
  });
}
