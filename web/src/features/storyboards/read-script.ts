import type { BodyOf, Shot } from '../../api/index.ts';

/** Words proposed for one shot, where they are others than it has; `words` is what a press would write. */
export type Proposal = {
  shot: Shot;
  words: Pick<BodyOf<'updateShot'>, 'words' | 'narration'>;
  now: { line: string; narration: string };
  next: { line: string; narration: string };
};
export type ReadScript = { isWritten: boolean; notice: string | null; proposals: Proposal[] };
type Output = {
  isWritten: boolean;
  notice: string | null;
  shots: { shotId: string; lines: string[] | null; narration: string }[];
};

/** What a script's job proposed, beside what stands now; what says the same already is left out. */
export function readScript(output: unknown, shots: readonly Shot[]): ReadScript | null {
  const read = output as Output | null;
  if (!read?.shots) return null;
  const proposals = read.shots.flatMap(({ shotId, lines, narration }): Proposal[] => {
    const shot = shots.find(({ id }) => id === shotId);
    if (!shot) return [];
    const now = { line: shot.scene.words.lines.join(' '), narration: shot.narration };
    const next = { line: lines === null ? now.line : lines.join(' '), narration };
    if (now.line === next.line && now.narration === next.narration) return [];
    return [{ shot, words: { ...(lines === null ? {} : { words: { lines } }), narration }, now, next }];
  });
  return { isWritten: read.isWritten, notice: read.notice, proposals };
}
