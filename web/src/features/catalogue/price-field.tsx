import { useState } from 'react';
import type { Price } from '../../api/index.ts';
import { localeOf, useLanguage, useWords } from '../../app/words/index.ts';
import { Field, TextInput } from '../../ui/index.ts';
import { parseAmount, sayPrice, toAmountText } from './price-text.ts';

/** Asked for first in an organization's products; any other code of three letters may be typed. */
const CURRENCIES = ['EUR', 'USD', 'GBP', 'ILS', 'AED', 'SAR', 'JPY'];

/** An amount and its currency, kept on leaving the field. What is no amount is said and not kept. */
export function PriceField({ price, onChange }: { price: Price | null; onChange: (price: Price | null) => void }) {
  const t = useWords();
  const language = useLanguage();
  const [amount, setAmount] = useState<string>();
  const [currency, setCurrency] = useState<string>();
  const shownAmount = amount ?? (price ? toAmountText(price) : '');
  const shownCurrency = currency ?? price?.currency ?? 'EUR';
  const minor = parseAmount(shownAmount, shownCurrency);
  const isWrong = (shownAmount.trim() !== '' && minor === undefined) || !/^[A-Z]{3}$/.test(shownCurrency);
  const keep = () => {
    if (isWrong) return;
    const next = minor === undefined ? null : { amountMinor: minor, currency: shownCurrency };
    setAmount(undefined);
    setCurrency(undefined);
    if (next?.amountMinor !== price?.amountMinor || next?.currency !== price?.currency) onChange(next);
  };
  return (
    <div className="price-fields">
      <Field
        label={t('products.column.price')}
        help={
          minor === undefined
            ? undefined
            : sayPrice({ amountMinor: minor, currency: shownCurrency }, localeOf(language))
        }
        error={isWrong ? t('product.priceWrong') : undefined}
      >
        <TextInput
          className="time"
          inputMode="decimal"
          value={shownAmount}
          onChange={(event) => setAmount(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => event.key === 'Enter' && keep()}
        />
      </Field>
      <Field label={t('product.currency')}>
        <TextInput
          className="time"
          list="product-currencies"
          maxLength={3}
          value={shownCurrency}
          onChange={(event) => setCurrency(event.target.value.toUpperCase())}
          onBlur={keep}
        />
      </Field>
      <datalist id="product-currencies">
        {CURRENCIES.map((code) => (
          <option key={code} value={code} />
        ))}
      </datalist>
    </div>
  );
}
