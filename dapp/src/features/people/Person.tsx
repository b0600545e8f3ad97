import { PersonChip } from '../../components/PersonChip.tsx'
import type { PersonChipProps } from '../../components/PersonChip.tsx'
import { useAccountState } from '../../hooks/useAccountState.ts'
import { useCredentials } from '../../hooks/useCredentials.ts'
import { credentialWords } from './credentialWords.ts'

export type PersonProps = Omit<PersonChipProps, 'address' | 'credential'> & {
  readonly address: `0x${string}`
  /** What the account calls itself: shown only where an authority vouches for it. */
  readonly publicName: string | null
}

/** An account, with what authorities attest of it now. */
export function Person({ publicName, ...chip }: PersonProps) {
  const { data = [] } = useCredentials(chip.address)
  const profile = useAccountState(chip.address).data
  const isOrganization = profile !== undefined && profile !== 'none' && profile.kind === 'organization'
  return (
    <PersonChip isOrganization={isOrganization} {...chip} credential={credentialWords(data, publicName)} />
  )
}
