import { createHash, randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { KinoraError, type PictureAnalysis } from '@kinora/contract';
import { type MediaEngine, uprightSize } from '@kinora/media-node';
import type { AssetPort, OpenedAsset, SegmentCachePort, StoreAsset } from '../ports.ts';

const PICTURES = new Set(['.png', '.jpg', '.jpeg', '.webp', '.avif']);
const FILMS = new Set(['.mp4', '.mov', '.webm']);

/** Files by content hash in one folder: the asset port of films made without a server. */
export class FolderAssets implements AssetPort {
  readonly #assets = new Map<string, OpenedAsset>();
  readonly #analyses = new Map<string, PictureAnalysis>();
  readonly #details = new Map<string, StoreAsset>();
  readonly #root: string;
  readonly #engine: MediaEngine;

  constructor(root: string, engine: MediaEngine) {
    this.#root = root;
    this.#engine = engine;
  }

  /** Takes a person's file in, as an upload would. */
  async add(path: string): Promise<string> {
    const extension = extname(path).toLowerCase();
    const kind = PICTURES.has(extension) ? 'image' : FILMS.has(extension) ? 'video' : 'document';
    const stored = await this.store(path, { name: basename(path), kind, madeBy: 'Upload', role: 'working' });
    return stored.assetId;
  }

  async open(assetId: string): Promise<OpenedAsset> {
    const asset = this.#assets.get(assetId);
    if (!asset) throw new KinoraError('media.asset_missing', `No asset ${assetId}.`);
    return asset;
  }

  async openByHash(hash: string): Promise<string> {
    const path = this.#pathOf(hash);
    await stat(path).catch((cause: unknown) => {
      throw new KinoraError('media.asset_missing', `No file ${hash}.`, { cause });
    });
    return path;
  }

  async store(path: string, details: StoreAsset) {
    const bytes = await readFile(path);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const found = [...this.#assets.values()].find((asset) => asset.hash === hash && asset.name === details.name);
    if (found) return { assetId: found.assetId, hash, sizeBytes: bytes.length };
    const target = this.#pathOf(hash);
    await mkdir(join(target, '..'), { recursive: true });
    await copyFile(path, target);
    const assetId = randomUUID();
    this.#details.set(assetId, details);
    this.#assets.set(assetId, {
      assetId,
      hash,
      name: details.name,
      kind: details.kind,
      madeBy: details.madeBy === 'Upload' ? null : details.madeBy,
      recipe: details.recipe ?? null,
      mediaType: '',
      path: target,
      ...(await this.#measure(target, details)),
    });
    return { assetId, hash, sizeBytes: bytes.length };
  }

  async #measure(
    path: string,
    details: StoreAsset,
  ): Promise<Pick<OpenedAsset, 'width' | 'height' | 'frames' | 'durationSeconds' | 'hasSound'>> {
    const nothing = { width: null, height: null, frames: null, durationSeconds: null, hasSound: false };
    if (details.kind !== 'image' && details.kind !== 'video') return nothing;
    const { video, audio, durationSeconds } = await this.#engine.probe(path);
    if (!video) return nothing;
    return {
      ...uprightSize(video),
      frames: null,
      durationSeconds: details.kind === 'video' ? durationSeconds : null,
      hasSound: details.kind === 'video' && audio.length > 0,
    };
  }

  async findAnalysis(hash: string): Promise<PictureAnalysis | null> {
    return this.#analyses.get(hash) ?? null;
  }

  async saveAnalysis(analysis: PictureAnalysis): Promise<void> {
    this.#analyses.set(analysis.hash, analysis);
  }

  /** What was stored, for tests: how many files of a name there are. */
  countOf(name: string): number {
    return [...this.#details.values()].filter((details) => details.name === name).length;
  }

  /** Names of all files, one entry a file, for tests. */
  names(): string[] {
    return [...this.#details.values()].map((details) => details.name).sort();
  }

  /** As if what was found had been lost, for tests. */
  forgetAnalysis(hash: string): void {
    this.#analyses.delete(hash);
  }

  #pathOf(hash: string): string {
    return join(this.#root, 'sha256', hash.slice(0, 2), hash);
  }
}

export class FolderSegments implements SegmentCachePort {
  readonly #root: string;
  constructor(root: string) {
    this.#root = join(root, 'segments');
  }

  async find(contentHash: string): Promise<string | null> {
    const path = join(this.#root, contentHash);
    return stat(path).then(
      () => path,
      () => null,
    );
  }

  async put(contentHash: string, path: string): Promise<string> {
    await mkdir(this.#root, { recursive: true });
    await copyFile(path, join(this.#root, contentHash));
    return join(this.#root, contentHash);
  }
}
