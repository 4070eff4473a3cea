import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useSearchParams } from 'wouter';
import { type Project, projectsQueryOf } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, type Choice, EmptyState, Problem, Segmented } from '../../ui/index.ts';
import { useProjectRowActs } from './project-acts.ts';
import { ProjectCard } from './project-card.tsx';
import './projects.css';
import { ScopeFilter, useScope } from './scope-filter.tsx';

type Stage = 'all' | 'making' | 'stale' | 'done' | 'archived';
const STAGES: readonly Stage[] = ['all', 'making', 'stale', 'done', 'archived'];

function isIn(stage: Stage, project: Project): boolean {
  if (stage === 'archived') return project.archivedAt !== null;
  if (project.archivedAt !== null) return false;
  if (stage === 'making') return project.activeJobId !== null || project.status !== 'completed';
  if (stage === 'stale') return project.staleShotCount > 0;
  return stage === 'all' || project.status === 'completed';
}

/** S06: every film as its poster; the filter stands in the address. */
export function ProjectsScreen() {
  const t = useWords();
  const canMake = useMay('projects.create');
  const [search, setSearch] = useSearchParams();
  const stage = STAGES.find((each) => each === search.get('stage')) ?? 'all';
  const [scope, setScope] = useScope();
  const projects = useInfiniteQuery(projectsQueryOf(scope));
  const all = projects.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = all.filter((project) => isIn(stage, project));
  useProjectRowActs(shown);
  const choices: Choice<Stage>[] = STAGES.map((value) => ({ value, label: t(`projects.stage.${value}`) }));
  const setStage = (value: Stage) =>
    setSearch(
      { ...(value === 'all' ? {} : { stage: value }), ...(scope === 'mine' ? { scope } : {}) },
      { replace: true },
    );
  const newFilm = canMake ? (
    <ButtonLink look="main" icon={Plus} href="/projects/new/film" keyHint="C">
      {t('nav.newFilm')}
    </ButtonLink>
  ) : null;
  return (
    <Screen title={t('nav.projects')} actions={all.length > 0 || scope === 'mine' ? newFilm : undefined}>
      {projects.error && !projects.data ? (
        <Problem error={projects.error} onRetry={() => void projects.refetch()} />
      ) : null}
      {projects.data && all.length === 0 && scope === 'organization' ? (
        <EmptyState sentence={t('projects.empty')}>{newFilm}</EmptyState>
      ) : null}
      {all.length > 0 || (projects.data && scope === 'mine') ? (
        <div className="projects">
          <div className="row row-wrap">
            <Segmented label={t('projects.filter')} value={stage} choices={choices} onChange={setStage} />
            <ScopeFilter scope={scope} onChange={setScope} />
          </div>
          {shown.length === 0 ? <p className="text-3">{t('projects.none')}</p> : null}
          <ul className="project-grid">
            {shown.map((project) => (
              <ProjectCard key={project.id} project={project} />
            ))}
          </ul>
          {projects.hasNextPage ? <Button onClick={() => void projects.fetchNextPage()}>{t('do.more')}</Button> : null}
        </div>
      ) : null}
    </Screen>
  );
}
