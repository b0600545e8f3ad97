/** The check that refuses what breaks the protocol. */
export type Check =
  | 'amends'
  | 'body'
  | 'box'
  | 'code'
  | 'commitment'
  | 'encoding'
  | 'hash'
  | 'head'
  | 'history'
  | 'key'
  | 'known'
  | 'missing'
  | 'original'
  | 'padding'
  | 'place'
  | 'roster'
  | 'seal'
  | 'shape'
  | 'signature'
  | 'size'
  | 'version'

/** What breaks the protocol, named by the check that noticed it. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly check: Check

  constructor(check: Check, why: string, options?: ErrorOptions) {
    super(`${check}: ${why}`, options)
    this.check = check
  }
}

export const refuse = (check: Check, why: string): never => {
  throw new Refused(check, why)
}

/** Runs what a platform or library may throw in, and names the check that it stands for. */
export const refusing = <T>(check: Check, why: string, run: () => T): T => {
  try {
    return run()
  } catch (cause) {
    throw new Refused(check, why, { cause })
  }
}
