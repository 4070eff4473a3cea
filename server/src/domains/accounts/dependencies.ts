import type { Language } from '@kinora/contract';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Transaction } from '../../platform/database/index.ts';
import type { HealthPart } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Mail } from '../../platform/mail/index.ts';
import type { SecretBox } from '../../platform/secrets/index.ts';

/** Everything the accounts need from outside, built in app.ts. */
export type AccountDependencies = {
  database: Database;
  clock: Clock;
  mail: Mail;
  log: Log;
  /** Seals the secrets of authenticators. */
  secrets: SecretBox;
  publicUrl: () => string;
  /** Hosted preset: welcome credits and invitations wait for a verified address (rulings §3.12). */
  verifiesMail: boolean;
  /** Called in the transaction that first sees a new organization: its wallet. Safe to call twice. */
  openWallet: (transaction: Transaction, organizationId: string) => Promise<void>;
  /** Called once after an organization came to be through set-up, with the wish for the sample brand, in the owner's language. */
  onOwnerCreated: (organizationId: string, wish: { withSample: boolean; language: Language }) => Promise<void>;
  /** Called in the transaction that removes a member: their work goes to somebody who stays, or to nobody. */
  handOver: (transaction: Transaction, fromUserId: string, toUserId: string | null) => Promise<void>;
  health: () => readonly HealthPart[];
};
