import type { Project } from '../../api/index.ts';
import { useFormat, useWords, type WordKey } from '../../app/words/index.ts';
import { Duration, StatusMark } from '../../ui/index.ts';

/** Stage of a project with its count: what runs, what is out of date, or that it is done. */
export function ProjectStage({ project }: { project: Project }) {
  const t = useWords();
  const counts = { ready: project.readyShotCount, count: project.shotCount };
  if (project.activeJobId) {
    const share = project.shotCount === 0 ? 0.1 : project.readyShotCount / project.shotCount;
    return (
      <StatusMark mark="running" progress={share}>
        {project.shotCount === 0 ? t('project.planning') : t('project.shotsReady', counts)}
      </StatusMark>
    );
  }
  if (project.staleShotCount > 0) {
    return <StatusMark mark="stale">{t('project.stale', { count: project.staleShotCount })}</StatusMark>;
  }
  if (project.status === 'completed') return <StatusMark mark="done">{t('project.status.completed')}</StatusMark>;
  return <StatusMark mark="queued">{t(`project.status.${project.status}` as WordKey)}</StatusMark>;
}

export function ProjectLength({ project }: { project: Project }) {
  const format = useFormat();
  return <Duration>{format.seconds(project.seconds)}</Duration>;
}
