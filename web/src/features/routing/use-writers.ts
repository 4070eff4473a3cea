import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { modelsQuery, type Quote } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { usePriceWords } from '../films/price-words.ts';
import { planMakers } from './model-facts.ts';
import { toRouteValue } from './route-value.ts';

/** Language models that can be asked, and the one a person named: the first until somebody chooses. */
export function useWriters() {
  const [value, setValue] = useState('');
  const { data } = useQuery(modelsQuery);
  const makers = planMakers(data?.items ?? [], Date.now(), ['text']);
  const choices = makers.flatMap(({ connection, models }) =>
    models.map((model) => ({ connection: connection.id, model })),
  );
  const chosen = choices.find((choice) => toRouteValue({ ...choice, model: choice.model.id }) === value) ?? choices[0];
  return {
    makers,
    chosen,
    choose: setValue,
    order: { connection: chosen?.connection ?? '', model: chosen?.model.id ?? '' },
  };
}
export type Writers = ReturnType<typeof useWriters>;

/** Credits, or who bills it: never "free" for what is paid elsewhere. */
export function useWriterPrice(quote: Quote | undefined, provider: string | undefined): string {
  const t = useWords();
  const credits = usePriceWords();
  if (!quote || provider === undefined) return t('shot.priceAsked');
  return quote.totalCredits > 0 ? credits(quote.totalCredits) : t('price.ownUnpriced', { provider });
}
