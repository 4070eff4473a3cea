import type { Job } from '../../api/index.ts';
import type { Format, Words } from '../../app/words/index.ts';

type LaneName = (key: string, asSent: string) => string;

/** "Why is it waiting?", as a sentence that names the limit; empty when nothing holds the job. */
export function sayWait({ waitingFor }: Pick<Job, 'waitingFor'>, t: Words, format: Format, lane: LaneName): string {
  if (!waitingFor) return '';
  const { limit, slot, ahead, until, connection, organization } = waitingFor;
  const kind = slot ? lane(`lane.${slot.kind}`, slot.kind) : '';
  return t(`jobs.wait.${limit}`, {
    kind,
    used: slot?.used ?? organization?.running ?? 0,
    total: slot?.total ?? organization?.total ?? 0,
    own: ahead?.own ?? 0,
    raised: ahead?.raised ?? 0,
    others: ahead?.others ?? 0,
    until: until ? format.clock(until) : '',
    name: connection ?? '',
  });
}

/** "3rd, about 2 min"; empty where the scheduler has given no place. */
export function sayPlace({ position, expectedSeconds }: Job, t: Words, format: Format): string {
  if (position === null) return '';
  const place = t('job.place', { place: position });
  return expectedSeconds === null ? place : `${place} · ${format.about(expectedSeconds)}`;
}
