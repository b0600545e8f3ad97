import { GlobalWorkerOptions, getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { PDFDocumentProxy } from 'pdfjs-dist'

export type OpenPdf = { readonly document: PDFDocumentProxy; close(): void }

/**
 * Opens a PDF in a Worker of its own. Nothing in it runs or loads anything: scripts, forms and links are not drawn, and
 * pictures whose decoder is WebAssembly are decoded by plain JavaScript, since the page's policy allows no WebAssembly.
 *
 * @throws when it is no PDF, is broken, or asks for a password.
 */
export async function openPdf(body: Blob): Promise<OpenPdf> {
  const worker = new Worker(new URL('./pdf.worker.ts', import.meta.url), { type: 'module', name: 'pdf' })
  GlobalWorkerOptions.workerPort = worker
  try {
    const loading = getDocument({
      data: new Uint8Array(await body.arrayBuffer()),
      enableXfa: false,
      isEvalSupported: false,
      useWasm: false,
      wasmUrl: new URL('pdf/', document.baseURI).href,
      stopAtErrors: false,
    } as Parameters<typeof getDocument>[0])
    const opened = await loading.promise
    return {
      document: opened,
      close() {
        void loading.destroy().finally(() => worker.terminate())
      },
    }
  } catch (error) {
    worker.terminate()
    throw error
  }
}
