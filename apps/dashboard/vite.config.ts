import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** In development the API is that of the server that `vigla serve` or `vigla demo` started on its usual port. */
const server = process.env['VIGLA_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/',
  plugins: [react()],
  // Small files stay files: the page's policy allows no `data:` fonts or scripts.
  build: { target: 'es2022', sourcemap: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 1600 },
  worker: { format: 'es' },
  server: { proxy: { '/api': { target: server, changeOrigin: true } } },
});
