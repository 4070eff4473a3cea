/** What media/core/src/type/coverage.generated.ts must hold; `npm run generate` writes it. */
import { readFileSync } from 'node:fs';
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
