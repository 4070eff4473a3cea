import type { Readable } from 'node:stream';

/** A file's address inside an organization. Files are immutable: the same hash is always the same bytes. */
export type FileAddress = { organizationId: string; hash: string };
export type StoredFile = { hash: string; sizeBytes: number };
/** Both ends included, as in HTTP. */
export type ByteRange = { start: number; end: number };

export type PutOptions = {
  /** Refuse when the content's SHA-256 is another. */
  expectedHash?: string;
  /** Refuse, and keep nothing, once more bytes than this arrive. */
  maxBytes?: number;
};

/** Parts of an upload that is under way; they are not files yet and no one is offered them. */
export type PartAddress = { organizationId: string; uploadId: string; part: number };
export type StoredPart = { part: number; sizeBytes: number };

/**
 * Where the bytes live. A put is all or nothing: bytes are written aside, hashed on the way, made durable and only then
 * given their name, so a crash or a full disk leaves no half file under an address. Putting the same content again is
 * cheap and changes nothing.
 */
export interface Storage {
  readonly kind: 'local' | 's3';
  /** Throws with a sentence for whoever runs the studio when files can be neither read nor stored now. */
  check(): Promise<void>;
  putStream(organizationId: string, content: Readable, options?: PutOptions): Promise<StoredFile>;
  /** Copies the file in; the caller keeps and removes its own. */
  putFile(organizationId: string, path: string, options?: PutOptions): Promise<StoredFile>;
  /** Throws storage.not_found before the first byte when the file is not there. */
  open(address: FileAddress, range?: ByteRange): Promise<Readable>;
  find(address: FileAddress): Promise<StoredFile | undefined>;
  delete(address: FileAddress): Promise<void>;
  /** A path the engine may read now. With S3 it lies in a bounded cache and is safe from eviction for ten minutes. */
  localPath(address: FileAddress): Promise<string>;
  /** Every stored file, for backup and for the purge of unreferenced ones. */
  list(): AsyncIterable<FileAddress & { sizeBytes: number }>;
  /** Sending a part again replaces it. */
  putPart(address: PartAddress, content: Readable, maxBytes: number): Promise<StoredPart>;
  listParts(upload: Omit<PartAddress, 'part'>): Promise<StoredPart[]>;
  openPart(address: PartAddress): Promise<Readable>;
  deleteParts(upload: Omit<PartAddress, 'part'>): Promise<void>;
  /** Every upload that has a part, also those nobody knows any more. */
  listUploads(): AsyncIterable<Omit<PartAddress, 'part'>>;
  /**
   * Gives up transfers into a bucket that began more than `olderThanMs` ago and were never finished, because their process
   * died: their bytes are paid for and never seen. Nothing to do in a folder. Returns how many went.
   */
  sweepTransfers(olderThanMs: number): Promise<number>;
  /** A new empty folder on the local disk for work in progress; swept when forgotten. */
  makeTemporaryFolder(): Promise<string>;
  /** Removes work in progress older than `olderThanMs`; run at start and every hour. Returns how many entries went. */
  sweepTemporary(olderThanMs: number): Promise<number>;
}
