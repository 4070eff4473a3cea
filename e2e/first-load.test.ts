import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** The build stands: this project's files run after it. */
it('the first load keeps to its size and says no word that comes later', { timeout: 60_000 }, async () => {
  const script = fileURLToPath(new URL('../scripts/check-web-size.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script]).catch(
    (fault: { stdout: string; message: string }) => ({ stdout: `${fault.message}\n${fault.stdout}` }),
  );
  expect(stdout).toMatch(/first load, gzip \(limit 150 KB\)\n$/);
  expect(stdout).not.toContain('The first load says');
});
