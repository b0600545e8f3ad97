import { type ChartkeyConfig, parseChartkeyConfig } from '#client'
import { ConfigMissingError } from '../worker/errors.ts'

/**
 * Fetches `chartkey.json` from beside the page.
 *
 * @throws ConfigMissingError when it is not there; ConfigInvalidError when it is not what the client takes.
 */
export async function readConfig(): Promise<ChartkeyConfig> {
  const response = await fetch(new URL('chartkey.json', document.baseURI), { cache: 'no-store' }).catch(
    () => null,
  )
  if (response === null) throw new ConfigMissingError({ details: 'chartkey.json could not be fetched' })
  if (!response.ok) throw new ConfigMissingError({ details: `chartkey.json answered ${response.status}` })
  return parseChartkeyConfig(await response.text())
}
