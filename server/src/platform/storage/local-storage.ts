import { createReadStream } from 'node:fs';
import { mkdir, open, opendir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { KinoraError } from '@kinora/contract';
import { parseKey, parseUploadKey, toKey, toPartKey, toUploadKey } from './address.ts';
import { type OpenAside, receive, toStorageError } from './receive.ts';
import type { FileAddress, PartAddress, PutOptions, Storage, StoredFile, StoredPart } from './storage.ts';
import { makeTemporaryFolder, sweepFolder } from './temporary.ts';

export type LocalStorageOptions = {
  /** Folder that holds `organizations/`, `uploads/` and `temporary/`; one file system, so that a rename is atomic. */
  folder: string;
  /** Work in progress, where it is not `temporary/` of that folder; on the same file system. */
  temporary?: string;
  openAside?: OpenAside;
};

/** Keeps files in a folder. Made once per process in the composition root. */
export function createLocalStorage(options: LocalStorageOptions): Storage {
  const { folder } = options;
  const temporary = options.temporary ?? join(folder, 'temporary');
  const pathOf = (address: FileAddress) => join(folder, ...toKey(address).split('/'));
  const aside = (put: PutOptions = {}) => (options.openAside ? { ...put, openAside: options.openAside } : put);

  async function putStream(organizationId: string, content: Readable, put?: PutOptions): Promise<StoredFile> {
    const received = await receive(content, temporary, aside(put));
    await giveName(received.path, pathOf({ organizationId, hash: received.hash }));
    return { hash: received.hash, sizeBytes: received.sizeBytes };
  }

  async function find(address: FileAddress): Promise<StoredFile | undefined> {
    const facts = await statOrNothing(pathOf(address));
    return facts ? { hash: address.hash, sizeBytes: facts.size } : undefined;
  }

  async function localPath(address: FileAddress): Promise<string> {
    if (!(await find(address))) throw notFound(address);
    return pathOf(address);
  }

  return {
    kind: 'local',
    putStream,
    putFile: (organizationId, path, put) => putStream(organizationId, createReadStream(path), put),
    find,
    localPath,
    async open(address, range) {
      return createReadStream(await localPath(address), range ?? {});
    },
    delete: (address) => rm(pathOf(address), { force: true }),
    list: () => listFiles(folder),
    async putPart(address, content, maxBytes): Promise<StoredPart> {
      const received = await receive(content, temporary, aside({ maxBytes }));
      const path = join(folder, toPartKey(address));
      await mkdir(dirname(path), { recursive: true });
      await rename(received.path, path);
      return { part: address.part, sizeBytes: received.sizeBytes };
    },
    listParts: (upload) => listParts(join(folder, toUploadKey(upload))),
    async openPart(address) {
      const path = join(folder, toPartKey(address));
      if (!(await statOrNothing(path))) throw new KinoraError('storage.not_found', `no part ${address.part}`);
      return createReadStream(path);
    },
    deleteParts: (upload) => rm(join(folder, toUploadKey(upload)), { recursive: true, force: true }),
    listUploads: () => listUploads(folder),
    sweepTransfers: async () => 0,
    check: async () => rm(await makeTemporaryFolder(temporary), { recursive: true }),
    makeTemporaryFolder: () => makeTemporaryFolder(temporary),
    sweepTemporary: (olderThanMs) => sweepFolder(temporary, olderThanMs),
  };
}

function notFound(address: FileAddress): KinoraError {
  return new KinoraError('storage.not_found', `no file ${address.hash} in organization ${address.organizationId}`);
}

/** Replacing content by the same content changes nothing. The folder is synced so that the name survives a power cut. */
async function giveName(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
    await syncFolder(dirname(to));
  } catch (error) {
    await rm(from, { force: true });
    throw toStorageError(error);
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function statOrNothing(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function listParts(folder: string): Promise<StoredPart[]> {
  const names = await readNames(folder);
  const parts = await Promise.all(
    names.map(async (name) => ({ part: Number(name), sizeBytes: (await stat(join(folder, name))).size })),
  );
  return parts.sort((a, b) => a.part - b.part);
}

async function readNames(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

async function* listUploads(folder: string): AsyncGenerator<Omit<PartAddress, 'part'>> {
  const root = join(folder, 'uploads');
  for (const organizationId of await readNames(root)) {
    for (const uploadId of await readNames(join(root, organizationId))) {
      const upload = parseUploadKey(`uploads/${organizationId}/${uploadId}`);
      if (upload) yield upload;
    }
  }
}

async function* listFiles(folder: string): AsyncGenerator<FileAddress & { sizeBytes: number }> {
  const root = join(folder, 'organizations');
  if (!(await statOrNothing(root))) return;
  for await (const entry of await opendir(root, { recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const address = parseKey(relative(folder, path).split(sep).join('/'));
    if (address) yield { ...address, sizeBytes: (await stat(path)).size };
  }
}
