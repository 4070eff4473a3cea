import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, printFigures, repeat, timeSeconds } from './lib/figures.ts';
import { openBenchStudio } from './lib/studio.ts';

/**
 * Throughput of a resumable upload: parts over HTTP, hashed, inspected, stored by content. Beside it in the same run: the
 * same bytes hashed and written to the same disk, which no upload can beat by much.
 */
const SIZE_BYTES = 64_000_000;
const RUNS = 5;

const studio = await openBenchStudio();
try {
  const bytes = makeSound(SIZE_BYTES);
  const megabytes = SIZE_BYTES / 1e6;
  const bare: number[] = [];
  const uploads = await repeat(RUNS, async (run) => {
    // Each run is another content: the same one would be recognised and not stored again.
    bytes.writeUInt32LE(run, 1000);
    bare.push(megabytes / (await timeSeconds(() => writeHashed(bytes))));
    return megabytes / (await timeSeconds(() => upload(bytes, `sound-${run}.wav`)));
  });
  printFigures(`Upload of ${megabytes} MB`, [
    { name: 'hash and write to disk alone', unit: 'MB/s', values: bare },
    { name: 'upload until the file is usable', unit: 'MB/s', values: uploads },
  ]);
  console.log(`\nAn upload runs at ${(median(uploads) / median(bare)).toFixed(2)} × the bare write.`);
} finally {
  await studio.close();
}

async function upload(bytes: Buffer, name: string): Promise<void> {
  const begun = await studio.call<{ id: string; partSizeBytes: number }>('POST', '/uploads', {
    name,
    sizeBytes: bytes.length,
  });
  for (let part = 1; (part - 1) * begun.partSizeBytes < bytes.length; part += 1) {
    const start = (part - 1) * begun.partSizeBytes;
    await studio.call(
      'PUT',
      `/uploads/${begun.id}/parts/${part}`,
      bytes.subarray(start, Math.min(bytes.length, start + begun.partSizeBytes)),
    );
  }
  await studio.call('POST', `/uploads/${begun.id}/complete`);
}

async function writeHashed(bytes: Buffer): Promise<void> {
  const path = join(tmpdir(), `kinora-bench-upload-${process.pid}`);
  createHash('sha256').update(bytes).digest('hex');
  const file = await open(path, 'w');
  await file.write(bytes);
  await file.sync();
  await file.close();
  await rm(path);
}

/** A WAV file of a soft saw tooth: large, valid and quick to make. */
function makeSound(sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(sizeBytes - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  for (const [at, value] of [
    [20, 1],
    [22, 2],
    [32, 4],
    [34, 16],
  ] as const)
    bytes.writeUInt16LE(value, at);
  bytes.writeUInt32LE(48_000, 24);
  bytes.writeUInt32LE(192_000, 28);
  bytes.write('data', 36);
  bytes.writeUInt32LE(sizeBytes - 44, 40);
  for (let at = 44; at + 1 < sizeBytes; at += 2) bytes.writeInt16LE(((at * 37) % 8000) - 4000, at);
  return bytes;
}
