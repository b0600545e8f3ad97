import { cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { RecoveryCard } from './RecoveryCard.tsx'

afterEach(cleanup)

it('has everything that a recovery needs, and its groups in order', () => {
  render(
    <RecoveryCard
      account="0x7a4C8D1b03Fe5A92c6B0d47E18fA3c5592bD9E21"
      code="K7QD-2M9X-H4VT-8PWC-N3RJ-6ZFA-YE5G"
      made={new Date(2026, 9, 15)}
      config={{
        chain: {
          id: 11155111,
          name: 'Sepolia',
          rpcUrl: 'https://rpc.example',
          local: false,
          confirmations: 2,
        },
        contracts: {
          registrar: '0x0000000000000000000000000000000000000001',
          credentials: '0x0000000000000000000000000000000000000003',
          charts: '0x0000000000000000000000000000000000000002',
          deployBlock: 1,
          deployBlockHash: `0x${'00'.repeat(32)}`,
        },
        stores: [{ name: 'Store', rpcUrl: 'https://rpc.store.example', gatewayUrl: 'https://store.example' }],
      }}
    />,
  )
  const card = screen.getByRole('region', { name: 'Recovery card' })
  expect(
    within(card)
      .getAllByRole('listitem')
      .map((item) => item.textContent),
  ).toEqual(['1K7QD', '22M9X', '3H4VT', '48PWC', '5N3RJ', '66ZFA', '7YE5G'])
  expect(
    within(card)
      .getAllByRole('definition')
      .map((one) => one.textContent),
  ).toEqual([
    '0x7a4C8D1b03Fe5A92c6B0d47E18fA3c5592bD9E21',
    'Sepolia (11155111)',
    '0x0000000000000000000000000000000000000002',
    'https://store.example',
  ])
  expect(
    within(card).getByRole('img', { name: 'The account and the recovery code as a QR code' }),
  ).toBeTruthy()
  expect(card.textContent).toContain('made 15 October 2026')
})
