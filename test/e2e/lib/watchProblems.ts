import type { BrowserContext, Page } from 'playwright-core'

export interface ProblemWatch {
  /** What the pages complained of: console errors, uncaught errors, violations of the content security policy. */
  readonly problems: string[]
  /** Complaints that match do not count from now on, as those about a machine that a test switches off. */
  allow(pattern: RegExp): void
}

/** Collects what goes wrong in any page of a context without anybody looking. */
export async function watchProblems(context: BrowserContext): Promise<ProblemWatch> {
  const problems: string[] = []
  const allowed: RegExp[] = []
  const add = (text: string) => {
    if (!allowed.some((pattern) => pattern.test(text))) problems.push(text)
  }
  await context.exposeBinding('chartkeyReportViolation', (_source, text: string) => add(text))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (globalThis as unknown as { chartkeyReportViolation(text: string): void })
        .chartkeyReportViolation
      report(`Content security policy: ${event.violatedDirective} forbids ${event.blockedURI}`)
    })
  })
  const watch = (page: Page) => {
    page.on('pageerror', (error) => add(`Uncaught: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') add(`Console: ${message.text()} (${message.location().url})`)
    })
    page.on('crash', () => add('The page crashed'))
  }
  context.on('page', watch)
  for (const page of context.pages()) watch(page)
  return { problems, allow: (pattern) => allowed.push(pattern) }
}
