import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

const DECODERS = ['jbig2_nowasm_fallback.js', 'openjpeg_nowasm_fallback.js']

/**
 * Puts pdf.js' decoders of scanned pictures (JBIG2, fax, JPEG 2000) into `pdf/`, under the names by which its worker asks
 * for them. They are its plain JavaScript ones: the page's policy allows no WebAssembly.
 */
export function emitPdfDecoders(): Plugin {
  return {
    name: 'chartkey-pdf-decoders',
    apply: 'build',
    generateBundle() {
      const { resolve } = createRequire(import.meta.url)
      for (const name of DECODERS) {
        this.emitFile({
          type: 'asset',
          fileName: `pdf/${name}`,
          source: readFileSync(resolve(`pdfjs-dist/wasm/${name}`)),
        })
      }
    },
  }
}
