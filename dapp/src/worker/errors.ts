import { BaseError } from '#client'

/** The tab was locked while something was being read or done. */
export class LockedError extends BaseError {
  override name = 'LockedError'

  constructor() {
    super('This tab was locked meanwhile. Unlock it to go on.')
  }
}

/** The worker could not be loaded or has crashed. */
export class WorkerStoppedError extends BaseError {
  override name = 'WorkerStoppedError'

  constructor({ details }: { details: string }) {
    super('A part of this page stopped. Nothing was changed by that. Reload the page.', { details })
  }
}

/** The wallet shows another account than the one that is open. */
export class WalletAccountChangedError extends BaseError {
  override name = 'WalletAccountChangedError'

  constructor() {
    super('Your wallet is on another account now. Choose the account of this chart in your wallet, then try again.')
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
    super('This site lacks its settings (chartkey.json), so it does not know its chain or stores. Tell who runs it.', {
      details,
    })
  }
}
