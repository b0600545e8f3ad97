import type { Failure } from '../worker/types.ts'

/** What stands in place of the page when it cannot start. */
export function StartFailure({ failure }: { readonly failure: Failure | null }) {
  return (
    <main className="mx-auto max-w-160 px-4 py-16">
      <h1>Chartkey cannot start here</h1>
      <p className="mt-4" role="alert">
        {failure?.sentence ?? 'Something failed while this page was loading. Reload it.'}
      </p>
      <p className="mt-2 text-ink-2">Your charts are not affected.</p>
      <button
        type="button"
        className="mt-6 min-h-11 rounded-control bg-spruce px-4 py-2 font-semibold text-on-spruce"
        onClick={() => location.reload()}
      >
        Reload the page
      </button>
      {failure?.details && (
        <details className="mt-6 text-sm text-ink-2">
          <summary>Details</summary>
          <p className="mt-1 font-mono text-xs">{failure.details}</p>
        </details>
      )}
    </main>
  )
}
