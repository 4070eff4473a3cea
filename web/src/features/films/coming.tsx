import { useWords } from '../../app/words/index.ts';
import { FramingGlyph } from './framing-glyph.tsx';

/** A shot of a planned film lasts about this long: how many rows stand until the plan is here. */
const SECONDS_A_SHOT = 2.5;
const WIDTHS = ['62%', '44%', '55%', '38%', '50%'] as const;

/** Where the plan will stand, row by row, while it is drawn for the first time. */
export function PlanComing({ seconds }: { seconds: number }) {
  const t = useWords();
  const shots = Math.min(24, Math.max(2, Math.round(seconds / SECONDS_A_SHOT)));
  return (
    <div className="plan" role="status" aria-label={t('quote.planning')}>
      <header className="plan-head">
        <span className="text-3 grow">{t('quote.planning')}</span>
      </header>
      <ol className="plan-shots" aria-hidden="true">
        {Array.from({ length: shots }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows without any content of their own
          <li key={index}>
            <FramingGlyph kind="typographic" />
            <span className="blank" style={{ inlineSize: WIDTHS[index % WIDTHS.length] }} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Where the lines of the price will stand while it is worked out. */
export function PriceComing() {
  const t = useWords();
  return (
    <div className="column quote-blank" role="status" aria-label={t('quote.coming')}>
      <span className="text-2">{t('quote.coming')}</span>
      {WIDTHS.map((width) => (
        <span key={width} className="row" aria-hidden="true">
          <span className="blank" style={{ inlineSize: width }} />
          <span className="blank" style={{ inlineSize: '48px' }} />
        </span>
      ))}
    </div>
  );
}
