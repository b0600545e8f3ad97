import type { ChartContents } from './types.ts'

/** The owner, or who acts for the owner: they see all of a chart, and who has access to it. */
export function isManager({ role }: Pick<ChartContents, 'role'>): boolean {
  return role === 'owner' || role === 'delegate'
}
