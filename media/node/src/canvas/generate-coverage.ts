/** Writes media/core/src/type/coverage.generated.ts from the font files. Run after the shelf or a font version changes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { FONT_SHELF } from '@kinora/media-core';
import { packCoverage, readCoverage } from './font-coverage.ts';
import { fontFile } from './fonts.ts';

/** Source text of the coverage table; a test compares it with the file. */
export function coverageSource(): string {
  const lines = FONT_SHELF.map(
    (face) => `  '${face.family}':\n    '${packCoverage(readCoverage(readFileSync(fontFile(face))))}',`,
  );
  return `/** Made by media/node/src/canvas/generate-coverage.ts from the font files. */\nexport const COVERAGE: Readonly<Record<string, string>> = {\n${lines.join('\n')}\n};\n`;
}

export function writeCoverage(path: string): void {
  writeFileSync(path, coverageSource());
}
