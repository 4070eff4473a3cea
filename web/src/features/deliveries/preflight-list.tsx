import type { DeliveryColumn } from '../../api/index.ts';
import { localeOf, useLanguage, useSaid, useWords } from '../../app/words/index.ts';
import { Duration, type Mark, Mono, StatusMark } from '../../ui/index.ts';
import { monthOf } from './placements.ts';

type Finding = DeliveryColumn['findings'][number];
export const PREFLIGHT_MARKS = { ok: 'passed', warn: 'stale', fault: 'failed' } as const satisfies Record<string, Mark>;

/** What breaks a rule stands open, with the rule, its source and its month; what keeps one is counted. */
export function PreflightList({ findings, label }: { findings: readonly Finding[]; label: string }) {
  const t = useWords();
  const broken = findings.filter(({ status }) => status !== 'ok');
  const kept = findings.filter(({ status }) => status === 'ok');
  return (
    <div className="preflight">
      <ul aria-label={label}>
        {broken.map((finding) => (
          <FindingRow key={finding.code} finding={finding} isOpen />
        ))}
      </ul>
      {kept.length > 0 ? (
        <details className="preflight-kept">
          <summary>
            <StatusMark mark="passed">{t('preflight.keptCount', { count: kept.length })}</StatusMark>
          </summary>
          <ul>
            {kept.map((finding) => (
              <FindingRow key={finding.code} finding={finding} />
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

function FindingRow({ finding, isOpen = false }: { finding: Finding; isOpen?: boolean }) {
  const t = useWords();
  const said = useSaid();
  const locale = localeOf(useLanguage());
  const { status, title, measured, rule, source, date } = finding;
  return (
    <li>
      <StatusMark mark={PREFLIGHT_MARKS[status]} name={t(`preflight.${status}`)} />
      <span className="preflight-title">{said(title)}</span>
      <span className="preflight-measured">
        <Figure text={said(measured)} />
      </span>
      <span className="small text-3 preflight-rule">
        <Figure text={said(rule)} />
        {isOpen ? (
          <>
            {' · '}
            <bdi>{said(source)}</bdi>
            {' · '}
            <bdi>{monthOf(date, locale)}</bdi>
          </>
        ) : null}
      </span>
    </li>
  );
}

const HAS_WORDS = /\p{L}{3}/u;

/** From here on it is a sentence, and read as one: figures' letters are for figures. */
const SENTENCE_CHARACTERS = 24;

/** A bare figure runs from left to right in every language; one with words runs as its words do. */
function Figure({ text }: { text: string }) {
  if (text.length >= SENTENCE_CHARACTERS && HAS_WORDS.test(text)) return <bdi className="preflight-said">{text}</bdi>;
  return HAS_WORDS.test(text.replace(/Mbit|LUFS|dBTP|kHz/g, '')) ? <Duration>{text}</Duration> : <Mono>{text}</Mono>;
}
