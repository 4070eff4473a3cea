import { type ClipSound, filmInput } from '@kinora/contract';
import type { Transaction } from '../../platform/database/index.ts';
import type { ProjectRecord } from './records.ts';

const chosen = filmInput.pick({ clipSound: true });

/** A form that says nothing of it stands at the form's own default. */
export function clipSoundOf({ form }: Pick<ProjectRecord, 'form'>): ClipSound {
  return chosen.parse(form).clipSound;
}

export async function setDeliveredClipSound(
  transaction: Transaction,
  projectId: string,
  clipSound: ClipSound | null,
): Promise<void> {
  await transaction.query('update projects set delivered_clip_sound = $2 where id = $1', [projectId, clipSound]);
}

/** Whether the newest files are heard as set; where nobody knows they are taken to, and where no clip sounds they are. */
export async function hasClipSoundAsSet(
  transaction: Transaction,
  project: Pick<ProjectRecord, 'id' | 'form' | 'delivered_clip_sound'>,
): Promise<boolean> {
  if (project.delivered_clip_sound === null || project.delivered_clip_sound === clipSoundOf(project)) return true;
  return !(await hasSoundingClip(transaction, project.id));
}

/** The rule of the film studio (`findSoundingClips`) on rows: a vendor's clip with a sound, in the take that is selected. */
async function hasSoundingClip(transaction: Transaction, projectId: string): Promise<boolean> {
  const { rows } = await transaction.query<{ has: boolean }>(
    `select exists (select from shots s left join takes k on k.id = s.selected_video_take_id
        cross join lateral (select coalesce(k.scene, s.scene) as scene) c
        join assets a on a.id::text = c.scene #>> '{subjects,0,pictureKey}'
        where s.project_id = $1 and s.deleted_at is null and c.scene ->> 'kind' = 'video'
          and c.scene #>> '{subjects,0,use}' = 'video' and a.kind = 'video'
          and jsonb_array_length(a.probe -> 'audio') > 0 and a.recipe ? 'request') as has`,
    [projectId],
  );
  return rows[0]!.has;
}
