/** An error as EIP-1193 and JSON-RPC 2.0 define it. */
export class ProviderError extends Error {
  override name = 'ProviderRpcError' as const
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.code = code
    this.data = data
  }
}
