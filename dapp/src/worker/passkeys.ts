import { type PasskeyPrf, PasskeyUnsupportedError } from '#client'
import type { Address } from 'viem'

/** Why no passkey can be used on this page, as a sentence; undefined when one can. */
export function passkeyProblem(
  { hostname }: Pick<Location, 'hostname'> = location,
  isSupported = 'PublicKeyCredential' in globalThis,
): string | undefined {
  if (!isSupported) return 'This browser has no passkeys.'
  // WebAuthn binds a passkey to a domain, and an IP address is none.
  if (/^[\d.]+$|^\[/.test(hostname)) {
    return 'A passkey needs a name in the address bar: open this page as localhost, not by its number.'
  }
  return undefined
}

/**
 * Makes a passkey for this account, which the device keeps and can find again by this page's domain.
 *
 * @returns its credential id
 * @throws PasskeyUnsupportedError when it has no PRF extension; an error with code 4001 when the person stopped it
 */
export async function createPasskey({
  account,
  name,
}: {
  account: Address
  name: string
}): Promise<Uint8Array> {
  const label = `${name} (${account.slice(0, 6)}…${account.slice(-4)})`
  const credential = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'Chartkey' },
        user: { id: randomBytes(32), name: label, displayName: label },
        challenge: randomBytes(32),
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: {
          residentKey: 'required',
          requireResidentKey: true,
          userVerification: 'required',
        },
        extensions: { prf: {} },
      },
    }),
  )
  if (credential.getClientExtensionResults().prf?.enabled !== true) throw new PasskeyUnsupportedError()
  return new Uint8Array(credential.rawId)
}

/**
 * Asks a passkey of this page for the PRF's outputs over `salts`; the person chooses which when no id is given.
 *
 * @throws PasskeyUnsupportedError; an error with code 4001 when the person stopped it
 */
export const askPasskey: PasskeyPrf = async (credentialId, salts) => {
  const [first, second] = salts.map((salt) => Uint8Array.from(salt))
  if (first === undefined) throw new PasskeyUnsupportedError()
  const credential = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: randomBytes(32),
        userVerification: 'required',
        allowCredentials:
          credentialId === null ? [] : [{ type: 'public-key', id: Uint8Array.from(credentialId) }],
        extensions: { prf: { eval: { first, ...(second === undefined ? {} : { second }) } } },
      },
    }),
  )
  const results = credential.getClientExtensionResults().prf?.results
  if (results?.first === undefined) throw new PasskeyUnsupportedError()
  const given = second === undefined || results.second === undefined ? [] : [results.second]
  return { credentialId: new Uint8Array(credential.rawId), outputs: [results.first, ...given].map(bytesOf) }
}

function bytesOf(output: BufferSource): Uint8Array {
  return ArrayBuffer.isView(output)
    ? new Uint8Array(output.buffer, output.byteOffset, output.byteLength).slice()
    : new Uint8Array(output)
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let credential: Credential | null
  try {
    credential = await ask()
  } catch (error) {
    // WebAuthn says the same for "no", for a time-out, and for no passkey at all.
    if (error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')) {
      throw Object.assign(new Error('The person stopped it.', { cause: error.message }), { code: 4001 })
    }
    throw new PasskeyUnsupportedError({ cause: error, details: String(error) })
  }
  if (credential === null) throw new PasskeyUnsupportedError()
  return credential as PublicKeyCredential
}

function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length))
}
