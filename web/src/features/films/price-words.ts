import { useCallback } from 'react';
import { useWords } from '../../app/words/index.ts';

/** A price as the person reads it: nothing is free silently, credits are whole. */
export function usePriceWords(): (credits: number) => string {
  const t = useWords();
  return useCallback((credits) => (credits === 0 ? t('price.free') : t('price.credits', { count: credits })), [t]);
}
