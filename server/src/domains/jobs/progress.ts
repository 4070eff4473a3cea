import { messagesOf } from '@kinora/contract';
import type { Database } from '../../platform/database/index.ts';
import { sendLive } from '../../platform/events/index.ts';
import type { JobRow } from './rows.ts';

export type ProgressReport = { share: number; text: string | null };
export type Progress = {
  /** May be called as often as wanted. */
  report(share: number, text: string | null): void;
  /** Nothing is written after this resolves. */
  close(): Promise<void>;
};

const MIN_GAP_MS = 1000;

/**
 * Tells of a job's progress at most once a second, the last word always included. It never holds up the work and never
 * fails it: a lost report is followed by the next.
 */
export function createProgress(options: {
  database: Database;
  job: JobRow;
  onError: (error: unknown) => void;
}): Progress {
  let latest: ProgressReport | undefined;
  let lastSentAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();
  let isClosed = false;

  function send(): void {
    timer = undefined;
    const report = latest;
    latest = undefined;
    if (!report) return;
    lastSentAt = performance.now();
    sending = sending.then(() => writeProgress(options.database, options.job, report)).catch(options.onError);
  }

  return {
    report(share, text) {
      if (isClosed) return;
      latest = { share: Math.min(1, Math.max(0, share)), text };
      timer ??= setTimeout(send, Math.max(0, lastSentAt + MIN_GAP_MS - performance.now()));
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await sending;
    },
  };
}

async function writeProgress(database: Database, job: JobRow, report: ProgressReport): Promise<void> {
  await database.inOrganization(job.organization_id, async (transaction) => {
    const { rowCount } = await transaction.query(
      `update jobs set progress = $2, progress_text = $3 where id = $1 and status = 'processing'`,
      [job.id, report.share, report.text],
    );
    if (rowCount === 0) return;
    await sendLive(transaction, {
      organizationId: job.organization_id,
      type: 'job.progress',
      jobId: job.id,
      projectId: job.project_id ?? undefined,
      data: {
        progress: report.share,
        progressText: report.text,
        stepName: job.step_name,
        kind: job.kind,
        parentJobId: job.parent_job_id,
        messages: messagesOf([report.text, job.step_name]),
      },
    });
  });
}
