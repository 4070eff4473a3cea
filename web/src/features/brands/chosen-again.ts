import type { Brand, BrandChange } from '../../api/index.ts';

const SCRIPTS = ['latin', 'hebrew', 'arabic'] as const;
type Chosen = Pick<Brand, 'fonts' | 'watermark'>;

/**
 * A badge or font that comes back has another id: what puts it into the places where it was chosen, as far as nothing else
 * was chosen there since.
 */
export function chosenAgain(now: Chosen, before: Chosen, { from, to }: { from: string; to: string }): BrandChange {
  const { fonts, watermark } = now;
  const wasMark = before.watermark.fileId === from && watermark.fileId === null;
  const next = {
    display: refilled(fonts.display, before.fonts.display, { from, to }),
    text: refilled(fonts.text, before.fonts.text, { from, to }),
  };
  const isSet = next.display !== fonts.display || next.text !== fonts.text;
  return { ...(isSet ? { fonts: next } : {}), ...(wasMark ? { watermark: { fileId: to } } : {}) };
}

type Role = Brand['fonts']['display'];

function refilled(now: Role, before: Role, { from, to }: { from: string; to: string }): Role {
  const wasHere = SCRIPTS.filter((script) => {
    const font = before[script];
    return font?.kind === 'file' && font.fileId === from && now[script] === null;
  });
  if (wasHere.length === 0) return now;
  return { ...now, ...Object.fromEntries(wasHere.map((script) => [script, { kind: 'file', fileId: to }])) };
}
