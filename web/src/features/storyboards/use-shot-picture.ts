import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  call,
  modelsQuery,
  newIdempotencyKey,
  type OfferedModel,
  type ProjectTree,
  type Quote,
  type Shot,
  shotPictureQuoteQuery,
  treeQuery,
} from '../../api/index.ts';
import { useMoney, useWords } from '../../app/words/index.ts';
import { toastProblem } from '../../ui/index.ts';
import { usePriceWords } from '../films/price-words.ts';
import { planMakers } from '../routing/model-facts.ts';

export type PictureChoice = { connection: string; model: OfferedModel };

/** Who makes the shot's next picture: the built-in engine until a person names a model, which then is asked and no other. */
export function useShotPicture(tree: ProjectTree, shot: Shot) {
  const client = useQueryClient();
  const [value, setValue] = useState('');
  const { data } = useQuery(modelsQuery);
  const hasPicture = shot.scene.subjects.some(({ use }) => use === 'photo' || use === 'cutout');
  const models = (data?.items ?? []).filter(({ limits }) => hasPicture || limits.pictures.least === 0);
  const makers = planMakers(models, Date.now());
  const chosen = makers
    .flatMap(({ connection, models: offered }) => offered.map((model) => ({ connection: connection.id, model })))
    .find((choice) => toChoiceValue(choice) === value);
  const order = { projectId: tree.project.id, connection: chosen?.connection ?? '', model: chosen?.model.id ?? '' };
  const quote = useQuery({
    ...shotPictureQuoteQuery(shot.id, order, shot.picturePrompt),
    enabled: chosen !== undefined,
  });
  const make = useMutation({
    mutationFn: (maxCredits: number) =>
      call('makeShotPicture', {
        params: { id: shot.id },
        idempotencyKey: newIdempotencyKey(),
        body: { ...order, maxCredits },
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: treeQuery(tree.project.id).queryKey });
      void client.invalidateQueries({ queryKey: ['jobs'] });
    },
    onError: toastProblem,
  });
  return {
    makers,
    chosen,
    value,
    choose: setValue,
    price: usePicturePrice(chosen?.model, quote.data),
    error: quote.error,
    isBusy: make.isPending || quote.data === undefined,
    run: () => {
      if (quote.data && !make.isPending) make.mutate(quote.data.totalCredits);
    },
  };
}
export type ShotPicture = ReturnType<typeof useShotPicture>;

export function toChoiceValue({ connection, model }: PictureChoice): string {
  return `${connection} ${model.id}`;
}

/** Credits of the studio and what the vendor bills, both said; never "free" for what somebody pays elsewhere. */
function usePicturePrice(model: OfferedModel | undefined, quote: Quote | undefined): string {
  const t = useWords();
  const money = useMoney();
  const credits = usePriceWords();
  if (!model || !quote) return t('shot.priceAsked');
  const isOperators = quote.lines[0] !== undefined && quote.lines[0].credits > 0;
  const own =
    model.price?.per === 'picture'
      ? t('price.own', { price: money.micros(model.price.currency, model.price.micros) })
      : t('price.ownUnpriced', { provider: model.providerTitle });
  return [...(quote.totalCredits > 0 ? [credits(quote.totalCredits)] : []), ...(isOperators ? [] : [own])].join(' + ');
}
