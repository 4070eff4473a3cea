import type { ReactNode } from 'react';
import type { Quote } from '../../api/index.ts';
import { keyLabel, useHotkeys } from '../../app/hotkeys/index.ts';
import { useWords } from '../../app/words/index.ts';
import { QuoteButton, sentenceOf } from '../../ui/index.ts';
import { MoneyWayOut } from '../billing/way-out.tsx';
import { usePriceWords } from './price-words.ts';

/** The press that makes a film, by button and by key, with its price, what hinders it and what was refused. */
export function MakeFoot({
  quote,
  reasons,
  isReady,
  error,
  label,
  onPress,
  children,
}: {
  quote: Pick<Quote, 'totalCredits'> | undefined;
  reasons: string[];
  isReady: boolean;
  error: Error | null;
  /** What is made, where it is not one film. */
  label?: string;
  onPress: () => void;
  children?: ReactNode;
}) {
  const t = useWords();
  const price = usePriceWords();
  const sayPrice = () => {
    // Nothing is called free before it is known to be.
    if (!quote) return t('quote.none');
    return quote.totalCredits > 0 ? price(quote.totalCredits) : t('price.freeBuiltIn');
  };
  useHotkeys([{ keys: 'mod+enter', label: t('film.make'), scope: 'screen', inFields: true, run: onPress }]);
  return (
    <div className="plan-foot">
      {children}
      <QuoteButton
        isWide
        look="main"
        size="form"
        keyHint={keyLabel('mod+enter')}
        price={sayPrice()}
        reasons={reasons}
        disabled={!isReady}
        onClick={onPress}
      >
        {label ?? t('film.make')}
      </QuoteButton>
      {error ? (
        <p className="help help-bad" role="alert" dir="auto">
          {sentenceOf(error, t)}
        </p>
      ) : null}
      <MoneyWayOut error={error} />
    </div>
  );
}
