import { type ProviderCall, ProviderRefusal, type Submission } from './provider.ts';
import type { GenerateRequest, PictureInput } from './request.ts';

/**
 * A submission's pictures in the request's order, for vendors that have no place for files and take them inside the paid
 * call; null where one is not at hand, which must not become a request without it.
 */
export function picturesOf({
  request,
  pictures = [],
}: Pick<Submission, 'request' | 'pictures'>): PictureInput[] | null {
  const found = request.pictureHashes.map((hash) => pictures.find(({ sha256 }) => sha256 === hash));
  return found.every((picture) => picture !== undefined) ? found : null;
}

export function toBase64({ bytes }: Pick<PictureInput, 'bytes'>): string {
  return Buffer.from(bytes).toString('base64');
}

/** Vendors name picture types in small letters only. */
export function toDataUri(picture: Pick<PictureInput, 'bytes' | 'mediaType'>): string {
  return `data:${picture.mediaType.toLowerCase()};base64,${toBase64(picture)}`;
}

/** Where nothing is uploaded, preparing is only the check that the pictures are not too large. */
export function checkPictureBytes(most: {
  each: number;
  all: number;
}): (call: ProviderCall, model: string, request: GenerateRequest) => Promise<{ pictureUrls: string[] }> {
  return async (_call, _model, { pictures }) => {
    const sizes = pictures.map(({ bytes }) => bytes.length);
    const [largest, sum] = [Math.max(0, ...sizes), sizes.reduce((left, right) => left + right, 0)];
    if (largest > most.each || sum > most.all) {
      const message = `pictures of ${largest} bytes, ${sum} together; takes ${most.each} and ${most.all}`;
      throw new ProviderRefusal({ kind: 'invalid_input', message, retryAfterMs: null });
    }
    return { pictureUrls: [] };
  };
}
