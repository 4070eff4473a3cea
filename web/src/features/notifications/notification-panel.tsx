import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { CheckCheck, X } from 'lucide-react';
import { useLocation } from 'wouter';
import { call, type Notification, type NotificationKind } from '../../api/index.ts';
import { useFormat, useSaid, useWords } from '../../app/words/index.ts';
import { Button, IconButton, type Mark, Modal, Problem, StatusMark, toastProblem } from '../../ui/index.ts';
import { groupByProject } from './group.ts';
import './notifications.css';
import { linkOf, NOTIFICATIONS, notificationsQuery } from './queries.ts';

const MARKS: Record<NotificationKind, Mark> = {
  needs_you: 'asks',
  done: 'passed',
  note: 'asks',
  budget: 'asks',
  server: 'failed',
};

/** What a person is told, grouped by project, newest first. Opening one reads it. */
export function NotificationPanel({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const list = useInfiniteQuery(notificationsQuery);
  const read = useRead();
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = list.data?.pages[0]?.unreadCount ?? 0;
  return (
    <Modal label={t('notifications.title')} shape="peek" onClose={onClose}>
      <div className="notifications">
        <header className="row">
          <h2 className="title grow">{t('notifications.title')}</h2>
          {unread > 0 ? (
            <Button look="plain" icon={CheckCheck} onClick={() => read.mutate(undefined)}>
              {t('notifications.readAll')}
            </Button>
          ) : null}
          <IconButton icon={X} label={t('do.close')} data-autofocus onClick={onClose} />
        </header>
        {list.error ? <Problem error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.data && items.length === 0 ? (
          <p className="text-2 notifications-empty">{t('notifications.empty')}</p>
        ) : null}
        <ul className="notification-groups">
          {groupByProject(items).map((group) => (
            <li key={group.key}>
              {group.projectName ? (
                <h3 className="small text-3 cut" dir="auto">
                  {group.projectName}
                </h3>
              ) : null}
              {group.items.map((each) => (
                <Line key={each.id} notification={each} onRead={() => read.mutate([each.id])} onClose={onClose} />
              ))}
            </li>
          ))}
        </ul>
        {list.hasNextPage ? <Button onClick={() => void list.fetchNextPage()}>{t('do.more')}</Button> : null}
      </div>
    </Modal>
  );
}

function Line({
  notification,
  onRead,
  onClose,
}: {
  notification: Notification;
  onRead: () => void;
  onClose: () => void;
}) {
  const t = useWords();
  const said = useSaid();
  const format = useFormat();
  const [, navigate] = useLocation();
  const open = () => {
    if (!notification.isRead) onRead();
    const link = linkOf(notification);
    if (!link) return;
    onClose();
    navigate(link);
  };
  return (
    <button type="button" className={notification.isRead ? 'notification' : 'notification is-unread'} onClick={open}>
      <StatusMark mark={MARKS[notification.kind]} name={t(`notifications.kind.${notification.kind}`)} />
      <span className="grow">
        <span className={notification.isRead ? '' : 'strong'}>{said(notification.title)}</span>
        <span className="small text-2 notification-sentence">{said(notification.sentence)}</span>
      </span>
      <span className="small text-3 notification-when">{format.ago(notification.createdAt)}</span>
      {notification.isRead ? null : <span className="spoken">{t('notifications.unread')}</span>}
    </button>
  );
}

function useRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[] | undefined) => call('markNotificationsRead', { body: ids ? { ids } : {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: NOTIFICATIONS }),
    onError: toastProblem,
  });
}
