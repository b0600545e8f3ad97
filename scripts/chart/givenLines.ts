import type { GivenAccess } from '#client'

/** What somebody else gave unseen, a line each: to which account, by whom, since when, and how it ends. */
export function givenLines({ grants, shares }: GivenAccess): string[] {
  const by = (giver: GivenAccess['grants'][number] | GivenAccess['shares'][number]) => {
    const who = giver.by === null ? 'Somebody' : named(giver.by, giver.byName)
    const at = giver.givenAt === null ? '' : ` at ${new Date(giver.givenAt * 1000).toISOString()}`
    return `${who} gave ${at === '' ? 'unseen' : `unseen,${at},`}`
  }
  return [
    ...grants.map(
      (grant) => `${by(grant)} access to ${named(grant.grantee, grant.name)}, which \`revoke\` ends.`,
    ),
    ...shares.map(
      (share) =>
        `${by(share)} record ${share.number} to ${named(share.reader, share.name)}, which \`end-share\` ends.`,
    ),
    'No new keys are sealed to these; `rotate --keep` keeps them.',
  ]
}

function named(account: string, name: string | null): string {
  return name === null ? account : `${name} (${account})`
}
