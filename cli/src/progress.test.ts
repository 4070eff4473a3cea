import { expect, it } from 'vitest';
import { createTerminalReporter } from './progress.ts';

function drawOn(size: { columns?: number; rows?: number }): string {
  let written = '';
  const write = (text: string) => {
    written += text;
    return true;
  };
  const stream = { ...size, write } as unknown as NodeJS.WriteStream;
  const line = { title: 'Film 9:16', status: 'processing' as const, text: 'frame 12 of 375' };
  createTerminalReporter(stream).update({ share: 0.5, seconds: 3, lines: [line] });
  return written;
}

it('cuts lines to the terminal, and none where the terminal has no size', () => {
  expect(drawOn({ columns: 0, rows: 0 })).toContain('Film 9:16  frame 12 of 375\n');
  expect(drawOn({})).toContain('Film 9:16  frame 12 of 375\n');
  expect(drawOn({ columns: 12, rows: 24 })).toContain('  ● Film 9:\n');
});
