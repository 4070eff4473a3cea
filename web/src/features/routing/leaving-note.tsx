import type { Connection, ProviderFacts } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { hostOf, planLeaving } from './leaving.ts';

/** One plain sentence about what goes out of the building, and to whom. */
export function LeavingNote({
  provider,
  connection,
}: {
  provider: ProviderFacts;
  connection?: Pick<Connection, 'baseUrl'>;
}) {
  const t = useWords();
  const host = `\u2068${hostOf(provider, connection)}\u2069`;
  const what = planLeaving(provider.capabilities);
  return (
    <div className="leaving">
      <span className="label">{t('connections.leaving')}</span>
      <p className="text-2">{t(`connections.leaving.${what}`, { provider: provider.title, host })}</p>
    </div>
  );
}
