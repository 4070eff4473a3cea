import { useEffect, useState } from 'react';
import type { AssetDetail } from '../../api/index.ts';

/** What browsers show as it is; of other pictures the intake’s own copy is shown. */
const SHOWABLE = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']);

export type ShownPicture = { url: string; element: HTMLImageElement; width: number; height: number };

/** The best picture of a file that a browser can show; null where it has none. */
export function pictureUrlOf(
  asset: Pick<AssetDetail, 'kind' | 'mediaType' | 'url' | 'thumbnailUrl' | 'copies'>,
): string | null {
  if (asset.kind !== 'image' && asset.kind !== 'vector') return null;
  if (asset.kind === 'image' && SHOWABLE.has(asset.mediaType)) return asset.url;
  return asset.copies.find(({ kind }) => kind === 'working')?.url ?? asset.thumbnailUrl;
}

/** Loads a picture with its true size; until then nothing, and `isBroken` when it cannot be read. */
export function usePicture(url: string | null): { picture: ShownPicture | null; isBroken: boolean } {
  const [state, setState] = useState<{ picture: ShownPicture | null; isBroken: boolean }>({
    picture: null,
    isBroken: false,
  });
  useEffect(() => {
    setState({ picture: null, isBroken: false });
    if (url === null) return;
    let isHere = true;
    const element = new Image();
    element.src = url;
    element.decode().then(
      () => {
        const { naturalWidth: width, naturalHeight: height } = element;
        if (isHere) setState({ picture: { url, element, width, height }, isBroken: false });
      },
      () => isHere && setState({ picture: null, isBroken: true }),
    );
    return () => {
      isHere = false;
    };
  }, [url]);
  return state;
}

const canvas = document.createElement('canvas');
canvas.width = 1;
canvas.height = 1;

/** The colour of one pixel as `#rrggbb`; null where the picture is see-through. */
export function readPixel(element: HTMLImageElement, x: number, y: number): string | null {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.clearRect(0, 0, 1, 1);
  context.drawImage(element, x, y, 1, 1, 0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  if (alpha < 128) return null;
  return `#${[red, green, blue].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
