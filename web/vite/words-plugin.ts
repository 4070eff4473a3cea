import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';

const PREFIX = 'virtual:kinora-words/';

/**
 * Compiles the ICU messages of one language while building, so that neither the parser nor the other languages travel
 * to the browser. `virtual:kinora-words/he` is `src/app/words/he.json` in Lingui's compiled form.
 */
export function wordsPlugin(): Plugin {
  return {
    name: 'kinora-words',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const file = wordsFile(id.slice(PREFIX.length + 1));
      this.addWatchFile(file);
      const messages = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
      const compiled = Object.entries(messages).map(([key, text]) => [key, compileMessage(text)]);
      return `export default ${JSON.stringify(Object.fromEntries(compiled))};`;
    },
  };
}

function wordsFile(language: string): string {
  return fileURLToPath(new URL(`../src/app/words/${language}.json`, import.meta.url));
}
