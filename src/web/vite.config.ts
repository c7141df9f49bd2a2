/** Builds the page into dist/web; `vite --config src/web/vite.config.ts` serves it against a running server. */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('.'),
  // Relative, so that the page also works below a path of a reverse proxy.
  base: './',
  plugins: [react()],
  build: {
    outDir: here('../../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // Browsers that know light-dark(): the colours of both themes stand side by side in styles/colours.css.
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    // No data: URLs but images, which the content security policy allows.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8484', '/openapi.json': 'http://127.0.0.1:8484' } },
})
