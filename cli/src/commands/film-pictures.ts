import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Asset, isKinoraError, MODEL_MEDIA_TYPE } from '@kinora/contract';
import type { ApiClient } from '../api-client.ts';
import { commandError } from '../errors.ts';
import type { ProgressReporter } from '../progress.ts';
import { uploadFile } from '../upload-file.ts';

/** Uploads what lies in a folder. Files that a film cannot use are named and left out; an empty list is the caller's. */
export async function uploadPictures(
  client: ApiClient,
  folder: string | undefined,
  reporter: ProgressReporter,
): Promise<Asset[]> {
  const paths = folder ? await listFiles(folder) : [];
  const taken: Asset[] = [];
  for (const path of paths) {
    const asset = await uploadOrExplain(client, path, reporter);
    if (asset) taken.push(asset);
  }
  const { pictures, notes } = choosePictures(taken);
  for (const note of notes) reporter.note(note);
  return pictures;
}

const MOST_PICTURES = 24;

/** What a film is made of, and a sentence for each file that is left out: nothing a person gave goes missing unsaid. */
export function choosePictures<File extends Pick<Asset, 'kind' | 'mediaType' | 'name'>>(
  files: readonly File[],
): { pictures: File[]; notes: string[] } {
  const isPicture = ({ kind, mediaType }: File) =>
    kind === 'image' || kind === 'video' || mediaType === MODEL_MEDIA_TYPE;
  const usable = files.filter(isPicture);
  const others = files.filter((file) => !isPicture(file));
  const beyond = usable.slice(MOST_PICTURES);
  return {
    pictures: usable.slice(0, MOST_PICTURES),
    notes: [
      ...others.map((file) => `${file.name} is left out: it is no photograph, film or 3D model.`),
      ...beyond.map((file) => `${file.name} is left out: a film takes up to ${MOST_PICTURES} pictures.`),
    ],
  };
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw commandError('film.photos_unreadable', `The folder ${folder} cannot be read. Check --photos.`, error);
  });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name))
    .sort();
}

/** A refused photograph is named and left out; the film is made with the others. */
async function uploadOrExplain(
  client: ApiClient,
  path: string,
  reporter: ProgressReporter,
): Promise<Asset | undefined> {
  try {
    return await sendFile(client, path);
  } catch (error) {
    if (!isKinoraError(error) || error.isRetryable) throw error;
    reporter.note(toLeftOut(basename(path), error.sentence ?? error.message));
    return undefined;
  }
}

/** The studio's sentence names the file itself, as a rule: then it is not named once more. */
export function toLeftOut(name: string, sentence: string): string {
  return sentence.includes(name) ? `${sentence} It is left out.` : `${name} is left out: ${sentence}`;
}

export async function sendFile(client: ApiClient, path: string): Promise<Asset> {
  return client.completeUpload(await uploadFile(client, path));
}
