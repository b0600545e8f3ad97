import { fileURLToPath } from 'node:url'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { type Plugin, defineConfig } from 'vite'
import { emitPdfDecoders } from './emitPdfDecoders.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/** What the page may do, for a host that sends no headers of its own. Which chain and stores it uses is known at run time only. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

export default defineConfig({
  root,
  base: './',
  plugins: [
    react(),
    tailwindcss(),
    { ...optimizeLocales.vite({ locales: ['en'] }), enforce: 'pre' },
    policy(),
    emitPdfDecoders(),
  ],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      treeshake: {
        // The page takes types, the configuration and errors from the client; the cryptography must not come along.
        // Nor must a page bring along what its features' index files name besides.
        moduleSideEffects: [
          { test: /\/client\/.*\.ts$/, sideEffects: false },
          { test: /\/dapp\/src\/.*\.tsx?$/, sideEffects: false },
        ],
      },
    },
  },
})

function policy(): Plugin {
  return {
    name: 'chartkey-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
        injectTo: 'head-prepend',
      },
    ],
  }
}
