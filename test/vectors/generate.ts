import { generateCharts } from './generate/charts.ts'
import { generateCodes } from './generate/codes.ts'
import { generateHeads } from './generate/heads.ts'
import { generateKeyrings } from './generate/keyrings.ts'
import { generateNotes } from './generate/notes.ts'
import { generateProfiles } from './generate/profiles.ts'
import { generateRecords } from './generate/records.ts'
import { generateShares } from './generate/shares.ts'
import { generateWallets } from './generate/wallets.ts'
import type { Kind } from './vectors.ts'

// Writes the vectors anew, with other keys each time, all or those that are named:
// node test/vectors/generate.ts [keyrings records …]
const files = {
  codes: generateCodes,
  wallets: generateWallets,
  profiles: generateProfiles,
  keyrings: generateKeyrings,
  records: generateRecords,
  shares: generateShares,
  notes: generateNotes,
  heads: generateHeads,
  charts: generateCharts,
} satisfies Record<Kind, unknown>

const named = process.argv.slice(2)
for (const [name, generate] of Object.entries(files)) {
  if (named.length > 0 && !named.includes(name)) continue
  const { kind, accepted, refused, complaints } = await generate()
  console.log(`${kind}.json: ${accepted} accepted, ${refused} refused`)
  for (const complaint of complaints) console.log(`  ${complaint}`)
}
