import { KinoraError, say } from '@kinora/contract';
import type { Database } from '../../platform/database/index.ts';
import { listVoiceConsents, listWithoutConsent } from './person-store.ts';

/** What of people goes along with a request: pictures by their content, and a voice with what its vendor says of it. */
export type Likeness = {
  organizationId: string;
  pictureHashes: readonly string[];
  voice: { id: string; isClone: boolean } | null;
};
export type LikenessGuard = (likeness: Likeness) => Promise<void>;

/**
 * Stands before everything that shows or speaks as a person is made by a vendor. A picture counts once somebody said that it
 * shows a person. A voice counts when its vendor calls it a clone, and also when a consent names it: one that was withdrawn
 * ends its use. @throws `consent.missing`
 */
export function createLikenessGuard({ database }: { database: Pick<Database, 'inOrganization'> }): LikenessGuard {
  return ({ organizationId, pictureHashes, voice }) =>
    database.inOrganization(organizationId, async (transaction) => {
      const names = pictureHashes.length > 0 ? await listWithoutConsent(transaction, pictureHashes) : [];
      if (names.length > 0) throw missing(say('consent.face_missing', { names: names.map(quoted).join(', ') }));
      if (voice === null) return;
      const states = await listVoiceConsents(transaction, voice.id);
      const isAsked = voice.isClone || states.length > 0;
      if (isAsked && !states.includes('valid')) throw missing(say('consent.voice_missing', { voice: voice.id }));
    });
}

const quoted = (name: string) => `“${name.slice(0, 60)}”`;

function missing(sentence: string): KinoraError {
  return new KinoraError('consent.missing', sentence, { sentence, details: { wasTaken: false } });
}
