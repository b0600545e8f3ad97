import { keyFingerprint } from '#client'
import type { Renewal, Session } from '#client'
import { countOf } from './format.ts'

/** What new keys did, what still waits for them, and whom to tell. */
export function renewalLines(session: Session, { renewed, waiting, tell }: Renewal): string[] {
  return [
    ...(renewed.length === 0
      ? []
      : [`New keys for ${countOf(renewed.length, 'chart')}: ${renewed.join(', ')}`]),
    ...(waiting === null
      ? ['Which charts still have their old keys could not be found out. Run `renew`.']
      : waiting.map(
          ({ chart, title, problem }) =>
            `Chart ${chart}${title === null ? '' : ` (${title})`} still has its old keys. ${problem ?? ''} Run \`renew\`.`,
        )),
    ...(tell === null
      ? ['Whom to tell that your key changed could not be found out. Run `renew`.']
      : tell.length === 0
        ? []
        : [
            'Tell these people that your key changed; they are shown it, and asked to check with you:',
            ...tell.map(({ owner, chart, title }) => `  ${owner}, for ${title ?? `chart ${chart}`}`),
            `Your key is now ${keyFingerprint(session.keys.pairs[0].publicKey)}: read it out to who asks.`,
          ]),
  ]
}

/** Whether something is left for `renew`. */
export function isUnfinished({ waiting, tell }: Renewal): boolean {
  return waiting === null || waiting.length > 0 || tell === null
}
