import type { AnswerOf } from '../../api/types.ts';
import { useFormat, useMaker, useSaid, useWords } from '../../app/words/index.ts';
import { Mono } from '../../ui/index.ts';
import { usePriceWords } from './price-words.ts';

type PlanQuote = AnswerOf<'planFilm'>['quote'];

/** Every line of the price, then how long it takes and the sum. */
export function QuoteLines({ quote }: { quote: PlanQuote }) {
  const maker = useMaker();
  const t = useWords();
  const format = useFormat();
  const said = useSaid();
  const price = usePriceWords();
  const makers = [...new Set(quote.lines.map(({ madeBy }) => madeBy))];
  return (
    <div className="column">
      <div className="row">
        <span className="label grow">{t('quote.madeBy')}</span>
        <bdi className="strong">{makers.map(maker).join(', ')}</bdi>
      </div>
      <dl className="quote-lines">
        {quote.lines.map((line) => (
          <div key={line.what} title={said(line.why) || undefined}>
            <dt dir="auto">
              {said(line.what)}
              {line.count > 1 ? (
                <>
                  {' × '}
                  <Mono>{line.count}</Mono>
                </>
              ) : null}
            </dt>
            <dd>{price(line.credits)}</dd>
          </div>
        ))}
        <div className="quote-sum">
          <dt>{format.about(quote.expectedSeconds)}</dt>
          <dd>{price(quote.totalCredits)}</dd>
        </div>
      </dl>
      {quote.warnings.map((warning) => (
        <p key={warning} className="small text-2" dir="auto">
          <span className="status status-stale" /> {said(warning)}
        </p>
      ))}
    </div>
  );
}
