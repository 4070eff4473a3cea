import { Ellipsis } from 'lucide-react';
import { Link } from 'wouter';
import type { Project } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { HoverScrub, Icon, Menu, type MenuItem } from '../../ui/index.ts';
import { useProjectActs } from './project-acts.ts';
import { ProjectLength, ProjectStage } from './project-words.tsx';

export function ProjectCard({ project }: { project: Project }) {
  const t = useWords();
  const canWrite = useMay('projects.write');
  const items = useProjectMenu(project);
  return (
    <li className="project-card" data-row={project.id}>
      <Link href={`/film/${project.id}/storyboard`} className="project-poster">
        <ProjectPoster project={project} />
      </Link>
      <div className="project-caption">
        <div className="row">
          <h2 className="strong cut grow" dir="auto">
            {project.name}
          </h2>
          <span className="text-3">
            <ProjectLength project={project} />
          </span>
          {canWrite ? (
            <Menu
              className="button button-plain button-dense button-icon"
              label={t('project.menu', { name: project.name })}
              items={items}
            >
              <Icon of={Ellipsis} />
            </Menu>
          ) : null}
        </div>
        <div className="row small text-3">
          <ProjectStage project={project} />
          <span className="cut end" dir="auto">
            {project.ownerName}
          </span>
        </div>
      </div>
    </li>
  );
}

/** The film's poster, scrubbed by the pointer; before there is one, its name inside the frame. */
export function ProjectPoster({ project }: { project: Project }) {
  const t = useWords();
  if (project.posterUrl)
    return (
      <HoverScrub
        posterUrl={project.posterUrl}
        filmUrl={project.filmUrl}
        label={t('project.poster', { name: project.name })}
      />
    );
  return (
    <span className="media project-unmade frame">
      <span className="text-3">{t('project.noPicture')}</span>
    </span>
  );
}

function useProjectMenu(project: Project): MenuItem[] {
  return useProjectActs()(project).map(({ id: _id, ...act }) => ({ kind: 'action', ...act }));
}
