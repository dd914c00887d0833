import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const gateway = process.env.XENO_CONSOLE_GATEWAY ?? 'http://127.0.0.1:8081';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: { outDir: process.env.XENO_CONSOLE_OUT ?? 'dist', emptyOutDir: true, chunkSizeWarningLimit: 1200 },
  // `npm run dev` against a running operator port.
  server: { proxy: { '/operator': gateway, '/console/config.json': gateway } },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
});
