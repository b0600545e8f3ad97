import { type ReactNode, useSyncExternalStore } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { formatEther } from 'viem'
import { Button } from '../../components/Button.tsx'
import { Details, Facts } from '../../components/Details.tsx'
import type { DemoWalletRequest } from './createDemoWallet.ts'
import { PRACTICE_ACCOUNTS } from './practiceAccounts.ts'
import type { PracticeRequest, PracticeWallet } from './startPracticeWallet.ts'
import { privateKeyToAddress } from 'viem/accounts'
import { describeCall } from './describeCall.ts'

export type PracticeWalletSheetProps = { readonly wallet: PracticeWallet; readonly appName?: string }

const NAMES = new Map(
  PRACTICE_ACCOUNTS.map(({ name, privateKey }) => [privateKeyToAddress(privateKey), name]),
)

/** What the practice wallet asks, one question at a time, above everything else and drawn apart from the page. */
export function PracticeWalletSheet({ wallet }: PracticeWalletSheetProps) {
  const [pending] = useSyncExternalStore(wallet.requests.subscribe, wallet.requests.get)
  if (pending === undefined) return null
  return (
    <ModalOverlay
      key={pending.id}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) pending.answer(false)
      }}
      isDismissable={false}
      className="fixed inset-0 z-50 grid animate-fade place-items-end overflow-y-auto bg-scrim p-3 sm:place-items-start sm:justify-items-end sm:p-6"
    >
      <Modal className="w-full max-w-104 overflow-hidden rounded-sheet border-2 border-dashed border-line-strong bg-raised shadow-dialog">
        <AriaDialog role="alertdialog" className="outline-none" data-testid="practice-wallet">
          <header className="stripes border-b-2 border-dashed border-line-strong px-5 py-3">
            <p className="font-bold">Practice wallet</p>
            <p className="text-xs text-ink-2">
              Its keys are public. Anyone can use them: never put real records in these accounts.
            </p>
          </header>
          <div className="px-5 py-4">
            <Question pending={pending} />
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

function Question({ pending: { request, answer } }: { readonly pending: PracticeRequest }) {
  if (request.kind === 'connect') {
    return (
      <>
        <Title>Who do you want to be?</Title>
        <p className="mt-1 text-sm text-ink-2">This page will see the account that you choose.</p>
        <ul className="mt-3 grid gap-2">
          {request.accounts.map(({ address, name }) => (
            <li key={address}>
              <Button className="w-full justify-between! text-start" onPress={() => answer(address)}>
                {name}
                <bdi className="font-mono text-xs font-normal whitespace-nowrap text-ink-2">
                  {shorten(address)}
                </bdi>
              </Button>
            </li>
          ))}
        </ul>
        <div className="mt-3">
          <Button kind="quiet" onPress={() => answer(false)}>
            Cancel
          </Button>
        </div>
      </>
    )
  }
  const { title, yes, body } = describe(request)
  return (
    <>
      <Title>{title}</Title>
      {body}
      <div className="mt-5 flex flex-wrap gap-2">
        <Button kind="primary" autoFocus onPress={() => answer(true)}>
          {yes}
        </Button>
        <Button onPress={() => answer(false)}>Reject</Button>
      </div>
    </>
  )
}

function Title({ children }: { readonly children: ReactNode }) {
  return (
    <Heading slot="title" className="text-lg font-bold">
      {children}
    </Heading>
  )
}

type Described = { readonly title: string; readonly yes: string; readonly body: ReactNode }

function describe(request: Exclude<DemoWalletRequest, { kind: 'connect' }>): Described {
  switch (request.kind) {
    case 'sign-typed-data': {
      const { domain, primaryType, message } = request.typedData
      return {
        title: 'Sign this?',
        yes: 'Sign',
        body: (
          <>
            <As account={request.account} />
            <Facts
              facts={[
                ['For', `${text(domain.name)} ${text(domain.version)}`],
                ['What', primaryType],
                ...Object.entries(message).map(([key, value]) => [key, text(value)] as const),
              ]}
            />
          </>
        ),
      }
    }
    case 'sign-message':
      return {
        title: 'Sign this message?',
        yes: 'Sign',
        body: (
          <>
            <As account={request.account} />
            <p className="mt-2 text-sm whitespace-pre-wrap">{request.message}</p>
          </>
        ),
      }
    case 'send-transaction': {
      const call = describeCall(request.data)
      return {
        title: call?.title ?? 'Send this transaction?',
        yes: 'Confirm',
        body: (
          <>
            <As account={request.account} />
            <p className="mt-2 text-sm">
              It costs at most {trimEther(request.maxCost)} test ETH, which are worth nothing.
            </p>
            <Details>
              <Facts
                facts={[
                  ['Network', `chain ${request.chainId}`],
                  ['Contract', request.to ?? 'a new one'],
                  ...(call?.facts ?? [['Data', `${(request.data.length - 2) / 2} bytes`] as const]),
                ]}
              />
            </Details>
          </>
        ),
      }
    }
    case 'switch-chain':
      return {
        title: `Switch to ${request.name}?`,
        yes: 'Switch',
        body: (
          <p className="mt-1 text-sm text-ink-2">The page asks this wallet to use chain {request.chainId}.</p>
        ),
      }
    case 'add-chain':
      return {
        title: `Add ${request.name}?`,
        yes: 'Add and switch',
        body: (
          <Facts
            facts={[
              ['Chain', String(request.chainId)],
              ['Node', request.rpcUrl],
            ]}
          />
        ),
      }
  }
}

function As({ account }: { readonly account: `0x${string}` }) {
  return (
    <p className="mt-1 text-sm text-ink-2">
      as <b>{NAMES.get(account) ?? 'this account'}</b>,{' '}
      <bdi className="font-mono text-xs">{shorten(account)}</bdi>
    </p>
  )
}

function shorten(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`
}

function trimEther(wei: bigint): string {
  return Number(formatEther(wei)).toLocaleString('en', { maximumSignificantDigits: 2 })
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
