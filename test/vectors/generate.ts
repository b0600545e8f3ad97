import { generateCharts } from './generate/charts.ts'
import { generateCodes } from './generate/codes.ts'
import { generateHeads } from './generate/heads.ts'
import { generateKeyrings } from './generate/keyrings.ts'
import { generateNotes } from './generate/notes.ts'
import { generateProfiles } from './generate/profiles.ts'
import { generateRecords } from './generate/records.ts'
import { generateWallets } from './generate/wallets.ts'

// Writes the vectors anew, with other keys each time: node test/vectors/generate.ts
const files = [
  generateCodes,
  generateWallets,
  generateProfiles,
  generateKeyrings,
  generateRecords,
  generateNotes,
  generateHeads,
  generateCharts,
]

for (const generate of files) {
  const { kind, accepted, refused, complaints } = await generate()
  console.log(`${kind}.json: ${accepted} accepted, ${refused} refused`)
  for (const complaint of complaints) console.log(`  ${complaint}`)
}
