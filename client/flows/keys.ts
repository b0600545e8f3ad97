/** The secrets of an opened account. Wiped by `lockSession`. */
export type SessionKeys = {
  readonly root: Uint8Array
  /** The current X-Wing key pair first, then earlier ones, newest first. */
  readonly pairs: readonly {
    readonly generation: number
    readonly publicKey: Uint8Array
    readonly secretKey: Uint8Array
  }[]
}
