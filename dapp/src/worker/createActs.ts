import { proxy } from 'comlink'
import type { Hex } from 'viem'
import { attempt } from './attempt.ts'
import { givenWords } from './givenWords.ts'
import type { WorkerLink } from './createWorkerLink.ts'
import type { Toasts } from './createToasts.ts'
import { type ReadableStore, createStore } from './store.ts'
import type {
  ActRequest,
  ActResult,
  ActResults,
  ActState,
  EndingResult,
  GivenAccess,
  Outcome,
  Progress,
} from './types.ts'

export type Acts = {
  readonly state: ReadableStore<ActState>
  run<K extends ActRequest['kind']>(
    request: Extract<ActRequest, { kind: K }>,
  ): Promise<Outcome<ActResults[K]>>
  retry(): void
  cancel(): void
  dismiss(): void
  /** Forgets the act in hand, with its plaintext. True when one was under way. */
  abandon(): boolean
}

export type ActsParameters = {
  readonly link: WorkerLink
  readonly toasts: Toasts
  /** Called after an act was done, before its state says so. */
  readonly onDone: (request: ActRequest, result: ActResult) => void
}

/** The acts of this tab, one at a time. The dialog that shows one may close: the act goes on. */
export function createActs({ link, toasts, onDone }: ActsParameters): Acts {
  const state = createStore<ActState>({ status: 'idle' })
  let current = 0

  async function run<K extends ActRequest['kind']>(
    request: Extract<ActRequest, { kind: K }>,
  ): Promise<Outcome<ActResults[K]>> {
    if (state.get().status === 'running') return { status: 'cancelled' }
    const id = ++current
    let progress: Progress | null = null
    let hash: Hex | null = null
    let isRetried = false
    let given: GivenAccess | null = null
    state.set({
      status: 'running',
      request,
      progress,
      hash,
      isRetried: false,
      canCancel: true,
      stepStartedAt: Date.now(),
    })

    function onProgress(next: Progress): void {
      const shown = state.get()
      if (current !== id || shown.status !== 'running') return
      const isSameStep = shown.progress?.step === next.step && shown.progress.file?.index === next.file?.index
      progress = next
      isRetried ||= next.step === 'retrying'
      given = next.given ?? given
      hash = next.hash ?? (isStartedAnew(request, next) ? null : hash)
      state.set({
        ...shown,
        progress,
        hash,
        isRetried,
        ...(given === null ? {} : { given }),
        canCancel: hash === null && !UNSTOPPABLE.has(next.step),
        stepStartedAt: isSameStep ? shown.stepStartedAt : Date.now(),
      })
    }

    const outcome = await attempt(() => link.call((api) => api.act(id, request, proxy(onProgress))))
    if (current !== id) return { status: 'cancelled' }
    if (outcome.status === 'done') {
      onDone(request, outcome.value)
      state.set({ status: 'done', request, result: outcome.value, hash })
      toasts.show('done', doneText(request, outcome.value))
      if (isRetried) toasts.show('notice', retriedText(request))
      const letIn = given === null ? null : givenWords(given)
      if (letIn !== null)
        toasts.show('notice', `${letIn} meanwhile, who can open what is filed from now on too.`)
    } else if (outcome.status === 'rejected') {
      state.set({ status: 'rejected', request })
      toasts.show('declined', stoppedText(request, 'You said no in your wallet.'))
    } else if (outcome.status === 'cancelled') {
      state.set({ status: 'idle' })
      toasts.show('declined', stoppedText(request, 'Cancelled.'))
    } else {
      state.set({ status: 'failed', request, progress, hash, failure: outcome.failure })
    }
    return outcome as Outcome<ActResults[K]>
  }

  return {
    state,
    run,
    retry() {
      const shown = state.get()
      if (shown.status === 'failed' || shown.status === 'rejected') void run(shown.request as never)
    },
    cancel() {
      const shown = state.get()
      if (shown.status === 'running' && shown.canCancel)
        void link.call((api) => api.cancel(current)).catch(() => {})
    },
    dismiss() {
      if (state.get().status !== 'running') state.set({ status: 'idle' })
    },
    abandon() {
      const wasRunning = state.get().status === 'running'
      current += 1
      state.set({ status: 'idle' })
      return wasRunning
    },
  }
}

/** While the wallet asks, it may still say yes to what the page gave up; after that the chain has it. */
const UNSTOPPABLE = new Set<Progress['step']>(['asking-wallet', 'mining', 'confirming', 'done'])

/** What an ending says besides: somebody was let in unseen, or the locks are still to be changed. */
function endedText(sentence: string, { isKeyed, given }: EndingResult, whenKeyed = ''): string {
  const letIn = given === undefined ? null : givenWords(given)
  const unseen = letIn === null ? null : `${letIn} meanwhile: end that or keep it under Sharing.`
  const rest = [unseen, isKeyed ? (unseen === null ? whenKeyed : null) : UNKEYED]
  return [sentence, ...rest.filter((part) => part !== null && part !== '')].join(' ')
}

const UNKEYED = 'The locks need changing before anything can be filed.'

function retriedText(request: ActRequest): string {
  const what = 'chart' in request ? 'this chart' : 'your account'
  return `Another device changed ${what} meanwhile; your change was made again on top of it.`
}

/** The work begins again before anything is sent: by a retry, or with the next batch of several. */
function isStartedAnew(request: ActRequest, { step }: Progress): boolean {
  return step === 'retrying' || (request.kind === 'reencryptHistory' && BEFORE_WALLET.has(step))
}

const BEFORE_WALLET = new Set<Progress['step']>(['reading', 'encrypting', 'storing', 'confirming-bytes'])

function stoppedText(request: ActRequest, how: string): string {
  return request.kind === 'reencryptHistory'
    ? `${how} What was re-encrypted stays so; the rest is as it was.`
    : `${how} Nothing has changed.`
}

function doneText(request: ActRequest, result: ActResult): string {
  switch (request.kind) {
    case 'publishAccount':
      return 'Your account is set up.'
    case 'openChart':
      return 'Your chart is open.'
    case 'addRecords':
      return request.files.length === 1
        ? 'The record is filed.'
        : `${request.files.length} records are filed.`
    case 'fileNote':
      return 'The note is signed and filed.'
    case 'grantAccess':
      return request.name === null ? 'Access is given.' : `${request.name} has access now.`
    case 'revokeAccess':
      return endedText(
        'Access has ended.',
        result as ActResults['revokeAccess'],
        'From now on nothing new can be read or filed.',
      )
    case 'rotateChart':
      return 'The locks are changed.'
    case 'shareRecord':
      return request.name === null ? 'The record is shared.' : `${request.name} can read this record now.`
    case 'endShare':
      return 'The record is no longer shared with this account.'
    case 'nameDelegate':
      return `${request.name ?? 'This account'} can act for you now.`
    case 'removeDelegate':
      return endedText(
        `${request.name ?? 'This account'} no longer acts for you.`,
        result as ActResults['removeDelegate'],
      )
    case 'endGiven':
      return endedText('That access has ended too.', result as ActResults['endGiven'])
    case 'offerChart':
      return `${request.name ?? 'This account'} can take over this chart now.`
    case 'endOffer':
      return endedText('The offer is withdrawn.', result as ActResults['endOffer'], 'The chart stays yours.')
    case 'acceptChart':
      return 'The chart is yours now. Choose it by the name tab.'
    case 'endAllAccess':
      return endedText(
        'All access has ended.',
        result as ActResults['endAllAccess'],
        'From now on nobody but you can read or file.',
      )
    case 'reencryptHistory':
      return (result as ActResults['reencryptHistory']).remaining === 0
        ? 'Everything that was filed before is re-encrypted.'
        : 'A part of what was filed before is re-encrypted.'
    case 'acceptChangedKey':
      return `The new key of ${request.name ?? 'this account'} is used from now on.`
    case 'addUnlocker':
      return `“${request.name}” unlocks your account from now on.`
    case 'renameUnlocker':
      return `It is called “${request.name}” now.`
    case 'removeUnlocker':
      return 'It no longer unlocks your account.'
    case 'replaceRecoveryCode':
      return 'The new recovery code counts from now on. The old one opens nothing here any more.'
    case 'rotateAccountKey':
      return 'Your account has a new key.'
    case 'renewCharts':
      return (result as ActResults['renewCharts'])?.waiting?.length === 0
        ? 'The locks are changed.'
        : 'Some locks still need changing.'
  }
}
