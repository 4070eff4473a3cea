import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Button, Problem, StatusMark, toastProblem } from '../../ui/index.ts';
import { nameBrowser } from './name-browser.ts';

/** Where this person is signed in. */
export function SessionsSection() {
  const t = useWords();
  const format = useFormat();
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => call('listSessions') });
  const end = (id: string) =>
    call('deleteSession', { params: { id } })
      .then(() => client.invalidateQueries({ queryKey: ['sessions'] }))
      .catch(toastProblem);
  return (
    <>
      {sessions.error ? <Problem error={sessions.error} onRetry={() => void sessions.refetch()} /> : null}
      <ul className="settings-list">
        {sessions.data?.items.map((session) => (
          <li key={session.id}>
            <span className="grow cut">
              {/* A sentence of ours in the page's own direction: its first word is always Latin. */}
              <span title={session.userAgent}>{nameBrowser(session.userAgent, t)}</span>
              <span className="small text-3 settings-mail">
                {t('sessions.seen', { when: format.ago(session.lastSeenAt) })}
              </span>
            </span>
            {session.isCurrent ? (
              <StatusMark mark="passed">{t('sessions.current')}</StatusMark>
            ) : (
              <Button look="plain" onClick={() => void end(session.id)}>
                {t('sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
