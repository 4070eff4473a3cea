import type { PictureScores } from './picture-scores.ts';

export type CheckRequest = { id: number; file: string };
export type CheckReply =
  | { id: number; kind: 'looked'; scores: PictureScores }
  | { id: number; kind: 'failed'; message: string };
