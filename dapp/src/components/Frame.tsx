import { CircleCheck, Eye, Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { Brand } from './Brand.tsx'
import { Button } from './Button.tsx'
import { cx } from './cx.ts'
import { formatAddress } from './format/formatAddress.ts'

export type NavItem = {
  readonly href: string
  readonly label: string
  readonly shortLabel?: string
  readonly icon: ReactNode
  readonly isCurrent: boolean
}

export type FrameProps = {
  /** The name tab of the chart that is open; absent where the page is about no single chart. */
  readonly tab?: ReactNode
  readonly nav: readonly NavItem[]
  readonly account: string
  /** Opened with its wallet; else it can only read. */
  readonly canAct: boolean
  readonly onLock?: (() => void) | undefined
  /** In the order of their weight; two are shown at most. */
  readonly banners?: readonly ReactNode[]
  /** Buttons of the phone's top bar, before the lock. */
  readonly phoneEnd?: ReactNode
  /** A wizard brings its own bar for the phone's bottom. */
  readonly hasOwnBar?: boolean
  readonly children: ReactNode
}

/** The ground, the folder with its name tab, and the sheet that the page is written on. */
export function Frame({
  tab,
  nav,
  account,
  canAct,
  onLock,
  banners = [],
  phoneEnd,
  hasOwnBar,
  children,
}: FrameProps) {
  const isFolder = tab !== undefined && tab !== null
  return (
    <div className="flex min-h-dvh flex-col">
      <button
        type="button"
        className="sr-only z-40 rounded-control bg-ink px-4 py-2 font-semibold text-sheet focus:not-sr-only focus:fixed focus:start-4 focus:top-2"
        onClick={() => document.getElementById('main')?.focus()}
      >
        To the content
      </button>
      <header
        className={cx(
          'mx-auto flex w-full max-w-320 items-center gap-4 px-4 py-2 lg:px-8',
          isFolder && 'max-sm:hidden',
        )}
      >
        <Brand />
        <div className="ms-auto flex items-center gap-4">
          <span className="hidden items-center gap-2 text-sm text-ink-2 sm:inline-flex">
            {canAct ? <CircleCheck /> : <Eye />}
            {canAct ? 'Connected as' : 'Reading only, as'}{' '}
            <span className="font-mono" dir="ltr">
              {formatAddress(account)}
            </span>
          </span>
          {onLock === undefined ? null : (
            <Button size="small" onPress={onLock}>
              <Lock />
              Lock
            </Button>
          )}
        </div>
      </header>
      {banners.length === 0 ? null : (
        <div className="mx-auto w-full max-w-320 space-y-2 px-4 pb-3 max-sm:pt-3 lg:px-8">
          {banners.slice(0, 2)}
        </div>
      )}
      <div className="mx-auto flex w-full max-w-320 flex-1 flex-col sm:px-4 sm:pb-8 lg:flex-none lg:px-8">
        <div
          className={cx(
            'flex items-stretch gap-6',
            isFolder ? 'min-h-12 max-sm:min-h-14 max-sm:pt-2' : 'sm:min-h-11',
          )}
        >
          {isFolder ? <div className="flex min-w-0 max-sm:max-w-[calc(100%-7rem)]">{tab}</div> : null}
          <nav aria-label="Main" className={cx('hidden gap-1 self-stretch sm:flex', isFolder && 'ms-4')}>
            {nav.map((item) => (
              <Link
                key={item.href}
                href={item.href}
                aria-current={item.isCurrent ? 'page' : undefined}
                className="flex min-h-11 items-center gap-2 border-y-4 border-transparent px-3.5 font-semibold text-ink-2 no-underline hover:border-b-manila-edge hover:text-ink aria-[current=page]:border-b-spruce aria-[current=page]:text-ink"
              >
                {item.icon}
                {item.label}
              </Link>
            ))}
          </nav>
          {isFolder ? (
            <div className="ms-auto flex items-center pe-2 sm:hidden">
              {phoneEnd}
              {onLock === undefined ? null : (
                <Button kind="quiet" size="icon" aria-label="Lock" onPress={onLock}>
                  <Lock />
                </Button>
              )}
            </div>
          ) : null}
        </div>
        <main
          id="main"
          tabIndex={-1}
          className={cx(
            'border-line bg-sheet px-4 pt-4 pb-28 max-sm:flex-1 sm:rounded-b-sheet sm:border sm:px-6 sm:pt-6 sm:pb-8 lg:px-8',
            isFolder ? 'border-t-4! border-t-manila! sm:rounded-se-sheet' : 'border-t sm:rounded-t-sheet',
          )}
        >
          {children}
        </main>
      </div>
      {hasOwnBar === true ? null : <BottomBar nav={nav} />}
    </div>
  )
}

function BottomBar({ nav }: { readonly nav: readonly NavItem[] }) {
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-10 flex border-t border-line-strong bg-raised pb-[env(safe-area-inset-bottom,0)] sm:hidden print:hidden"
    >
      {nav.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.isCurrent ? 'page' : undefined}
          className="grid min-h-15 flex-1 content-center justify-items-center gap-0.5 border-t-4 border-transparent text-xs font-semibold text-ink-2 no-underline aria-[current=page]:border-spruce aria-[current=page]:text-spruce [&>.lucide]:size-5.5"
        >
          {item.icon}
          <span>{item.shortLabel ?? item.label}</span>
        </Link>
      ))}
    </nav>
  )
}
