import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { filmFontsPlugin } from './vite/film-fonts-plugin.ts';
import { wordsPlugin } from './vite/words-plugin.ts';

/** `npm run dev` passes the address of the running studio; the fallback is the server's default port. */
const studioUrl = process.env['KINORA_URL'] ?? 'http://127.0.0.1:4747';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), wordsPlugin(), filmFontsPlugin()],
  worker: { format: 'es', plugins: () => [filmFontsPlugin()] },
  build: { outDir: 'dist', manifest: true, target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: {
    proxy: { '/api': { target: studioUrl, changeOrigin: false }, '/media': { target: studioUrl, changeOrigin: false } },
  },
});
