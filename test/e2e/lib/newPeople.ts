import type { Hex } from 'viem'

import {
  addRecords,
  createContext,
  createLocalWallet,
  loadChart,
  openChart,
  prepareAccount,
  publishAccount,
  type AccountKind,
  type ChartId,
  type FileInput,
  type Session,
} from '#client'
import { directConfig } from './rpc.ts'
import type { Stack } from './startStack.ts'

/** Sets an account up without a browser, for tests that begin later. */
export async function newAccount(
  stack: Stack,
  { privateKey, kind = 'patient', name }: { privateKey: Hex; kind?: AccountKind; name?: string },
): Promise<Session> {
  const config = directConfig(stack)
  const context = createContext(config)
  const wallet = createLocalWallet({ config, privateKey })
  const draft = await prepareAccount(context, { wallet, kind, ...(name === undefined ? {} : { name }) })
  return publishAccount(context, { wallet, draft })
}

/** A patient with a chart, and maybe some records in its first section. */
export async function newPatient(
  stack: Stack,
  {
    privateKey,
    title,
    sections,
    files = [],
  }: { privateKey: Hex; title: string; sections: readonly string[]; files?: readonly FileInput[] },
): Promise<{ session: Session; chart: ChartId }> {
  const session = await newAccount(stack, { privateKey })
  const chart = await openChart(session, { title, sections })
  if (files.length > 0) {
    const contents = await loadChart(session, { chart })
    const section = contents.sections.find(({ label }) => label === sections[0])!.number
    await addRecords(session, { chart, section, files })
  }
  return { session, chart }
}
