import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useLocation } from 'wouter';
import { creditsQuery } from '../../api/index.ts';
import { useFormat, useMoney, useWords } from '../../app/words/index.ts';
import { Button, Modal, Mono } from '../../ui/index.ts';

/** Balance and what running work holds of it. Opens to where it went. */
export function CreditsMeter() {
  const t = useWords();
  const format = useFormat();
  const money = useMoney();
  const { data: wallet } = useQuery(creditsQuery);
  const [, navigate] = useLocation();
  const [isOpen, setOpen] = useState(false);
  if (!wallet) return null;
  const share = wallet.balance === 0 ? 0 : Math.min(1, wallet.reserved / wallet.balance);
  return (
    <>
      <button type="button" className="meter" onClick={() => setOpen(true)}>
        <span className="row">
          <span>{t('credits.title')}</span>
          <Mono>
            {format.number(wallet.balance)}
            {wallet.reserved > 0 ? ` · ${t('credits.held', { count: wallet.reserved })}` : ''}
          </Mono>
        </span>
        <span className="progress" aria-hidden="true">
          <i style={{ inlineSize: `${share * 100}%` }} />
        </span>
      </button>
      {isOpen ? (
        <Modal label={t('credits.title')} onClose={() => setOpen(false)}>
          <div className="column" style={{ gap: 16 }}>
            <h2 className="title">{t('credits.title')}</h2>
            <dl className="pairs">
              <dt>{t('credits.balance')}</dt>
              <dd>
                <Mono>{format.number(wallet.balance)}</Mono>
              </dd>
              <dt>{t('credits.reserved')}</dt>
              <dd>
                <Mono>{format.number(wallet.reserved)}</Mono>
              </dd>
              <dt>{t('credits.spent')}</dt>
              <dd>
                <Mono>{format.number(wallet.spentThisMonth)}</Mono>
              </dd>
              {wallet.costsThisMonth.map(({ currency, micros }) => (
                <Fragment key={currency}>
                  <dt>{t('credits.costs')}</dt>
                  <dd>
                    <Mono>{money.micros(currency, micros)}</Mono>
                  </dd>
                </Fragment>
              ))}
            </dl>
            {wallet.debt > 0 ? <p className="help help-bad">{t('credits.owed', { count: wallet.debt })}</p> : null}
            {wallet.preset === 'self-hosted' ? <p className="help">{t('credits.selfHosted')}</p> : null}
            <div className="row row-wrap">
              <Button
                onClick={() => {
                  setOpen(false);
                  navigate('/settings/billing');
                }}
              >
                {t('credits.open')}
              </Button>
              <Button look="plain" data-autofocus onClick={() => setOpen(false)}>
                {t('do.close')}
              </Button>
            </div>
          </div>
        </Modal>
      ) : null}
    </>
  );
}
