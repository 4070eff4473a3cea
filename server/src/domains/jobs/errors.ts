import type { ErrorTable } from '@kinora/contract';

export const JOB_ERRORS = {
  'jobs.not_found': { status: 404, sentence: 'This job does not exist, or you cannot see it.' },
  'jobs.not_retryable': { status: 409, sentence: 'Only a job that failed or was stopped can go on.' },
  'jobs.already_ended': { status: 409, sentence: 'This job has already ended.' },
  'jobs.still_open': { status: 409, sentence: 'This job has not ended. Stop it first, then delete it.' },
  'jobs.part_of_job': { status: 409, sentence: 'A part is deleted with its job.' },
  'jobs.not_yours': { status: 403, sentence: 'Only the person who started this job, or an admin, can change it.' },
  'jobs.not_changed': { status: 409, sentence: 'This job could not be changed now.' },
  'jobs.timed_out': { status: 500, sentence: 'This part took longer than it may and was stopped.' },
  'jobs.worker_died': {
    status: 500,
    sentence: 'The program that made this part stopped several times while making it. What was finished is kept.',
  },
  'jobs.part_failed': { status: 500, sentence: 'A part could not be made. What was finished is kept; try again.' },
  'jobs.part_cancelled': { status: 409, sentence: 'A part was stopped. What was finished is kept.' },
  'jobs.disk_full': {
    status: 507,
    sentence: 'The disk of the studio is full. Free some space and press Retry; what was finished is kept.',
  },
  'jobs.failed': {
    status: 500,
    sentence: 'Something went wrong while making this. What was finished is kept; try again.',
  },
  'jobs.unknown_organization': { status: 404, sentence: 'There is no such organization.' },
  'jobs.unknown_studio': { status: 404, sentence: 'There is no such studio.' },
  'jobs.too_many': {
    status: 429,
    sentence: 'You have started as many films as one person may in an hour. Wait for the time named and try again.',
  },
} satisfies ErrorTable;
