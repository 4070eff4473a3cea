import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Icon } from '../../ui/index.ts';
import { useKeptCount, useOwner } from '../kept/index.ts';
import { tryNow, useConnection } from '../live/index.ts';
import { useWords } from '../words/index.ts';

const PATIENCE_MS = 1500;

/**
 * Shown once the studio has been out of reach for a moment; a short cut while it restarts is not worth a bar. Says what is
 * kept and when it is tried again, and goes by itself.
 */
export function OfflineBar() {
  const isOnline = useConnection((state) => state.isOnline);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(!isOnline), isOnline ? 0 : PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isOnline]);
  return isShown ? <Bar /> : null;
}

function Bar() {
  const t = useWords();
  const retryAt = useConnection((state) => state.retryAt);
  const kept = useKeptCount(useOwner());
  const seconds = useSecondsTo(retryAt);
  return (
    <section className="offline" aria-labelledby="offline-said">
      <Icon of={CloudOff} />
      {/* The seconds stand outside: a voice that counts them down is not calm. */}
      <p id="offline-said" role="status" className="grow">
        {t('offline.bar')} {kept > 0 ? t('offline.kept', { count: kept }) : null}
      </p>
      <span className="text-2 offline-next">{seconds > 0 ? t('offline.next', { seconds }) : t('offline.trying')}</span>
      <button type="button" className="button button-plain button-dense" onClick={tryNow}>
        {t('offline.now')}
      </button>
    </section>
  );
}

function useSecondsTo(at: number | undefined): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return at === undefined ? 0 : Math.ceil((at - now) / 1000);
}
