import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { encodeFunctionData, parseEther } from 'viem'
import { afterEach, describe, expect, test } from 'vitest'
import '../../../testing/dom.ts'
import { registrarAbi } from '#client'
import { createStore } from '../../worker/store.ts'
import { PracticeWalletSheet } from './PracticeWalletSheet.tsx'
import type { DemoWalletAnswer, DemoWalletRequest } from './createDemoWallet.ts'
import type { PracticeRequest } from './startPracticeWallet.ts'

afterEach(cleanup)

const PATIENT = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const PAIR = `0x${'11'.repeat(32)}` as const

function show(...asked: DemoWalletRequest[]) {
  const answers: DemoWalletAnswer[] = []
  const requests = createStore<readonly PracticeRequest[]>([])
  const list = asked.map((request, id) => ({
    id,
    request,
    answer(answer: DemoWalletAnswer) {
      answers.push(answer)
      requests.set(requests.get().filter((pending) => pending.id !== id))
    },
  }))
  requests.set(list)
  render(<PracticeWalletSheet wallet={{ requests }} />)
  return { answers, user: userEvent.setup() }
}

const TYPED_DATA: DemoWalletRequest = {
  kind: 'sign-typed-data',
  account: PATIENT,
  typedData: {
    domain: { name: 'Chartkey', version: '1' },
    types: { Unlock: [{ name: 'warning', type: 'string' }] },
    primaryType: 'Unlock',
    message: { warning: 'Sign only on the page that you trust.' },
  },
}

test('nothing is drawn while nothing is asked', () => {
  show()
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

test('the sheet says what it is: a wallet with public keys, and not for real records', () => {
  show(TYPED_DATA)
  expect(screen.getByRole('alertdialog').textContent).toContain(
    'Practice walletIts keys are public. Anyone can use them: never put real records in these accounts.',
  )
})

describe('choosing an account', () => {
  const accounts = [{ name: 'Practice patient', address: PATIENT }] as const

  test('answers with its address', async () => {
    const { answers, user } = show({ kind: 'connect', accounts })
    await user.click(screen.getByRole('button', { name: /Practice patient/ }))
    expect(answers).toEqual([PATIENT])
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })

  test('can be declined', async () => {
    const { answers, user } = show({ kind: 'connect', accounts })
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(answers).toEqual([false])
  })
})

describe('signing', () => {
  test('shows whose key and which words', async () => {
    const { answers, user } = show(TYPED_DATA)
    const sheet = screen.getByRole('alertdialog').textContent
    expect(sheet).toContain('Practice patient')
    expect(sheet).toContain('Chartkey 1')
    expect(sheet).toContain('Sign only on the page that you trust.')
    await user.click(screen.getByRole('button', { name: 'Sign' }))
    expect(answers).toEqual([true])
  })

  test('is refused by Reject and by Escape', async () => {
    const { answers, user } = show(TYPED_DATA, TYPED_DATA)
    await user.click(screen.getByRole('button', { name: 'Reject' }))
    await user.keyboard('{Escape}')
    expect(answers).toEqual([false, false])
  })
})

describe('a transaction', () => {
  const base = { kind: 'send-transaction', account: PATIENT, chainId: 31337, to: PATIENT, value: 0n } as const

  test('of Chartkey is said in words, with its cost', () => {
    const data = encodeFunctionData({ abi: registrarAbi, functionName: 'publish', args: [PAIR, PAIR] })
    show({ ...base, data, maxCost: parseEther('0.00012345') })
    expect(screen.getByRole('heading').textContent).toBe('Publish your profile?')
    const sheet = screen.getByRole('alertdialog').textContent
    expect(sheet).toContain('It costs at most 0.00012 test ETH, which are worth nothing.')
    expect(sheet).toContain(PAIR)
  })

  test('of anything else is said to be one', () => {
    show({ ...base, data: '0x1234', maxCost: 0n })
    expect(screen.getByRole('heading').textContent).toBe('Send this transaction?')
    expect(screen.getByRole('alertdialog').textContent).toContain('2 bytes')
  })
})

test('one question is asked at a time, in the order they came', async () => {
  const { user } = show(TYPED_DATA, { kind: 'switch-chain', chainId: 31337, name: 'Local chain' })
  expect(screen.getByRole('heading').textContent).toBe('Sign this?')
  await user.click(screen.getByRole('button', { name: 'Sign' }))
  expect(screen.getByRole('heading').textContent).toBe('Switch to Local chain?')
})
