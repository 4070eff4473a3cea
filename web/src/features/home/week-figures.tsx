import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { creditsQuery, dashboardQuery, type WeekFigures as Week } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Mono } from '../../ui/index.ts';

/** The last seven days in figures. Before anything was made there is nothing to say, and nothing is shown. */
export function WeekFigures() {
  const t = useWords();
  const format = useFormat();
  const week = useQuery(dashboardQuery).data?.week;
  const wallet = useQuery(creditsQuery).data;
  if (!week || week.jobsFinished + week.jobsFailed === 0) return null;
  const figures: { name: string; value: string; href?: string }[] = [
    { name: t('week.films'), value: format.number(week.filmsFinished), href: '/projects?stage=done' },
    { name: t('week.rendered'), value: toMinutes(week.secondsRendered) },
    { name: t('week.failed'), value: format.number(week.jobsFailed), href: '/queue' },
    ...(week.medianFilmSeconds === null ? [] : [{ name: t('week.median'), value: toMinutes(week.medianFilmSeconds) }]),
    { name: t('week.spent'), value: format.number(week.creditsSpent) },
    ...(wallet ? [{ name: t('credits.balance'), value: format.number(wallet.balance) }] : []),
  ];
  return (
    <section aria-labelledby="home-week">
      <h2 id="home-week" className="section-title">
        {t('home.week')}
      </h2>
      <div className="week">
        <Days days={week.days} />
        <dl className="week-figures">
          {figures.map(({ name, value, href }) => (
            <div key={name}>
              <dt>{href ? <Link href={href}>{name}</Link> : name}</dt>
              <dd>
                <Mono isLarge>{value}</Mono>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}

/** `m:ss`, as players write lengths. */
function toMinutes(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** A bar a day, time running as clocks do in every language; the figures are spoken. */
function Days({ days }: { days: Week['days'] }) {
  const t = useWords();
  const most = Math.max(1, ...days.map(({ filmsFinished }) => filmsFinished));
  const spoken = days.map(({ filmsFinished }) => filmsFinished).join(', ');
  return (
    <span className="week-days" dir="ltr" role="img" aria-label={t('week.days', { counts: spoken })}>
      {days.map(({ day, filmsFinished }) => (
        <i key={day} style={{ blockSize: `${Math.max(4, (filmsFinished / most) * 100)}%` }} />
      ))}
    </span>
  );
}
