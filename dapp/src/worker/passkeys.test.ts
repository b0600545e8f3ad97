import { afterEach, expect, test, vi } from 'vitest'
import { askPasskey, createPasskey, passkeyProblem } from './passkeys.ts'

const ACCOUNT = '0x7a4C8D1b03Fe5A92c6B0d47E18fA3c5592bD9E21'
const SALT = new Uint8Array(32).fill(7)

/** Stands for the browser's authenticators, as jsdom has none; what they answer is played. */
function play(answers: { create?: () => unknown; get?: () => unknown }) {
  const create = vi.fn<(options: CredentialCreationOptions) => Promise<unknown>>(
    async () => answers.create?.() ?? null,
  )
  const get = vi.fn<(options: CredentialRequestOptions) => Promise<unknown>>(
    async () => answers.get?.() ?? null,
  )
  vi.stubGlobal('navigator', { credentials: { create, get } })
  return { create, get }
}

const credential = (prf: unknown) => ({
  rawId: Uint8Array.of(1, 2, 3).buffer,
  getClientExtensionResults: () => (prf === undefined ? {} : { prf }),
})
const refuse = (name: string) => () => {
  throw new DOMException('no', name)
}

afterEach(() => {
  vi.unstubAllGlobals()
})

test.each([
  ['localhost', undefined],
  ['chart.example', undefined],
  ['127.0.0.1', 'A passkey needs a name in the address bar: open this page as localhost, not by its number.'],
  ['[::1]', 'A passkey needs a name in the address bar: open this page as localhost, not by its number.'],
])('at %s', (hostname, problem) => {
  expect(passkeyProblem({ hostname }, true)).toBe(problem)
})

test('a browser without passkeys says so', () => {
  expect(passkeyProblem({ hostname: 'localhost' }, false)).toBe('This browser has no passkeys.')
})

test('a passkey is made discoverable, with the person verified and a handle that says nothing', async () => {
  const { create } = play({ create: () => credential({ enabled: true }) })
  expect(await createPasskey({ account: ACCOUNT, name: 'Phone' })).toEqual(Uint8Array.of(1, 2, 3))
  const { publicKey } = create.mock.calls[0]![0]
  expect(publicKey).toMatchObject({
    rp: { name: 'Chartkey' },
    user: { name: 'Phone (0x7a4C…9E21)' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    extensions: { prf: {} },
  })
  expect(publicKey!.user.id.byteLength).toBe(32)
})

test('one that lacks the PRF extension is not taken', async () => {
  play({ create: () => credential(undefined), get: () => credential({}) })
  await expect(createPasskey({ account: ACCOUNT, name: 'Phone' })).rejects.toMatchObject({
    name: 'PasskeyUnsupportedError',
  })
  await expect(askPasskey(null, [SALT])).rejects.toMatchObject({ name: 'PasskeyUnsupportedError' })
})

test('it is asked about the salt, by its id or whichever the person chooses', async () => {
  const first = new Uint8Array(32).fill(9)
  const { get } = play({ get: () => credential({ results: { first: first.buffer } }) })
  const answer = { credentialId: Uint8Array.of(1, 2, 3), outputs: [first] }
  expect(await askPasskey(null, [SALT])).toEqual(answer)
  await askPasskey(Uint8Array.of(5), [SALT])
  const asked = get.mock.calls.map(([{ publicKey }]) => publicKey)
  expect(asked.map((options) => options?.allowCredentials?.length)).toEqual([0, 1])
  expect(asked[0]?.extensions?.prf?.eval).toEqual({ first: SALT })
  // Some devices answer the first of two alone.
  expect(await askPasskey(null, [SALT, first])).toEqual(answer)
  expect(get.mock.calls[2]?.[0].publicKey?.extensions?.prf?.eval).toEqual({ first: SALT, second: first })
})

test('it answers two at once', async () => {
  const [first, second] = [new Uint8Array(32).fill(9), new Uint8Array(32).fill(8)]
  play({ get: () => credential({ results: { first: first.buffer, second } }) })
  expect((await askPasskey(null, [SALT, SALT])).outputs).toEqual([first, second])
})

test('a person who says no is understood; anything else is not a no', async () => {
  play({ get: refuse('NotAllowedError') })
  await expect(askPasskey(null, [SALT])).rejects.toMatchObject({ code: 4001 })
  play({ get: refuse('SecurityError') })
  await expect(askPasskey(null, [SALT])).rejects.toMatchObject({ name: 'PasskeyUnsupportedError' })
})
