import { Link } from 'wouter';
import type { Connection } from '../../api/index.ts';
import { useFormat, useMoney, useWords } from '../../app/words/index.ts';

/** This month in figures, and what a connection may do at once. */
export function ConnectionFigures({ connection }: { connection: Connection }) {
  const t = useWords();
  const format = useFormat();
  const money = useMoney();
  const { month, limits } = connection;
  // Answers of models without a known price add nothing to the sum, so a sum of nothing is no price.
  const isUnpriced = month.finished > 0 && month.costMicros === 0;
  const figures = [
    {
      name: t('connections.spent'),
      value: isUnpriced ? t('models.noPrice') : money.micros(month.currency, month.costMicros),
    },
    { name: t('connections.finished'), value: format.number(month.finished) },
    { name: t('connections.submissions'), value: format.number(month.submissions) },
    { name: t('connections.inWork'), value: format.number(month.inWork) },
    { name: t('connections.concurrent'), value: format.number(limits.concurrent) },
    { name: t('connections.aMinute'), value: format.number(limits.submissionsPerMinute) },
  ];
  return (
    <section className="connection-figures" aria-label={t('connections.month')}>
      <h4 className="label">{t('connections.month')}</h4>
      <dl>
        {figures.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <p className="small">
        <Link href="/settings/budgets">{t('connections.toBudgets')}</Link>
        {' · '}
        <Link href={`/settings/models?vendor=${connection.provider}`}>{t('connections.toModels')}</Link>
      </p>
    </section>
  );
}
