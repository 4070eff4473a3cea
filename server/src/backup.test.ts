import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { restoreStudio } from './backup.ts';
import { loadConfig } from './platform/config/index.ts';

it('does not restore into a studio that is just starting', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'kinora-restore-'));
  const starting = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(starting, 'spawn');
  const lock = { processId: starting.pid, startedAt: new Date(Date.now() + 1000).toISOString() };
  writeFileSync(join(dataFolder, 'instance.json'), JSON.stringify(lock));
  try {
    await expect(restoreStudio(loadConfig({ KINORA_DATA: dataFolder }), 'nowhere')).rejects.toHaveProperty(
      'code',
      'studio.already_running',
    );
    expect(readdirSync(dataFolder)).toEqual(['instance.json']);
  } finally {
    starting.kill('SIGKILL');
    rmSync(dataFolder, { recursive: true });
  }
});
