/** The EIP-6963 `rdns` of the wallet that this page itself offers on a practice chain. */
export const PRACTICE_WALLET_RDNS = 'local.chartkey.practice'
