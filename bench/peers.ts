import type { Measure } from './limits.ts'

export const PEERS = ['MedRec', 'EHRb', 'DMR', 'meDossier', 'B4E', 'HCs', 'IPEHR'] as const

type Figures = readonly [string, string, string, string, string, string, string]

const REGISTER_PATIENT: Figures = ['794k', '184k', '317k', '272k', '114k', '-', '1.10M']
const REGISTER_DOCTOR: Figures = ['1.15M', '184k', '227k', '367k', '462k', '-', '350k']
const ADD: Figures = ['1.13M', '287k', '284k', '261k', '97k', '-', '1.46M to 8.16M']
const GRANT: Figures = ['298k', '46k', '45k', '47k', '58k', '314k', '337k to 862k']
const GRANT_HUNDRED: Figures = ['29.8M', '46k', '45k', '47k', '58k', '7.15M', '59.7M']
const REVOKE: Figures = ['69k to 716k', '24k', '23k', '23k', '35k', '30k', '118k to 640k']
const CHECK: Figures = ['2.6k', '2.8k', 'none', '2.8k', '14.7k', '20k', '27k to 292k']

/** What the nearest call of a peer costs, measured on Hardhat's EVM (Prague, optimizer at 200 runs). */
export const PEER_GAS: Readonly<Partial<Record<Measure, Figures>>> = {
  'publish, first': REGISTER_DOCTOR,
  open: REGISTER_PATIENT,
  'add, owner': ADD,
  'add, grantee': ADD,
  grant: GRANT,
  'grant, each of 10 at once': GRANT,
  'revoke with new keys': REVOKE,
  'check, canRead': CHECK,
}

/** The same grant here covers any number of records: a peer's figure is for 100 of them. */
export const PEER_GRANT_HUNDRED = GRANT_HUNDRED

export const PEER_SOURCES = `MedRec mitmedialab/medrec@3e63800; EHRb shamil-t/ehr-blockchain@beb2959;
DMR jayateertha043/Decentralized-Medical-Records@1d3251d; meDossier Itshyphen/meDossier@1b3de24; B4E Block4EHR;
IPEHR bsn-si; HCs fourtytwo42/healthChains@7e72433.
No peer's grant or revocation carries or rotates keys; EHRb, DMR, meDossier and B4E grant all records or none;
MedRec adds per provider; B4E overwrites the record before; IPEHR's cost grows with each record.`
