import type { SentAct } from '../../worker/types.ts'

/** What is called so that an earlier visit sent: of the names and sections of then no more is kept than the chain has. */
const TITLES: Record<SentAct['act'], string> = {
  publish: 'Changing your account',
  open: 'Opening a chart',
  add: 'Filing in a chart',
  grant: 'Giving access',
  revoke: 'Ending access',
  rotate: 'Changing the locks',
  reseal: 'Renewing the keys of a chart',
  nameDelegate: 'Letting an account act for you',
  removeDelegate: 'Removing an account that acts for you',
  share: 'Changing who can read a single record',
  offer: 'Offering a chart',
  endOffer: 'Withdrawing an offer',
  accept: 'Taking over a chart',
  endAll: 'Ending all access',
  relocate: 'Re-encrypting what was filed before',
}

/** What a transaction does, in words. */
export function sentTitle({ act }: Pick<SentAct, 'act'>): string {
  return TITLES[act]
}
