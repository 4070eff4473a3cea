import type { Wallet } from '../../api/index.ts';
import { useFormat, useMoney, useWords } from '../../app/words/index.ts';
import { Mono } from '../../ui/index.ts';

/** What there is, what running work holds of it, and where the month's went: credits first, vendors' money under them. */
export function WalletFigures({ wallet }: { wallet: Wallet }) {
  const t = useWords();
  const format = useFormat();
  const money = useMoney();
  return (
    <>
      <dl className="figures">
        <div>
          <dt>{t('credits.balance')}</dt>
          <dd className="figure-large">{format.number(wallet.balance)}</dd>
        </div>
        <div>
          <dt>{t('credits.reserved')}</dt>
          <dd>{format.number(wallet.reserved)}</dd>
        </div>
        <div>
          <dt>{t('credits.spent')}</dt>
          <dd>{format.number(wallet.spentThisMonth)}</dd>
        </div>
        {wallet.costsThisMonth.length > 0 ? (
          <div>
            <dt>{t('credits.costs')}</dt>
            <dd>
              {wallet.costsThisMonth.map(({ currency, micros }) => (
                <bdi key={currency} className="figure-line">
                  {money.micros(currency, micros)}
                </bdi>
              ))}
            </dd>
          </div>
        ) : null}
      </dl>
      {wallet.debt > 0 ? (
        <p className="billing-debt" role="status">
          {t('credits.owed', { count: wallet.debt })}
        </p>
      ) : null}
      {wallet.ledgerSum === 0 ? null : (
        <p className="help help-bad" role="alert">
          {t('billing.ledgerWrong')} <Mono>{wallet.ledgerSum}</Mono>
        </p>
      )}
    </>
  );
}
