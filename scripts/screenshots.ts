import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { chromium, type Page } from 'playwright-core'

import { findChromium } from './lib/findChromium.ts'
import { endAll, PROJECT_ROOT } from './lib/processes.ts'
import { startDemo } from './lib/startDemo.ts'

const USAGE = `npm run screenshots -- [--all]
  Takes docs/records.png, the picture of the README, of the running page.
  --all  also takes each screen at desktop and phone width, light and dark, under test-results/screens`

const DESKTOP = { width: 1280, height: 860 }
const PHONE = { width: 390, height: 844 }

const isAll = process.argv.includes('--all')
if (process.argv.includes('--help')) {
  console.log(USAGE)
  process.exit(0)
}

try {
  const { url } = await startDemo()
  const found = await findChromium()
  await mkdir(path.join(PROJECT_ROOT, 'docs'), { recursive: true })
  const patient = await visit(url, found, 'Practice patient')
  await patient.page.getByRole('list', { name: 'Records, newest first' }).waitFor()
  await shoot(patient.page, path.join('docs', 'records.png'), DESKTOP)
  if (isAll) {
    await shootAll(patient.page, 'patient', [
      ['records', '/records'],
      ['record', '/records/1'],
      ['sharing', '/sharing'],
      ['give-access', '/sharing/new'],
      ['act-for-you', '/sharing/act-for-you'],
      ['hand-over', '/sharing/hand-over'],
    ])
    const doctor = await visit(url, found, 'Practice doctor Wieczorek')
    await doctor.page.getByRole('link', { name: /^Open/ }).first().click()
    await shootAll(doctor.page, 'doctor', [['chart', '']])
    await doctor.leave()
  }
  await patient.leave()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
await endAll()
process.exit()

async function visit(url: string, found: Awaited<ReturnType<typeof findChromium>>, person: string) {
  const profile = await mkdtemp(path.join(tmpdir(), 'chartkey-shots-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: found.executablePath,
    args: [...found.args],
    viewport: DESKTOP,
    deviceScaleFactor: 1,
    locale: 'en-GB',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(url)
  await page.getByRole('button', { name: 'Connect your wallet' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Practice wallet' }).click()
  await page.getByRole('button', { name: person }).click()
  await page.getByRole('button', { name: 'Unlock with your wallet' }).click()
  for (let signature = 0; signature < 2; signature++) {
    await page.getByRole('button', { name: 'Sign', exact: true }).click()
  }
  await page.getByRole('main').waitFor()
  return {
    page,
    async leave() {
      await context.close()
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function shootAll(
  page: Page,
  who: string,
  screens: readonly (readonly [string, string])[],
): Promise<void> {
  await page.waitForURL(/0x[0-9a-f]{64}/)
  const chart = /#(\/charts?\/0x[0-9a-f]{64})/.exec(page.url())?.[1] ?? ''
  for (const [name, route] of screens) {
    await page.evaluate((hash) => (location.hash = hash), `#${chart}${route}`)
    for (const [width, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await shoot(
          page,
          path.join('test-results', 'screens', `${who}-${name}-${width}-${colorScheme}.png`),
          size,
        )
      }
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(DESKTOP)
  }
}

async function shoot(page: Page, file: string, size: typeof DESKTOP): Promise<void> {
  await page.setViewportSize(size)
  await page.waitForLoadState('networkidle').catch(() => {})
  await page.waitForTimeout(800)
  await page.screenshot({ path: path.join(PROJECT_ROOT, file), fullPage: file.startsWith('test-results') })
  console.log(file)
}
