import { BaseError } from '#client'

/** The worker could not be loaded or has crashed. */
export class WorkerStoppedError extends BaseError {
  override name = 'WorkerStoppedError'

  constructor({ details }: { details: string }) {
    super('A part of this page stopped. Nothing was changed by that. Reload the page.', { details })
  }
}

/** There is no wallet to ask. */
export class WalletMissingError extends BaseError {
  override name = 'WalletMissingError'

  constructor() {
    super('No wallet is connected. Connect the wallet of this account, then try again.')
  }
}

/** `chartkey.json` is not there. */
export class ConfigMissingError extends BaseError {
  override name = 'ConfigMissingError'

  constructor({ details }: { details: string }) {
    super(
      'This site lacks its settings (chartkey.json), so it does not know its chain or stores. Tell who runs it.',
      {
        details,
      },
    )
  }
}
