import type { FilmCheck, ProjectTree } from '../../api/index.ts';
import { useFormat, useMaker, useSaid, useWords } from '../../app/words/index.ts';
import { Duration, Mono, StatusMark } from '../../ui/index.ts';

const MARKS = { passed: 'passed', failed: 'stale', skipped: 'cancelled' } as const;

/** What the machine measured on the finished files, each figure beside its limit: the whole film, then shape by shape. */
export function FilmChecks({ tree }: { tree: ProjectTree }) {
  const t = useWords();
  const report = tree.report;
  if (!report) return null;
  const { ratios } = tree.project;
  const isOf = (ratio: string) => (check: FilmCheck) => check.id.endsWith(`-${ratio.replace(':', 'x')}`);
  const whole = report.checks.filter((check) => !ratios.some((ratio) => isOf(ratio)(check)));
  return (
    <>
      <section>
        <h2 className="strong">{t('deliver.checks')}</h2>
        <CheckList checks={whole} />
        {ratios.map((ratio, index) => (
          <RatioChecks key={ratio} ratio={ratio} checks={report.checks.filter(isOf(ratio))} isMain={index === 0} />
        ))}
      </section>
      <ReportFacts report={report} />
    </>
  );
}

type Report = NonNullable<ProjectTree['report']>;

/** Open for the main shape and wherever something failed: what passed everywhere need not be read four times. */
function RatioChecks({ ratio, checks, isMain }: { ratio: string; checks: FilmCheck[]; isMain: boolean }) {
  const t = useWords();
  if (checks.length === 0) return null;
  const measured = checks.filter(({ status }) => status !== 'skipped');
  const passed = measured.filter(({ status }) => status === 'passed').length;
  const isWhole = passed === measured.length;
  return (
    <details className="checks-ratio" open={isMain || !isWhole}>
      <summary>
        <StatusMark mark={isWhole ? 'passed' : 'stale'} name={t(isWhole ? 'check.passed' : 'check.failed')} />
        <Mono>{ratio}</Mono>
        <span className="small text-3">{t('deliver.passed', { passed, total: measured.length })}</span>
      </summary>
      <CheckList checks={checks} />
    </details>
  );
}

function CheckList({ checks }: { checks: FilmCheck[] }) {
  const t = useWords();
  const said = useSaid();
  return (
    <ul className="checks">
      {checks.map((check) => (
        <li key={check.id}>
          <StatusMark mark={MARKS[check.status]} name={t(`check.${check.status}`)} />
          <span className="grow">
            <bdi>{said(check.title)}</bdi>
            {check.where.length > 0 ? (
              <bdi className="small text-3 checks-where">{check.where.map(said).join(', ')}</bdi>
            ) : null}
          </span>
          <span className="checks-figure">
            <Figure text={said(check.measured)} />
            <span className="text-3">
              <Figure text={said(check.limit)} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

const RIGHT_TO_LEFT = /[\u0590-\u06ff]/;

/** A bare figure runs from left to right in every language; one with words runs as its words do. */
function Figure({ text }: { text: string }) {
  return RIGHT_TO_LEFT.test(text) ? <Duration>{text}</Duration> : <Mono>{text}</Mono>;
}

function ReportFacts({ report }: { report: Report }) {
  const maker = useMaker();
  const t = useWords();
  const format = useFormat();
  const said = useSaid();
  return (
    <section>
      <dl className="pairs">
        <dt>{t('deliver.time')}</dt>
        <dd>
          <bdi>{format.seconds(report.totalSeconds)}</bdi>
        </dd>
        <dt>{t('deliver.segments')}</dt>
        <dd>{t('deliver.segmentsLine', { rendered: report.segments.rendered, reused: report.segments.reused })}</dd>
        <dt>{t('deliver.engine')}</dt>
        <dd>
          <bdi>
            {report.engine.name} {report.engine.version}
          </bdi>
        </dd>
        <dt>{t('quote.madeBy')}</dt>
        <dd>
          <bdi>{maker(report.madeBy)}</bdi>
        </dd>
      </dl>
      {report.notices.map((notice) => (
        <p key={notice} className="small text-2" dir="auto">
          {said(notice)}
        </p>
      ))}
    </section>
  );
}
