import type { Capability, GenerationModel } from '@kinora/contract';
import type { GenerateRequest, Written } from '@kinora/providers';

/** Which connection and which of its models a person chose. Nothing is ever made by another one instead. */
export type Route = { connection: string; model: string };

/** What a route is and costs, for quotes: read, never called. */
export type RouteFacts = {
  provider: string;
  providerTitle: string;
  model: GenerationModel;
  /** "Replicate · FLUX schnell". */
  madeBy: string;
  /** Work on an organization's own connection costs no credits. */
  isOperators: boolean;
};

export interface RoutePort {
  /** @throws `connection.not_found`, `connection.off`, `generation.unknown_model` */
  find(route: Route): Promise<RouteFacts>;
}

/** One paid answer wanted. The same job asking under the same name gets the same answer, however often it starts again. */
export type GenerateOrder = {
  /** `picture`, `motion`, `line-s1a`: part of the stored row, the same at each try. */
  name: string;
  route: Route;
  request: GenerateRequest;
  /** Stem of the files' names, such as `shot-2A-picture`. */
  fileName: string;
  projectId?: string;
};

/** Files that were made, stored under the organization with their recipe. */
export type Generated = {
  capability: Capability;
  files: readonly { assetId: string; hash: string; path: string; width: number | null; height: number | null }[];
  madeBy: string;
  /** Null where the model has none. */
  seed: number | null;
  words: readonly { text: string; startSeconds: number; endSeconds: number }[] | null;
  /** What a language model wrote, as it wrote it; null for everything that is a file. */
  written: Written | null;
};
