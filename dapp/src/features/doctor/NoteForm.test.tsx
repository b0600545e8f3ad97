import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { WagmiProvider } from 'wagmi'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ChartkeyConfig } from '#client'
import { createWagmiConfig } from '../../app/wagmi.ts'
import { EngineContext } from '../../hooks/useEngine.ts'
import type { Engine } from '../../worker/createEngine.ts'
import { createStore } from '../../worker/store.ts'
import type { ActState, ChartContents, FileNoteRequest, Outcome, SessionInfo } from '../../worker/types.ts'
import { NoteForm } from './NoteForm.tsx'

afterEach(cleanup)

const DOCTOR = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const CONFIG: ChartkeyConfig = {
  version: 1,
  chain: { id: 31337, name: 'Local chain', rpcUrl: 'http://127.0.0.1:1', local: true, confirmations: 0 },
  contracts: {
    registrar: DOCTOR,
    credentials: DOCTOR,
    charts: DOCTOR,
    deployBlock: 1,
    deployBlockHash: '0x01',
  },
  stores: [{ name: 'This computer', rpcUrl: 'http://127.0.0.1:1', gatewayUrl: 'http://127.0.0.1:1' }],
  storesRequired: 1,
  demo: true,
  maxFileBytes: 1000,
}

function chartWith(more: Partial<ChartContents> = {}): ChartContents {
  return {
    id: `0x${'ab'.repeat(32)}`,
    role: 'grantee',
    actsUntil: null,
    owner: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    title: 'Ingrid Solvang',
    epoch: 1,
    isKeyed: true,
    sections: [
      { number: 7, label: 'Lab results', canRead: true, canWrite: false },
      { number: 3, label: 'Heart', canRead: true, canWrite: true },
    ],
    records: [],
    grants: [],
    delegates: [],
    shares: [],
    offer: null,
    undecided: { grants: [], shares: [] },
    grant: null,
    keyringProblem: null,
    isHeadVerified: true,
    checkedAt: 0,
    ...more,
  }
}

/** The form over acts that end as told. */
function show(
  ends: Outcome<unknown>['status'] = 'done',
  chart = chartWith(),
  session: Partial<SessionInfo> = {},
) {
  const filed: FileNoteRequest[] = []
  const engine = {
    config: CONFIG,
    wallet: { pending: createStore(null) },
    acts: {
      state: createStore<ActState>({ status: 'idle' }),
      async run(request: FileNoteRequest) {
        filed.push(request)
        return { status: ends }
      },
    },
  } as unknown as Engine
  render(
    <WagmiProvider config={createWagmiConfig(CONFIG)} reconnectOnMount={false}>
      <QueryClientProvider client={new QueryClient()}>
        <EngineContext value={engine}>
          <NoteForm
            chart={chart}
            session={{ account: DOCTOR, kind: 'practitioner', name: null, canAct: true, ...session }}
          />
        </EngineContext>
      </QueryClientProvider>
    </WagmiProvider>,
  )
  return { filed, user: userEvent.setup() }
}

const note = () => screen.getByLabelText<HTMLTextAreaElement>('Note')
const button = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Sign and file' })

describe('a note', () => {
  it('is signed and filed into a section that may be added to, with a title of its own', async () => {
    const { filed, user } = show()
    await user.type(note(), 'Holter in four weeks.')
    await user.click(button())
    const [request] = filed
    expect(request).toMatchObject({
      kind: 'fileNote',
      section: 3,
      text: 'Holter in four weeks.',
      amends: null,
    })
    expect(request?.title).toMatch(/^Note of \d{1,2} \w+ \d{4}$/)
    expect(note().value).toBe('')
  })

  it('stays where it is when the wallet says no', async () => {
    const { user } = show('rejected')
    await user.type(note(), 'Holter in four weeks.')
    await user.click(button())
    expect(note().value).toBe('Holter in four weeks.')
  })

  it('is not filed while it is empty, or has the title of another', async () => {
    const details = { title: 'Visit note', mediaType: 'text/plain', createdAt: '', happenedAt: null, size: 1 }
    const record = { number: 1, section: 3, details } as unknown as ChartContents['records'][number]
    const { filed, user } = show('done', chartWith({ records: [record] }))
    await user.click(button())
    expect(screen.getByText('Write something first.')).toBeDefined()
    await user.type(note(), 'Seen.')
    await user.clear(screen.getByLabelText('Title'))
    await user.type(screen.getByLabelText('Title'), 'visit note')
    await user.click(button())
    expect(screen.getByText('This section has a record with this title. Choose another title.')).toBeDefined()
    expect(filed).toEqual([])
  })
})

describe('a reason not to file', () => {
  it('is said where the account was opened without its wallet', () => {
    show('done', chartWith(), { canAct: false })
    expect(button().disabled).toBe(true)
    expect(screen.getByText(/Connect your wallet to add records/)).toBeDefined()
  })

  it('is said where the locks need changing', () => {
    show('done', chartWith({ isKeyed: false }))
    expect(screen.getByText('The locks need changing before anything can be filed.')).toBeDefined()
  })
})

it('nothing is offered where nothing may be added', () => {
  show('done', chartWith({ sections: [{ number: 7, label: 'Lab results', canRead: true, canWrite: false }] }))
  expect(screen.queryByRole('button')).toBeNull()
})
