import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { documents } from './build/documents.ts';

const server = process.env.PORTOLAN_SERVER ?? 'http://127.0.0.1:8765';

// The server answers its own name only, so the proxy calls it by that.
const proxy = { '/api': { target: server, changeOrigin: true, headers: { origin: server } } };

export default defineConfig({
  plugins: [svelte(), documents('../docs')],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // For work on the pages: `portolan serve` beside `npx vite` or `npx vite preview`.
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
});
