import type { Capability, GenerationModel } from '@kinora/contract';
import type { GenerateRequest, Written } from '@kinora/providers';

/** Which connection and which of its models a person chose. Made by another one only where the order names it too. */
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
  /**
   * @param options the project it is for, whose budgets count; `isUnderWay`: it was agreed to and begun, so that a connection
   *   turned off meanwhile lets it wait and does not end it
   * @throws `connection.not_found`, `connection.off`, `generation.unknown_model`, `budget.unpriced`
   */
  find(route: Route, options?: { projectId?: string; isUnderWay?: boolean }): Promise<RouteFacts>;
}

/** One paid answer wanted. The same job asking under the same name gets the same answer, however often it starts again. */
export type GenerateOrder = {
  /** `picture`, `motion`, `line-s1a`: part of the stored row, the same at each try. */
  name: string;
  route: Route;
  request: GenerateRequest;
  /** Who is asked instead, one after the other, where those before certainly did not take it. Stated in the quote. */
  fallbacks?: readonly {
    route: Route;
    /** Null where its connection was removed while the job was under way: it is passed over, and keeps its place. */
    request: GenerateRequest | null;
  }[];
  /** Stem of the files' names, such as `shot-2A-picture`. */
  fileName: string;
  projectId?: string;
};

/** Files that were made, stored under the organization with their recipe. */
export type Generated = {
  capability: Capability;
  files: readonly { assetId: string; hash: string; path: string; width: number | null; height: number | null }[];
  madeBy: string;
  /** Who was asked before and did not take it, and why; empty where the first one made it. */
  insteadOf: readonly { madeBy: string; why: string }[];
  /** Null where the model has none. */
  seed: number | null;
  words: readonly { text: string; startSeconds: number; endSeconds: number }[] | null;
  /** What a language model wrote, as it wrote it; null for everything that is a file. */
  written: Written | null;
};
