import type { Ratio } from '@kinora/contract';

/** A shape of about `pixels`, in whole multiples, as near to the ratio as they allow. */
export function planSize(
  ratio: Ratio,
  { pixels, multiple }: { pixels: number; multiple: number },
): { width: number; height: number } {
  const [across = 1, down = 1] = ratio.split(':').map(Number);
  const height = Math.sqrt((pixels * down) / across);
  const toMultiple = (length: number) => Math.max(multiple, Math.round(length / multiple) * multiple);
  return { width: toMultiple((height * across) / down), height: toMultiple(height) };
}

/** The film's length in frames: `step` × n + 1, which is what video models can make, and never shorter than asked for. */
export function planFrames(seconds: number, { fps, step }: { fps: number; step: number }): number {
  return Math.max(1, Math.ceil((seconds * fps - 1) / step)) * step + 1;
}
