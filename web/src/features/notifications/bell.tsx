import { useInfiniteQuery } from '@tanstack/react-query';
import { Bell as BellIcon } from 'lucide-react';
import { useOverlay } from '../../app/shell/overlay-store.ts';
import { useWords } from '../../app/words/index.ts';
import { Icon, later } from '../../ui/index.ts';
import { notificationsQuery } from './queries.ts';

const Panel = later(async () => (await import('./notification-panel.tsx')).NotificationPanel);

function useUnreadCount(): number {
  return useInfiniteQuery(notificationsQuery).data?.pages[0]?.unreadCount ?? 0;
}

/** The rail's row: how many wait, and the list of them. */
export function Bell() {
  const t = useWords();
  const unread = useUnreadCount();
  const isOpen = useOverlay((state) => state.open === 'notifications');
  const name = unread > 0 ? t('notifications.open', { count: unread }) : t('notifications.title');
  return (
    <>
      <button
        type="button"
        className="rail-row"
        title={name}
        aria-label={name}
        onClick={() => useOverlay.setState({ open: 'notifications' })}
      >
        <Icon of={BellIcon} />
        <span className="rail-name">{t('notifications.title')}</span>
        {unread > 0 ? <bdi className="time rail-aside">{unread}</bdi> : null}
      </button>
      {isOpen ? <Panel onClose={() => useOverlay.setState({ open: undefined })} /> : null}
    </>
  );
}
