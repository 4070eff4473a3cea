import { useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, CornerDownLeft, Send, Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import { call, type Project } from '../../api/index.ts';
import { useRowActs } from '../../app/palette/row-acts.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { showToast, toastProblem } from '../../ui/index.ts';

/** Archive and trash of one project, each with a way back. */
export function useProjectActs() {
  const t = useWords();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['projects'] });
  const setArchived = async ({ id, revision }: Pick<Project, 'id' | 'revision'>, isArchived: boolean) => {
    const changed = await call('updateProject', { params: { id }, ifMatch: revision, body: { isArchived } });
    await refresh();
    return changed;
  };
  const archive = async (project: Project) => {
    const isArchived = project.archivedAt !== null;
    const changed = await setArchived(project, !isArchived);
    showToast({
      text: t(isArchived ? 'project.unarchived' : 'project.archived', { name: project.name }),
      undo: () => void setArchived(changed, isArchived).catch(toastProblem),
    });
  };
  const remove = async ({ id, name }: Project) => {
    await call('deleteProject', { params: { id } });
    await refresh();
    const restore = async () => {
      await call('restoreProject', { params: { id } });
      await refresh();
    };
    showToast({ text: t('project.trashed', { name }), undo: () => void restore().catch(toastProblem) });
  };
  return (project: Project) => [
    {
      id: 'archive',
      label: t(project.archivedAt === null ? 'project.archive' : 'project.unarchive'),
      icon: project.archivedAt === null ? Archive : ArchiveRestore,
      run: () => void archive(project).catch(toastProblem),
    },
    {
      id: 'trash',
      label: t('project.trash'),
      icon: Trash2,
      isDanger: true,
      run: () => void remove(project).catch(toastProblem),
    },
  ];
}

/** What the palette does with the project in focus; projects are not chosen by the dozen. */
export function useProjectRowActs(items: readonly Project[]): void {
  const t = useWords();
  const [, navigate] = useLocation();
  const canWrite = useMay('projects.write');
  const actsOf = useProjectActs();
  useRowActs({ items, chosen: [] }, ([project]) => ({
    heading: project?.name ?? '',
    acts: project
      ? [
          {
            id: 'open',
            label: t('palette.open', { name: project.name }),
            icon: CornerDownLeft,
            run: () => navigate(`/film/${project.id}/storyboard`),
          },
          {
            id: 'deliver',
            label: t('palette.deliver', { name: project.name }),
            icon: Send,
            run: () => navigate(`/film/${project.id}/deliver`),
          },
          ...(canWrite ? actsOf(project) : []),
        ]
      : [],
  }));
}
