import { readFileSync } from 'node:fs';
import { repositoryFile } from '@kinora/media-node';
import { z } from 'zod';

/** Version of this Kinora, as package.json says. */
export const VERSION: string = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(repositoryFile('package.json'), 'utf8'))).version;
