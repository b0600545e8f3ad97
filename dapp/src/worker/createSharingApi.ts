import {
  type Session,
  acceptChart,
  endAllAccess,
  endGiven,
  endOffer,
  endShare,
  listMadeByDelegate,
  listOffersToMe,
  listPeriods,
  listSharedWithMe,
  nameDelegate,
  offerChart,
  readGrantChange,
  readHistoryState,
  reencryptHistory,
  removeDelegate,
  shareRecord,
} from '#client'
import { endingResult } from './endingResult.ts'
import type { AccessList, ActResult, OnProgress, SharingRequest, WorkerApi } from './types.ts'

type Parts = Pick<
  WorkerApi,
  | 'listPeriods'
  | 'listMadeByDelegate'
  | 'listOffersToMe'
  | 'listSharedWithMe'
  | 'readHistoryState'
  | 'readGrantChange'
>

export type SharingApi = {
  readonly parts: Parts
  perform(
    request: SharingRequest,
    options: { onProgress: OnProgress; signal: AbortSignal },
  ): Promise<ActResult>
}

export type SharingApiParameters = {
  readonly requireSession: () => Session
  /** Puts a session with changed keys in place of the one before. */
  readonly adopt: (session: Session) => void
}

/** The worker's surface over the flows that share single records, name who acts, hand charts on and re-encrypt them. */
export function createSharingApi({ requireSession, adopt }: SharingApiParameters): SharingApi {
  return {
    parts: {
      listPeriods: (chart) => listPeriods(requireSession(), { chart }),
      listMadeByDelegate: (parameters) => listMadeByDelegate(requireSession(), parameters),
      listOffersToMe: () => listOffersToMe(requireSession()),
      listSharedWithMe: () => listSharedWithMe(requireSession()),
      readHistoryState: (chart) => readHistoryState(requireSession(), { chart }),
      readGrantChange: (terms) => readGrantChange(requireSession(), terms),
    },
    async perform(request, options) {
      const session = requireSession()
      switch (request.kind) {
        case 'shareRecord': {
          const { chart, number, reader, until } = request
          await shareRecord(session, { chart, number, reader, until, ...named(request), ...options })
          return null
        }
        case 'endShare': {
          const { chart, number, reader } = request
          await endShare(session, { chart, number, reader, ...options })
          return null
        }
        case 'endGiven': {
          const { chart, grantees, shares } = request
          return endingResult(await endGiven(session, { chart, grantees, shares, ...options }))
        }
        case 'nameDelegate': {
          const { chart, delegate, until } = request
          await nameDelegate(session, { chart, delegate, until, ...named(request), ...options })
          return null
        }
        case 'removeDelegate': {
          const { chart, delegate, grantees, shares } = request
          const ended = { chart, delegate, grantees, shares, ...shown(request) }
          return endingResult(await removeDelegate(session, { ...ended, ...options }))
        }
        case 'offerChart': {
          const { chart, successor, until } = request
          await offerChart(session, { chart, successor, until, ...named(request), ...options })
          return null
        }
        case 'endOffer':
          return endingResult(
            await endOffer(session, { chart: request.chart, ...shown(request), ...options }),
          )
        case 'acceptChart': {
          adopt(
            await acceptChart(session, {
              chart: request.chart,
              incomplete: request.isIncomplete,
              ...options,
            }),
          )
          return null
        }
        case 'endAllAccess':
          return endingResult(await endAllAccess(session, { chart: request.chart, ...options }))
        case 'reencryptHistory':
          return await reencryptHistory(session, { chart: request.chart, ...options })
      }
    },
  }
}

function shown({ seen }: { readonly seen?: AccessList }): { readonly seen?: AccessList } {
  return seen === undefined ? {} : { seen }
}

function named({ name }: { readonly name: string | null }): { readonly name?: string } {
  return name === null ? {} : { name }
}
