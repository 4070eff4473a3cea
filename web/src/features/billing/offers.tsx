import { useMutation } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import { type Billing, call } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useFormat, useMoney, useWords } from '../../app/words/index.ts';
import { Button, StatusMark, toastProblem } from '../../ui/index.ts';

const ENDED = ['canceled', 'incomplete_expired', 'incomplete'];

/** Plans and packs. What is chosen is paid on a page of Stripe; no card is ever typed here. */
export function Offers({ billing }: { billing: Billing }) {
  const t = useWords();
  const may = useMay('billing.manage');
  const { subscription } = billing;
  const hasPlan = subscription !== null && !ENDED.includes(subscription.status);
  const goTo = ({ url }: { url: string }) => window.location.assign(url);
  const buy = useMutation({
    mutationFn: (body: { pack: string } | { plan: string }) =>
      call('createCheckout', { body, idempotencyKey: crypto.randomUUID() }),
    onSuccess: goTo,
    onError: toastProblem,
  });
  const portal = useMutation({ mutationFn: () => call('openBillingPortal'), onSuccess: goTo, onError: toastProblem });
  const isBusy = buy.isPending || buy.isSuccess || portal.isPending || portal.isSuccess;
  return (
    <>
      <section className="settings-part" aria-labelledby="billing-plans">
        <div className="row row-wrap">
          <h3 className="title grow" id="billing-plans">
            {t('billing.plans')}
          </h3>
          {may && billing.hasPortal ? (
            <Button icon={ExternalLink} disabled={isBusy} onClick={() => portal.mutate()}>
              {t('billing.portal')}
            </Button>
          ) : null}
        </div>
        {subscription ? <PlanState subscription={subscription} /> : null}
        <ul className="plans">
          {billing.plans.map((plan) => (
            <Plan
              key={plan.id}
              plan={plan}
              currency={billing.currency}
              isOwn={hasPlan && subscription?.plan === plan.id}
              {...(may && !hasPlan ? { onChoose: () => buy.mutate({ plan: plan.id }) } : {})}
              isBusy={isBusy}
            />
          ))}
        </ul>
        {hasPlan && may ? <p className="help">{t('billing.changeInPortal')}</p> : null}
      </section>
      <section className="settings-part" aria-labelledby="billing-packs">
        <h3 className="title" id="billing-packs">
          {t('billing.packs')}
        </h3>
        <Packs billing={billing} isBusy={isBusy} {...(may ? { onBuy: (pack) => buy.mutate({ pack }) } : {})} />
        <p className="help">{may ? t('billing.packsHelp') : t('billing.askKeeper')}</p>
      </section>
    </>
  );
}

function PlanState({ subscription }: { subscription: NonNullable<Billing['subscription']> }) {
  const t = useWords();
  const format = useFormat();
  const { status, isEnding, periodEnd } = subscription;
  const day = periodEnd ? format.day(periodEnd) : '';
  if (status === 'past_due' || status === 'unpaid')
    return <StatusMark mark="failed">{t('billing.state.unpaid')}</StatusMark>;
  if (status !== 'active' && status !== 'trialing')
    return <StatusMark mark="cancelled">{t('billing.state.ended')}</StatusMark>;
  return isEnding ? (
    <StatusMark mark="stale">{t('billing.state.ending', { day })}</StatusMark>
  ) : (
    <StatusMark mark="passed">{t('billing.state.renews', { day })}</StatusMark>
  );
}

function Plan({
  plan,
  currency,
  isOwn,
  onChoose,
  isBusy,
}: {
  plan: Billing['plans'][number];
  currency: string;
  isOwn: boolean;
  onChoose?: () => void;
  isBusy: boolean;
}) {
  const t = useWords();
  const money = useMoney();
  return (
    <li className={isOwn ? 'plan is-own' : 'plan'} aria-current={isOwn ? 'true' : undefined}>
      <bdi className="strong">{plan.name}</bdi>
      <span className="plan-price">
        <bdi>{money.minor(currency, plan.amountMinor)}</bdi> <span className="small text-3">{t('billing.aMonth')}</span>
      </span>
      <span className="text-2">{t('price.credits', { count: plan.creditsPerMonth })}</span>
      {isOwn ? <span className="small text-3">{t('billing.yours')}</span> : null}
      {onChoose ? (
        <Button disabled={isBusy} aria-label={t('billing.chooseNamed', { name: plan.name })} onClick={onChoose}>
          {t('billing.choose')}
        </Button>
      ) : null}
    </li>
  );
}

function Packs({ billing, onBuy, isBusy }: { billing: Billing; onBuy?: (pack: string) => void; isBusy: boolean }) {
  const t = useWords();
  const money = useMoney();
  return (
    <ul className="settings-list">
      {billing.packs.map((pack) => {
        const price = money.minor(billing.currency, pack.amountMinor);
        return (
          <li key={pack.id}>
            <span className="grow strong">{t('price.credits', { count: pack.credits })}</span>
            <bdi className="text-2">{price}</bdi>
            {onBuy ? (
              <Button
                disabled={isBusy}
                aria-label={t('billing.buyNamed', { count: pack.credits, price })}
                onClick={() => onBuy(pack.id)}
              >
                {t('billing.buy')}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
