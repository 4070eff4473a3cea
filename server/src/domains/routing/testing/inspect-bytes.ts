import { readFile } from 'node:fs/promises';
import { routingError } from '../errors.ts';
import type { InspectFile } from '../fetch-outputs.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

/** The studio looks into files in child processes; where many are made in a test, the first bytes are enough. */
export const inspectBytes: InspectFile = async ({ file }) => {
  const bytes = await readFile(file);
  if (!bytes.subarray(0, 4).equals(PNG)) throw routingError('generation.bad_file', 'no PNG');
  return { kind: 'image', mediaType: 'image/png' };
};
