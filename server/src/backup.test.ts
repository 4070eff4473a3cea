import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { restoreStudio } from './backup.ts';
import { loadConfig } from './platform/config/index.ts';
import { rotateSecrets } from './secrets.ts';

it('neither restores into a studio that is just starting nor takes its key away', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'kinora-restore-'));
  const starting = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(starting, 'spawn');
  const lock = { processId: starting.pid, startedAt: new Date(Date.now() + 1000).toISOString() };
  writeFileSync(join(dataFolder, 'instance.json'), JSON.stringify(lock));
  try {
    const config = loadConfig({ KINORA_DATA: dataFolder });
    await expect(restoreStudio(config, 'nowhere')).rejects.toHaveProperty('code', 'studio.already_running');
    await expect(rotateSecrets(config)).rejects.toHaveProperty('code', 'studio.already_running');
    expect(readdirSync(dataFolder)).toEqual(['instance.json']);
  } finally {
    starting.kill('SIGKILL');
    rmSync(dataFolder, { recursive: true });
  }
});

it('tells how to replace a key that comes from the environment', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'kinora-rotate-'));
  const { sentences } = await rotateSecrets(
    loadConfig({ KINORA_DATA: dataFolder, KINORA_SECRET_KEY: 'a secret of at least 32 characters' }),
  );
  expect(sentences.join()).toMatch(/KINORA_SECRET_KEY_PREVIOUS.*such as [\w-]{43}/);
  expect(readdirSync(dataFolder)).toEqual([]);
  rmSync(dataFolder, { recursive: true });
});
