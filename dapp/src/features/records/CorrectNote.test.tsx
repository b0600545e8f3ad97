import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import '../../../testing/dom.ts'
import { DOCTOR, OWNER, buildChart, buildRecord } from '../../../testing/buildChart.ts'
import { EngineContext } from '../../hooks/useEngine.ts'
import type { Engine } from '../../worker/createEngine.ts'
import { createStore } from '../../worker/store.ts'
import type { ActState, FileNoteRequest, NoteCheck, SessionInfo } from '../../worker/types.ts'
import { CorrectNote } from './CorrectNote.tsx'

afterEach(cleanup)

const NOTE: NoteCheck = {
  state: 'signed',
  problem: null,
  signer: DOCTOR,
  isByContract: false,
  document: `0x${'ab'.repeat(32)}`,
  at: '2026-10-14T12:00:00.000Z',
  title: 'Dose',
  text: 'Metoprolol 500 mg.',
  amends: null,
}
const MINE = buildRecord(2, 'Dose', { author: DOCTOR })

function show(parts: {
  note?: NoteCheck | null
  session?: Partial<SessionInfo>
  records?: ReturnType<typeof buildRecord>[]
}) {
  const filed: FileNoteRequest[] = []
  const engine = {
    acts: {
      state: createStore<ActState>({ status: 'idle' }),
      async run(request: FileNoteRequest) {
        filed.push(request)
        return { status: 'done' }
      },
    },
  } as unknown as Engine
  const records = parts.records ?? [buildRecord(1, 'Letter'), MINE]
  render(
    <EngineContext value={engine}>
      <CorrectNote
        chart={buildChart({ role: 'grantee', records })}
        session={{ account: DOCTOR, kind: 'practitioner', name: null, canAct: true, ...parts.session }}
        record={MINE}
        note={parts.note === undefined ? NOTE : parts.note}
        listHref="/charts/x"
      />
    </EngineContext>,
  )
  return { filed, user: userEvent.setup() }
}

describe('a note’s own author', () => {
  it('files a corrected one in its place, under the same title', async () => {
    const { filed, user } = show({})
    await user.click(screen.getByRole('button', { name: 'Correct' }))
    const text = screen.getByLabelText<HTMLTextAreaElement>('Note')
    expect(text.value).toBe('Metoprolol 500 mg.')
    await user.click(screen.getByRole('button', { name: 'Sign and file' }))
    expect(screen.getByText('Nothing is different yet.')).toBeDefined()
    await user.clear(text)
    await user.type(text, 'Metoprolol 50 mg.')
    await user.click(screen.getByRole('button', { name: 'Sign and file' }))
    expect(filed).toMatchObject([
      { kind: 'fileNote', section: 41, title: 'Dose', text: 'Metoprolol 50 mg.', amends: 2 },
    ])
    expect(window.location.pathname).toBe('/charts/x')
  })

  it('cannot take the title of another record', async () => {
    const { filed, user } = show({})
    await user.click(screen.getByRole('button', { name: 'Correct' }))
    await user.clear(screen.getByLabelText('Title'))
    await user.type(screen.getByLabelText('Title'), 'letter')
    await user.click(screen.getByRole('button', { name: 'Sign and file' }))
    expect(screen.getByText('This section has a record with this title. Choose another title.')).toBeDefined()
    expect(filed).toEqual([])
  })

  it('is told why not, while it cannot be filed', () => {
    show({ session: { canAct: false } })
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Correct' }).disabled).toBe(true)
  })
})

describe('nothing is offered', () => {
  it.each([
    ['to another', { session: { account: OWNER } as const }],
    ['of what is no note', { note: null }],
    ['of a document of another make', { note: { ...NOTE, text: null } }],
    ['of a note that was corrected already', { records: [MINE, buildRecord(3, 'Dose', { supersedes: 2 })] }],
  ])('%s', (_, parts) => {
    show(parts)
    expect(screen.queryByRole('button')).toBeNull()
  })
})
