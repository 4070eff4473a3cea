import type { Ratio } from '@kinora/contract';

/** A picture that goes in with a request, by its bytes; a vendor's `prepareInputs` says how it gets there. */
export type PictureInput = { name: string; mediaType: string; bytes: Uint8Array; sha256: string };

/**
 * What is wanted, in Kinora's words; each vendor's mapper puts it into that of a model. Fields a model has no use for are
 * checked against its limits before (`checkRequest`), so a mapper never drops one in silence.
 */
export type GenerateRequest =
  | {
      capability: 'image';
      prompt: string;
      negativePrompt: string;
      ratio: Ratio;
      seed: number;
      pictures: PictureInput[];
    }
  | {
      capability: 'image-edit';
      prompt: string;
      negativePrompt: string;
      ratio: Ratio;
      seed: number;
      pictures: PictureInput[];
    }
  | {
      capability: 'video';
      prompt: string;
      negativePrompt: string;
      ratio: Ratio;
      seconds: number;
      seed: number;
      /** First frame, then, where the model takes one, the last. */
      pictures: PictureInput[];
    }
  | {
      capability: 'speech';
      prompt: string;
      /** BCP 47. */
      language: string;
      /** The vendor's own id of a voice. */
      voice: string;
      seed: number;
      pictures: PictureInput[];
    };

/** The request as it is stored: pictures by their hash, everything else as it is. */
export type StoredRequest = GenerateRequest extends infer Request
  ? Request extends GenerateRequest
    ? Omit<Request, 'pictures'> & { pictureHashes: string[] }
    : never
  : never;

export function toStoredRequest({ pictures, ...request }: GenerateRequest): StoredRequest {
  return { ...request, pictureHashes: pictures.map(({ sha256 }) => sha256) } as StoredRequest;
}
