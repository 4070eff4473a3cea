import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childProgram, codeRoot, startProgramsFrom } from './program.ts';
import { runProgram } from './run-program.ts';
import { sweepTemporaryFolders, withTemporaryFolder } from './temporary-folder.ts';
import { createTextTail } from './text-tail.ts';
import { writeAside } from './write-aside.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kinora-files-test-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('writing aside', () => {
  it('shows the target only when it is whole', async () => {
    const target = join(root, 'deep', 'film.mp4');
    await writeAside(target, async (aside) => {
      expect(aside.endsWith('.mp4')).toBe(true);
      await writeFile(aside, 'half');
      expect(await readFile(target, 'utf8').catch(() => null)).toBeNull();
      await writeFile(aside, 'whole');
    });
    expect(await readFile(target, 'utf8')).toBe('whole');
    expect(await readdir(join(root, 'deep'))).toEqual(['film.mp4']);
  });

  it('leaves the old file and no other when the writing fails', async () => {
    const target = join(root, 'cover.jpg');
    await writeFile(target, 'old');
    const failing = writeAside(target, async (aside) => {
      await writeFile(aside, 'new, but');
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(await readFile(target, 'utf8')).toBe('old');
    expect(await readdir(root)).toEqual(['cover.jpg']);
  });
});

describe('temporary folders', () => {
  it('are removed after success and after failure', async () => {
    await withTemporaryFolder(root, (folder) => writeFile(join(folder, 'a'), 'a'));
    await expect(withTemporaryFolder(root, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await readdir(root)).toEqual([]);
  });

  it('are swept when old, ours, and only then', async () => {
    for (const name of ['kinora-work-old', 'kinora-work-new', 'of-someone-else']) await mkdir(join(root, name));
    const old = new Date('2026-01-01T00:00:00Z');
    await utimes(join(root, 'kinora-work-old'), old, old);
    await utimes(join(root, 'of-someone-else'), old, old);
    expect(await sweepTemporaryFolders(root, { olderThanMs: 3600_000, now: Date.now() })).toBe(1);
    expect((await readdir(root)).sort()).toEqual(['kinora-work-new', 'of-someone-else']);
    expect(await sweepTemporaryFolders(join(root, 'nowhere'), { olderThanMs: 0, now: Date.now() })).toBe(0);
  });
});

describe('running a program', () => {
  const node = (script: string) => ['-e', script] as const;

  it('gives its output, its exit code and the end of its messages', async () => {
    const outcome = await runProgram(
      process.execPath,
      node('console.log("out"); console.error("err"); process.exitCode = 3'),
    );
    expect(outcome).toMatchObject({ exitCode: 3, output: 'out\n', stopped: null, spawnError: null });
    expect(outcome.errorTail).toContain('err');
  });

  it('hands arguments over as they are, never through a shell', async () => {
    const text = '$(touch hacked); "quoted" `x` *';
    expect((await runProgram(process.execPath, ['-p', 'process.argv[1]', text])).output.trim()).toBe(text);
  });

  it('says that a program does not exist instead of throwing', async () => {
    expect((await runProgram('/nowhere/program', [])).spawnError?.code).toBe('ENOENT');
  });

  it('stops at the time limit together with what the program started', async () => {
    const marker = join(root, 'grandchild');
    const script = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => require("node:fs").writeFileSync(${JSON.stringify(JSON.stringify(marker)).slice(1, -1)}, String(Date.now())), 20)'], { stdio: 'ignore' }); setInterval(() => 0, 1000)`;
    const outcome = await runProgram(process.execPath, node(script), { timeLimitMs: 700 });
    expect(outcome.stopped).toBe('time_limit');
    const last = await readFile(marker, 'utf8');
    await sleep(200);
    expect(await readFile(marker, 'utf8')).toBe(last);
  });

  it('stops at the output limit and at the memory limit', async () => {
    const chatty = await runProgram(
      process.execPath,
      node('setInterval(() => process.stdout.write("x".repeat(100000)), 1)'),
      { outputLimitBytes: 1_000_000 },
    );
    expect(chatty.stopped).toBe('output_limit');
    const greedy = await runProgram(
      process.execPath,
      node('const all = []; setInterval(() => all.push(Buffer.alloc(40e6, 1)), 20)'),
      {
        memoryLimitBytes: 300e6,
        timeLimitMs: 20_000,
      },
    );
    expect(greedy.stopped).toBe('memory_limit');
  });

  it('passes pieces in and out with an early end being no error of ours', async () => {
    async function* pieces() {
      for (let index = 0; index < 200; index += 1) yield new Uint8Array(100_000).fill(index);
    }
    const early = await runProgram(process.execPath, node('process.stdin.once("data", () => process.exit(0))'), {
      input: pieces(),
    });
    expect(early).toMatchObject({ exitCode: 0, stopped: null });
    let received = 0;
    const whole = await runProgram(process.execPath, node('process.stdin.pipe(process.stdout)'), {
      input: pieces(),
      onOutput: (bytes) => {
        received += bytes.length;
      },
    });
    expect(whole.exitCode).toBe(0);
    expect(received).toBe(20_000_000);
  });
});

it('keeps the end of a long text', () => {
  const tail = createTextTail(10);
  for (let index = 0; index < 100; index += 1) tail.add(`${index},`);
  expect(tail.read()).toBe('7,98,99,'.padStart(10, ',9').slice(-10));
});

describe('child programs', () => {
  it('come from the bundle that was named, and never from a folder in which nothing was built', () => {
    const program = 'media/node/src/sound/sound.program.ts';
    const build = join(codeRoot, 'build');
    expect(() => startProgramsFrom(tmpdir())).toThrow('Nothing is built');
    startProgramsFrom(build);
    expect(childProgram(program).file).toBe(join(build, 'media/node/src/sound/sound.program.js'));
  });
});
