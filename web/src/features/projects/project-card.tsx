import { useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, Ellipsis, Trash2 } from 'lucide-react';
import { Link } from 'wouter';
import { call, type Project } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { HoverScrub, Icon, Menu, type MenuItem, showToast, toastProblem } from '../../ui/index.ts';
import { ProjectLength, ProjectStage } from './project-words.tsx';

export function ProjectCard({ project }: { project: Project }) {
  const t = useWords();
  const canWrite = useMay('projects.write');
  const items = useProjectMenu(project);
  return (
    <li className="project-card">
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
  const t = useWords();
  const client = useQueryClient();
  const isArchived = project.archivedAt !== null;
  const refresh = () => client.invalidateQueries({ queryKey: ['projects'] });
  const setArchived = async (next: boolean, revision: number) => {
    const changed = await call('updateProject', {
      params: { id: project.id },
      ifMatch: revision,
      body: { isArchived: next },
    });
    await refresh();
    return changed.revision;
  };
  const archive = async () => {
    const revision = await setArchived(!isArchived, project.revision);
    showToast({
      text: t(isArchived ? 'project.unarchived' : 'project.archived', { name: project.name }),
      undo: () => void setArchived(isArchived, revision).catch(toastProblem),
    });
  };
  const remove = async () => {
    await call('deleteProject', { params: { id: project.id } });
    await refresh();
    const restore = async () => {
      await call('restoreProject', { params: { id: project.id } });
      await refresh();
    };
    showToast({ text: t('project.trashed', { name: project.name }), undo: () => void restore().catch(toastProblem) });
  };
  return [
    {
      kind: 'action',
      label: t(isArchived ? 'project.unarchive' : 'project.archive'),
      icon: isArchived ? ArchiveRestore : Archive,
      run: () => void archive().catch(toastProblem),
    },
    {
      kind: 'action',
      label: t('project.trash'),
      icon: Trash2,
      isDanger: true,
      run: () => void remove().catch(toastProblem),
    },
  ];
}
