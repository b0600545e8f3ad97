import { proxy } from 'comlink'
import type { Hex } from 'viem'
import { attempt } from './attempt.ts'
import { givenWords } from './givenWords.ts'
import type { WorkerLink } from './createWorkerLink.ts'
import type { Toasts } from './createToasts.ts'
import { type ReadableStore, createStore } from './store.ts'
import type {
  Act,
  ActRequest,
  ActResult,
  ActResults,
  ActState,
  EndingResult,
  GivenAccess,
  Outcome,
  Progress,
  Renewal,
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
    const effects = createEffects()
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
      effects.follow(next)
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
      toasts.show('declined', stoppedText(request, 'You said no in your wallet.', effects.list()))
    } else if (outcome.status === 'cancelled') {
      state.set({ status: 'idle' })
      toasts.show('declined', stoppedText(request, 'Cancelled.', effects.list()))
    } else {
      const { failure } = outcome
      const sentence = failedText(request, failure.sentence, effects.list())
      state.set({ status: 'failed', request, progress, hash, failure: { ...failure, sentence } })
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

type Effects = {
  follow(progress: Progress): void
  /** What took effect, of an act that asks the chain for several things. */
  list(): readonly Act[]
}

/** A transaction that was mined took effect, unless the work begins anew right after it. */
function createEffects(): Effects {
  const effects: Act[] = []
  let mined: Act | null = null
  return {
    follow({ step, act }) {
      if (step === 'confirming') {
        mined = act ?? null
        return
      }
      if (mined !== null && step !== 'retrying') effects.push(mined)
      mined = null
    },
    list: () => effects,
  }
}

/** What stays of an act that did not come to its end; null where nothing does. */
function effectText(request: ActRequest, effects: readonly Act[]): string | null {
  if (request.kind === 'reencryptHistory') return 'What was re-encrypted stays so; the rest is as it was.'
  if (effects.length === 0) return null
  if (request.kind === 'renewCharts') return 'The locks that were changed stay so; the others wait.'
  if (request.kind === 'acceptChart') {
    return 'Your account lists the chart already; it is not yours before you take it over.'
  }
  if (effects.includes('publish')) return 'Your account was changed already; nothing else was.'
  return effects.includes('rotate')
    ? 'The locks were changed already; nothing else was.'
    : 'A part of it was done already, and stays so.'
}

function stoppedText(request: ActRequest, how: string, effects: readonly Act[]): string {
  return `${how} ${effectText(request, effects) ?? 'Nothing has changed.'}`
}

function failedText(request: ActRequest, sentence: string, effects: readonly Act[]): string {
  const text = effects.length === 0 ? null : effectText(request, effects)
  return text === null ? sentence : `${sentence} ${text}`
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
      return (result as ActResults['revokeAccess']).isKeyed && !('given' in (result as object))
        ? 'This access has ended, and the locks are changed.'
        : endedText('This access has ended.', result as ActResults['revokeAccess'])
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
      return 'The chart is yours now.'
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
      return request.renew
        ? `It no longer unlocks your account. ${renewedText(result as Renewal | null)}`
        : `It no longer unlocks your account. ${KEPT}`
    case 'replaceRecoveryCode':
      return request.renew
        ? `The new recovery code counts from now on. ${renewedText(result as Renewal | null)}`
        : `The new recovery code counts from now on. ${KEPT}`
    case 'rotateAccountKey':
      return renewedText(result as Renewal | null)
    case 'renewCharts':
      return waitText(result as Renewal | null) ?? 'The locks are changed.'
  }
}

/** After a way to unlock was taken away and the keys stayed. */
const KEPT =
  'Your keys stayed: who had what unlocked it, and kept what was stored, could still open your account.'

function renewedText(renewal: Renewal | null): string {
  const wait = waitText(renewal)
  return wait === null ? 'Your account has a new key.' : `Your account has a new key. ${wait}`
}

function waitText(renewal: Renewal | null): string | null {
  const waiting = renewal?.waiting ?? null
  if (waiting === null) return 'Some locks may still need changing.'
  return waiting.length === 0 ? null : 'Some locks still need changing.'
}
