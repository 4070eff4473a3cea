import type { FactType } from '@kinora/contract';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { GuardedFetch } from '../../platform/guarded-fetch/index.ts';
import type { DiskGuard, SignedLinks, Storage } from '../../platform/storage/index.ts';
import type { FileInspector } from './inspector.ts';
import type { AssetOrigin } from './records.ts';

export type Fact = { type: FactType; projectId?: string; jobId?: string; data: Record<string, unknown> };
/** Writes a fact last in the transaction that made it true. */
export type AppendEvent = (transaction: Transaction, organizationId: string, fact: Fact) => Promise<unknown>;

export type AssetDependencies = {
  database: Pick<Database, 'inOrganization' | 'asSystem'>;
  storage: Storage;
  links: SignedLinks;
  disk: DiskGuard;
  inspector: FileInspector;
  appendEvent: AppendEvent;
  fetch: GuardedFetch;
  /** Largest file that may come in, whatever its kind; kinds have lower limits of their own. */
  maxBytes: number;
};

/** Who does it: taken from the session or key, never from the request's body. */
export type Maker = { organizationId: string; userId: string | null };

export type FileToTake = {
  path: string;
  folder: string;
  name: string;
  origin: AssetOrigin;
  madeBy: string;
  projectId: string | null;
  /** Aborting ends the look at it at once; nothing is kept then. */
  signal?: AbortSignal | undefined;
};
