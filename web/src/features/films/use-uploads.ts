import { useCallback, useEffect, useRef, useState } from 'react';
import { type Asset, uploadFile } from '../../api/index.ts';
import { useFormat, useWords, type Words } from '../../app/words/index.ts';
import { sentenceOf } from '../../ui/index.ts';

/** One file on its way. `sent` is a share; a refusal keeps its sentence until dismissed. */
export type UploadItem = { key: string; name: string; sent: number; refusal?: string };

const PICTURE_MAX_BYTES = 50_000_000;
const FILM_MAX_BYTES = 500_000_000;

/** What is known to be too large is refused at once, with the limit; the rest is judged by content in the studio. */
export function refusalOf(
  file: Pick<File, 'size' | 'type'>,
  t: Words,
  size: (bytes: number) => string,
): string | undefined {
  if (file.size === 0) return t('upload.emptyFile');
  const isFilm = file.type.startsWith('video/');
  const limit = isFilm ? FILM_MAX_BYTES : PICTURE_MAX_BYTES;
  if (file.size <= limit) return undefined;
  return t(isFilm ? 'upload.filmTooLarge' : 'upload.pictureTooLarge', { size: size(file.size), limit: size(limit) });
}

/** Sends files one after the other and reports each asset as it is stored. Leaving the page stops; parts sent are kept. */
export function useUploads(onAsset: (asset: Asset) => void) {
  const t = useWords();
  const format = useFormat();
  const [items, setItems] = useState<UploadItem[]>([]);
  const deliver = useRef(onAsset);
  deliver.current = onAsset;
  const stop = useRef<AbortController>(undefined);
  useEffect(() => {
    stop.current = new AbortController();
    return () => stop.current?.abort();
  }, []);
  const change = useCallback((key: string, changes: Partial<UploadItem>) => {
    setItems((before) => before.map((item) => (item.key === key ? { ...item, ...changes } : item)));
  }, []);
  const dismiss = useCallback((key: string) => setItems((before) => before.filter((item) => item.key !== key)), []);

  const sendOne = async (file: File, key: string) => {
    const signal = stop.current?.signal ?? new AbortController().signal;
    try {
      const asset = await uploadFile(file, {
        signal,
        onProgress: ({ sentBytes, totalBytes }) => change(key, { sent: sentBytes / Math.max(1, totalBytes) }),
      });
      dismiss(key);
      deliver.current(asset);
    } catch (error) {
      if (!signal.aborted) change(key, { refusal: sentenceOf(error, t) });
    }
  };
  const add = async (files: readonly File[]) => {
    const known = files.map((file, index) => ({
      file,
      key: `${Date.now()}-${index}-${file.name}`,
      refusal: refusalOf(file, t, format.size),
    }));
    setItems((before) => [
      ...before,
      ...known.map(({ file, key, refusal }) => ({ key, name: file.name, sent: 0, ...(refusal ? { refusal } : {}) })),
    ]);
    for (const { file, key, refusal } of known) if (!refusal) await sendOne(file, key);
  };
  return { items, add, dismiss, isUploading: items.some(({ refusal }) => refusal === undefined) };
}
