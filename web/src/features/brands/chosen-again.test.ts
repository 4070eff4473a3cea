import { describe, expect, test } from 'vitest';
import type { Brand } from '../../api/index.ts';
import { chosenAgain } from './chosen-again.ts';

const none = { latin: null, hebrew: null, arabic: null };
const own = { kind: 'file' as const, fileId: 'old' };
const shelf = { kind: 'shelf' as const, family: 'Rubik' };
const mark = (fileId: string | null) => ({ fileId }) as Brand['watermark'];
const ids = { from: 'old', to: 'new' };

describe('a file that comes back', () => {
  test('is chosen where it was', () => {
    const before = { fonts: { display: { ...none, latin: own }, text: none }, watermark: mark('old') };
    const now = { fonts: { display: none, text: none }, watermark: mark(null) };
    expect(chosenAgain(now, before, ids)).toEqual({
      fonts: { display: { ...none, latin: { kind: 'file', fileId: 'new' } }, text: none },
      watermark: { fileId: 'new' },
    });
  });

  test('takes no place that something else has since', () => {
    const before = { fonts: { display: none, text: { ...none, hebrew: own } }, watermark: mark('old') };
    const now = { fonts: { display: none, text: { ...none, hebrew: shelf } }, watermark: mark('other') };
    expect(chosenAgain(now, before, ids)).toEqual({});
  });

  test('changes nothing where it was not chosen', () => {
    const before = { fonts: { display: none, text: none }, watermark: mark(null) };
    expect(chosenAgain(before, before, ids)).toEqual({});
  });
});
