import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { FONT_SHELF } from '../../media/core/src/type/shelf.ts';

const ID = 'virtual:kinora-film-fonts';
const require = createRequire(import.meta.url);

/** Addresses of the faces films are set in, by family. A browser that draws a film fetches those the film names. */
export function filmFontsPlugin(): Plugin {
  return {
    name: 'kinora-film-fonts',
    resolveId: (id) => (id === ID ? `\0${ID}` : null),
    load(id) {
      if (id !== `\0${ID}`) return null;
      const imports = FONT_SHELF.map(
        (face, index) => `import f${index} from ${JSON.stringify(`${fileOf(face)}?url`)};`,
      );
      const entries = FONT_SHELF.map(({ family }, index) => `${JSON.stringify(family)}: f${index}`);
      return `${imports.join('\n')}\nexport default { ${entries.join(', ')} };`;
    },
  };
}

/** Found by package resolution, so that hoisting does not matter. */
function fileOf(face: (typeof FONT_SHELF)[number]): string {
  return join(dirname(require.resolve(`${face.package}/package.json`)), face.file);
}
