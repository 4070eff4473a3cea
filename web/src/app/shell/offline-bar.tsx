import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Icon } from '../../ui/index.ts';
import { useConnection } from '../live/index.ts';
import { useWords } from '../words/index.ts';

const PATIENCE_MS = 1500;

/** Shown once the studio has been out of reach for a moment; a short cut while it restarts is not worth a bar. */
export function OfflineBar() {
  const t = useWords();
  const isOnline = useConnection((state) => state.isOnline);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(!isOnline), isOnline ? 0 : PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isOnline]);
  if (!isShown) return null;
  return (
    <p className="offline" role="status">
      <Icon of={CloudOff} />
      {t('offline.bar')}
    </p>
  );
}
