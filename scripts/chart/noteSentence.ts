import type { NoteCheck, NotePlace } from '#client'

/** What a document's signature says. */
export function noteSentence(
  { state, signer, at, title, problem }: NoteCheck,
  place: NotePlace | null,
): string {
  switch (state) {
    case 'signed':
      return `Signed by ${signer} on ${at}: ${title}`
    case 'unsigned':
      return 'Not signed.'
    case 'foreign':
      return 'Signed in a way that Chartkey cannot check.'
    case 'needs-chain':
      return `Not checked: ${place?.author ?? 'its author'} is a contract, and only the chain knows whether it signed.`
    case 'invalid':
      if (problem === 'author')
        return `The signature does not fit: it is of ${place?.author ?? 'another account'}.`
      if (problem === 'place') return 'The signature does not fit: it is for another chart.'
      if (problem === 'amends')
        return 'The signature does not fit: it corrects another record than this one does.'
      return problem === 'form'
        ? 'The signature does not fit: the document is not as a signed one is written.'
        : 'The signature does not fit: this is not what that account signed.'
  }
}
