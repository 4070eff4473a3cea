import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

/**
 * Makes a file so that nobody ever sees half of it: `write` fills a hidden neighbour, which is then renamed over the
 * target in one step. When `write` throws, the neighbour is removed and the target stays as it was.
 */
export async function writeAside<Result>(
  targetPath: string,
  write: (asidePath: string) => Promise<Result>,
): Promise<Result> {
  await mkdir(dirname(targetPath), { recursive: true });
  // The extension stays last: muxers and picture encoders look at it.
  const extension = extname(targetPath);
  const asidePath = join(
    dirname(targetPath),
    `.${basename(targetPath, extension)}.${randomUUID()}.partial${extension}`,
  );
  try {
    const result = await write(asidePath);
    await rename(asidePath, targetPath);
    return result;
  } catch (error) {
    await rm(asidePath, { force: true });
    throw error;
  }
}
