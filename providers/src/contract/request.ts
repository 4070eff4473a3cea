import type { GarmentPlace, Ratio } from '@kinora/contract';

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
      /** The thing of a photograph without its ground; its prompt is empty. */
      capability: 'background-removal';
      prompt: string;
      seed: number;
      /** The photograph. */
      pictures: PictureInput[];
    }
  | {
      /** A garment worn by a person, both photographed; its prompt is empty. */
      capability: 'try-on';
      prompt: string;
      garment: GarmentPlace;
      seed: number;
      /** The person, then the garment. */
      pictures: PictureInput[];
    }
  | {
      capability: 'video';
      prompt: string;
      negativePrompt: string;
      ratio: Ratio;
      seconds: number;
      /** Only of models that make sound; silent otherwise. */
      withSound?: boolean;
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
    }
  | {
      /** Instrumental, and at least as long as asked. */
      capability: 'music';
      prompt: string;
      seconds: number;
      seed: number;
      pictures: PictureInput[];
    }
  | TextRequest;

/**
 * Words from a language model. `prompt` is what is asked now; `turns` are what was said before it, oldest first. With a
 * schema the answer is JSON of that shape, as far as the model keeps to it: whoever asked parses it and trusts nothing.
 */
export type TextRequest = {
  capability: 'text';
  system: string;
  turns: { role: 'user' | 'assistant'; text: string }[];
  prompt: string;
  /** JSON Schema in the strict form: every property required, none besides. */
  answer: { name: string; schema: Record<string, unknown> } | null;
  maxTokens: number;
  /** 0–2; null leaves it to the model, as some refuse any. */
  temperature: number | null;
  seed: number;
  pictures: PictureInput[];
};

/** Everything that is read for an answer, in characters. */
export function countLetters(request: Pick<TextRequest, 'prompt'> & Partial<Pick<TextRequest, 'system' | 'turns'>>) {
  const texts = [request.system ?? '', ...(request.turns ?? []).map(({ text }) => text), request.prompt];
  return texts.reduce((sum, text) => sum + [...text].length, 0);
}

export const wantsSound = (request: object): boolean => 'withSound' in request && request.withSound === true;

/** The request as it is stored: pictures by their hash, everything else as it is. */
export type StoredRequest = GenerateRequest extends infer Request
  ? Request extends GenerateRequest
    ? Omit<Request, 'pictures'> & { pictureHashes: string[] }
    : never
  : never;

export function toStoredRequest({ pictures, ...request }: GenerateRequest): StoredRequest {
  return { ...request, pictureHashes: pictures.map(({ sha256 }) => sha256) } as StoredRequest;
}
