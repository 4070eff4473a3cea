import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type BodyOf, call, type NotificationKind } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Problem, Switch, toastProblem } from '../../ui/index.ts';
import { NOTIFICATIONS } from './queries.ts';

type Settings = BodyOf<'setNotificationSettings'>;
/** Notes and approvals come with reviews. */
const KINDS = ['needs_you', 'done', 'budget', 'server'] as const satisfies readonly NotificationKind[];
const KEY = [...NOTIFICATIONS, 'settings'];

/** What this person is told of, in this organization. Each switch counts at once, and goes back when it was refused. */
export function NotificationsSection() {
  const t = useWords();
  const client = useQueryClient();
  const settings = useQuery({ queryKey: KEY, queryFn: () => call('getNotificationSettings') });
  const save = useMutation({
    mutationFn: (next: Settings) => call('setNotificationSettings', { body: next }),
    onMutate: (next) => client.setQueryData(KEY, next),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
  if (settings.error) return <Problem error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return null;
  const { muted, digest } = settings.data;
  const tell = (kind: NotificationKind, isTold: boolean) =>
    save.mutate({ digest, muted: isTold ? muted.filter((each) => each !== kind) : [...muted, kind] });
  return (
    <div className="settings-form">
      <p className="text-2">{t('notifications.lead')}</p>
      {KINDS.map((kind) => (
        <Switch
          key={kind}
          label={t(`notifications.kind.${kind}`)}
          help={t(`notifications.help.${kind}`)}
          checked={!muted.includes(kind)}
          onChange={(event) => tell(kind, event.target.checked)}
        />
      ))}
      <Switch
        label={t('notifications.digest')}
        help={t('notifications.digestHelp')}
        checked={digest === 'daily'}
        onChange={(event) => save.mutate({ muted, digest: event.target.checked ? 'daily' : 'off' })}
      />
    </div>
  );
}
