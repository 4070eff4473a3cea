import type { JobStatus } from '@kinora/contract';
import type { Database } from '../../platform/database/index.ts';
import type { Listener } from '../../platform/events/index.ts';
import { listStatuses } from './store.ts';

export type Watched = { organizationId: string; jobId: string; tell: (status: JobStatus) => void };
export type JobWatcher = {
  /** Tells each status that is heard of, again and again; answers a function that stops it. */
  watch(watched: Watched): () => void;
  close(): void;
};

/** Tells those in this process who wait for jobs: by notification at once, by a look once a second where one was lost. */
export function createJobWatcher(options: {
  database: Database;
  listener: Listener;
  onError: (error: unknown) => void;
  pollMs?: number;
}): JobWatcher {
  const watching = new Map<string, Set<Watched>>();

  function tell(jobId: string, status: JobStatus): void {
    for (const watched of [...(watching.get(jobId) ?? [])]) watched.tell(status);
  }

  async function poll(): Promise<void> {
    const byOrganization = new Map<string, string[]>();
    for (const [jobId, [first]] of watching.entries()) {
      const organizationId = first!.organizationId;
      byOrganization.set(organizationId, [...(byOrganization.get(organizationId) ?? []), jobId]);
    }
    for (const [organizationId, jobIds] of byOrganization) {
      const statuses = await options.database.inOrganization(organizationId, (transaction) =>
        listStatuses(transaction, jobIds),
      );
      for (const [jobId, status] of statuses) tell(jobId, status);
    }
  }

  const stopListening = options.listener.on('kinora_jobs', (payload) => {
    const [jobId, status] = payload.split(' ') as [string, JobStatus];
    tell(jobId, status);
  });
  const timer = setInterval(() => void poll().catch(options.onError), options.pollMs ?? 1000);
  return {
    watch(watched) {
      const set = watching.get(watched.jobId) ?? new Set();
      watching.set(watched.jobId, set.add(watched));
      return () => {
        set.delete(watched);
        if (set.size === 0 && watching.get(watched.jobId) === set) watching.delete(watched.jobId);
      };
    },
    close() {
      stopListening();
      clearInterval(timer);
    },
  };
}
