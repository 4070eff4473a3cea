import { Link } from 'wouter';
import type { OfferedModel } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';

/** All ComfyUI servers together (server/src/domains/routing/comfy/pool.ts). */
const POOL = 'comfyui:pool';

/** The connections a model is asked through, or which account it lacks. */
export function ModelReach({ model }: { model: OfferedModel }) {
  const t = useWords();
  const canManage = useMay('connections.manage');
  if (model.connections.length === 0)
    return (
      <>
        <span className="text-3">{t('models.needs', { provider: model.providerTitle })}</span>
        {canManage ? <Link href="/settings/providers">{t('models.connect')}</Link> : null}
      </>
    );
  return (
    <>
      {model.connections.map(({ id, name, isOperators }) => (
        <span key={id}>
          {canManage ? (
            <Link href={id === POOL ? '/settings/servers' : `/settings/providers?connection=${id}`}>
              <bdi>{id === POOL ? t('servers.pool') : name}</bdi>
            </Link>
          ) : (
            <bdi>{id === POOL ? t('servers.pool') : name}</bdi>
          )}
          {isOperators ? <span className="text-3"> · {t('models.inCredits')}</span> : null}
        </span>
      ))}
    </>
  );
}
