import type { EngineProgress, EngineRequest, EngineResult } from '../request.ts';

/** What the parent asks its engine child, one at a time. */
export type ChildTask =
  | { readonly kind: 'describe' }
  | { readonly kind: 'probe'; readonly path: string }
  | { readonly kind: 'run'; readonly request: EngineRequest };

/** What the child answers. `sentBytes` tells the parent how much raw data belongs to this task on standard output. */
export type ChildAnswer =
  | { readonly kind: 'progress'; readonly progress: EngineProgress }
  | { readonly kind: 'described'; readonly version: string; readonly filters: string[]; readonly encoders: string[] }
  | { readonly kind: 'probed'; readonly raw: unknown }
  | { readonly kind: 'finished'; readonly result: EngineResult; readonly sentBytes: number }
  | { readonly kind: 'failed'; readonly message: string };
