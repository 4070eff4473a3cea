import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'wouter';
import { creditsQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Problem, StatusMark } from '../../ui/index.ts';
import { Movements } from './movements.tsx';
import { Offers } from './offers.tsx';
import { billingQuery } from './queries.ts';
import { WalletFigures } from './wallet-figures.tsx';
import './billing.css';

/** Back from Stripe's page: true until the balance moves, which is when the payment was told of. */
function useAwaitedPayment(balance: number | undefined): boolean {
  const [search, setSearch] = useSearchParams();
  const first = useRef(balance);
  first.current ??= balance;
  const isAwaited = search.has('paid') && first.current === balance;
  const isOver = search.has('paid') && !isAwaited;
  useEffect(() => {
    if (isOver) setSearch((before) => without(before, 'paid'), { replace: true });
  }, [isOver, setSearch]);
  return isAwaited;
}

function without(search: URLSearchParams, name: string): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete(name);
  return next;
}

/** The wallet, what can be bought where something is sold, and every movement. */
export function BillingSection() {
  const t = useWords();
  const wallet = useQuery(creditsQuery);
  const billing = useQuery(billingQuery);
  const isAwaited = useAwaitedPayment(wallet.data?.balance);
  const error = wallet.error ?? billing.error;
  return (
    <>
      {error ? <Problem error={error} onRetry={() => void Promise.all([wallet.refetch(), billing.refetch()])} /> : null}
      {isAwaited ? <StatusMark mark="running">{t('billing.paid')}</StatusMark> : null}
      {wallet.data ? <WalletFigures wallet={wallet.data} /> : null}
      {wallet.data?.preset === 'self-hosted' ? (
        <p className="text-2 settings-lead">
          <span className="strong">{t('price.freeBuiltIn')}.</span> {t('credits.selfHosted')}
        </p>
      ) : null}
      {billing.data?.isOn ? <Offers billing={billing.data} /> : null}
      <Movements />
      {wallet.data?.ledgerSum === 0 ? (
        <p className="small text-3">
          {t('billing.ledgerSum')} <bdi className="time">0</bdi>
        </p>
      ) : null}
    </>
  );
}
