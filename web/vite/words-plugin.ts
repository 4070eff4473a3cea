import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';
import { LATER_WORDS } from './later-words.ts';

const PREFIX = 'virtual:kinora-words/';

/**
 * Compiles the ICU messages of one language while building, so that neither the parser nor the other languages travel
 * to the browser. `virtual:kinora-words/he` is what the first screen says of `src/app/words/he.json`, in Lingui's compiled
 * form; `virtual:kinora-words/later/he` is the rest of it, and the studio's own sentences (`contract/src/said/he.json`).
 */
export function wordsPlugin(): Plugin {
  return {
    name: 'kinora-words',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const isLater = id.startsWith(`\0${PREFIX}later/`);
      const language = id.slice(id.lastIndexOf('/') + 1);
      const messages = await readMessages(wordsFile(language));
      // The studio's own sentences arrive in English, so only the other languages have a file for them.
      const said = language === 'en' ? {} : await readMessages(saidFile(language));
      for (const [code, text] of Object.entries(said)) messages[`said.${code}`] = text;
      this.addWatchFile(wordsFile(language));
      const compiled = Object.entries(messages)
        .filter(([key]) => LATER_WORDS.has(key.split('.', 1)[0] ?? '') === isLater)
        .map(([key, text]) => [key, compileMessage(text)]);
      return `export default ${JSON.stringify(Object.fromEntries(compiled))};`;
    },
  };
}

async function readMessages(file: string): Promise<Record<string, string>> {
  return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
}

function wordsFile(language: string): string {
  return fileURLToPath(new URL(`../src/app/words/${language}.json`, import.meta.url));
}

function saidFile(language: string): string {
  return fileURLToPath(new URL(`../../contract/src/said/${language}.json`, import.meta.url));
}
