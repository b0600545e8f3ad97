const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** `Allergies, Heart and Lab results` */
export function formatList(items: readonly string[]): string {
  return LIST.format(items)
}

/** The items and the words between them, so that the items can be drawn apart from the words. */
export function formatListToParts(
  items: readonly string[],
): { type: 'element' | 'literal'; value: string }[] {
  return LIST.formatToParts(items)
}
