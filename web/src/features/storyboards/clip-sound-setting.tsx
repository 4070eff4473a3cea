import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, modelsQuery, type ProjectTree, treeQuery } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { Check, toastProblem } from '../../ui/index.ts';
import { canMakeSound } from '../routing/model-facts.ts';

/**
 * Whether vendors' clips are heard in a film that is made. Offered where some account moves shots with sound, and where it is
 * on; the films cut before are then out of date, and only they.
 */
export function ClipSoundSetting({ project }: Pick<ProjectTree, 'project'>) {
  const t = useWords();
  const client = useQueryClient();
  const canWrite = useMay('projects.write');
  const { data } = useQuery(modelsQuery);
  const save = useMutation({
    mutationFn: (clipSound: 'none' | 'under') =>
      call('updateProject', { params: { id: project.id }, ifMatch: project.revision, body: { clipSound } }),
    onSettled: () => client.invalidateQueries({ queryKey: treeQuery(project.id).queryKey }),
    onError: toastProblem,
  });
  // Shown at once; refused, it is what the film says again.
  const isOn = (save.isPending ? save.variables : project.clipSound) === 'under';
  if (!isOn && !canMakeSound(data?.items ?? [])) return null;
  return (
    <>
      <Check
        label={t('film.clipSound')}
        checked={isOn}
        disabled={!canWrite || save.isPending}
        onChange={(event) => save.mutate(event.target.checked ? 'under' : 'none')}
      />
      <p className="help">{t('film.clipSoundHelp')}</p>
    </>
  );
}
