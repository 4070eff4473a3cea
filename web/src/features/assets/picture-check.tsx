import { Link } from 'wouter';
import type { AssetDetail } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { StatusMark } from '../../ui/index.ts';

const MARKS = { unchecked: 'queued', passed: 'passed', refused: 'failed', opened: 'done', off: 'cancelled' } as const;

/** What the model saw in it, and whether that keeps it out of films and requests. */
export function PictureCheck({ check }: { check: NonNullable<AssetDetail['pictureCheck']> }) {
  const t = useWords();
  const format = useFormat();
  const { state, sexual, suggestive, model } = check;
  const percent = (share: number | null) => format.number((share ?? 0) * 100);
  return (
    <section className="rights">
      <h2 className="label">{t('viewer.check')}</h2>
      <p className="small">
        <StatusMark mark={MARKS[state]}>{t(`viewer.check.${state}`)}</StatusMark>
      </p>
      {state === 'refused' || state === 'unchecked' ? (
        <p className="small text-2">
          {t(`viewer.check.${state}Help`)}{' '}
          {state === 'refused' ? <Link href="/settings/safety">{t('viewer.check.toSafety')}</Link> : null}
        </p>
      ) : null}
      {model === null ? null : (
        <p className="small text-3">
          {t('safety.seen')} {t('safety.seenShares', { sexual: percent(sexual), suggestive: percent(suggestive) })} ·{' '}
          <bdi>{model}</bdi>
        </p>
      )}
    </section>
  );
}
