import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  call,
  newIdempotencyKey,
  type ProjectTree,
  type Quote,
  type RankedRoute,
  routesQuery,
  type Shot,
  shotOrderQuoteQuery,
  treeQuery,
} from '../../api/index.ts';
import { useMoney, useWords } from '../../app/words/index.ts';
import { toastProblem } from '../../ui/index.ts';
import { usePriceWords } from '../films/price-words.ts';
import { toRouteValue } from '../routing/route-value.ts';
import { type OrderKind, planFallbacks } from './shot-order.ts';

/** Who makes the shot's next picture or motion: the built-in engine until a person names a model, which then is asked. */
export function useShotOrder(tree: ProjectTree, shot: Shot) {
  const client = useQueryClient();
  const [what, setWhat] = useState<OrderKind>('picture');
  const [value, setValue] = useState('');
  const [mayFallBack, setMayFallBack] = useState(false);
  const pictures = useQuery(routesQuery(needOf(tree, shot, 'picture')));
  const films = useQuery(routesQuery(needOf(tree, shot, 'motion')));
  const listed = { picture: pictures.data?.items ?? [], motion: films.data?.items ?? [] };
  const routes = listed[what];
  const chosen = routes.find((route) => route.isUsable && toRouteValue(route) === value);
  const others = chosen ? planFallbacks(routes, chosen) : [];
  const fallbacks = (mayFallBack ? others : []).map(({ connection, model }) => ({ connection, model }));
  const { connection = '', model = '' } = chosen ?? {};
  const order = { projectId: tree.project.id, connection, model, fallbacks };
  const words = what === 'picture' ? shot.picturePrompt : shot.motionPrompt;
  const quote = useQuery({ ...shotOrderQuoteQuery(what, shot.id, order, words), enabled: chosen !== undefined });
  const make = useMutation({
    mutationFn: (maxCredits: number) =>
      call(what === 'picture' ? 'makeShotPicture' : 'makeShotMotion', {
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
    what,
    setWhat: (next: OrderKind) => {
      setWhat(next);
      setValue('');
    },
    kinds: (['picture', 'motion'] as const).filter((kind) => listed[kind].length > 0),
    routes,
    chosen,
    others,
    mayFallBack,
    setMayFallBack,
    value,
    choose: setValue,
    price: useRoutePrice(chosen, quote.data),
    error: quote.error,
    isBusy: make.isPending || quote.data === undefined,
    run: () => {
      if (quote.data && !make.isPending) make.mutate(quote.data.totalCredits);
    },
  };
}
export type ShotOrder = ReturnType<typeof useShotOrder>;

function needOf(tree: ProjectTree, shot: Shot, what: OrderKind) {
  const words = what === 'picture' ? shot.picturePrompt : shot.motionPrompt;
  const ratios = tree.project.ratios;
  return {
    what,
    projectId: tree.project.id,
    // The shape that shots are made in: the same choice as the film studio's.
    ratio: ratios.includes('16:9') ? ('16:9' as const) : ratios[0],
    seconds: shot.lengthFrames / tree.project.fps,
    pictures: shot.scene.subjects.filter(({ use }) => use !== 'macro' && use !== 'turn_sheet').length,
    characters: [...words].length,
  };
}

/** Credits of the studio and what the vendor bills, both said; never "free" for what somebody pays elsewhere. */
export function useRoutePrice(route: RankedRoute | undefined, quote: Quote | undefined): string {
  const t = useWords();
  const money = useMoney();
  const credits = usePriceWords();
  if (!route || !quote) return t('shot.priceAsked');
  const own =
    route.priceMicros === null
      ? t('price.ownUnpriced', { provider: route.providerTitle })
      : t('price.own', { price: money.micros(route.currency, route.priceMicros) });
  const isOwn = !route.isOperators;
  return [...(quote.totalCredits > 0 ? [credits(quote.totalCredits)] : []), ...(isOwn ? [own] : [])].join(' + ');
}
