import { AtSign, Contrast, FolderKey, HardDrive, KeyRound, Lock } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { cx } from '../../components/cx.ts'
import type { SessionInfo } from '../../worker/types.ts'
import { DeploymentDetails } from './DeploymentDetails.tsx'
import { Stores } from './Stores.tsx'
import { ThemeChoice } from './ThemeChoice.tsx'
import { ThisTab } from './ThisTab.tsx'
import { UnlockWays } from './UnlockWays.tsx'
import { YourAddress } from './YourAddress.tsx'
import { YourCharts } from './YourCharts.tsx'

type Part = {
  readonly key: string
  readonly title: string
  readonly text: string
  readonly icon: ReactNode
  readonly content: (session: SessionInfo) => ReactNode
}

const PARTS: readonly Part[] = [
  {
    key: 'address',
    title: 'Your address',
    text: 'Give it to a person who wants to let you into their chart.',
    icon: <AtSign />,
    content: (session) => <YourAddress session={session} />,
  },
  {
    key: 'unlock',
    title: 'Ways to unlock',
    text: 'Each of these opens your account on a new device.',
    icon: <KeyRound />,
    content: (session) => <UnlockWays session={session} />,
  },
  {
    key: 'charts',
    title: 'Your charts',
    text: 'Who acts for you, handing a chart over, and encrypting anew what was filed before.',
    icon: <FolderKey />,
    content: (session) => <YourCharts session={session} />,
  },
  {
    key: 'stores',
    title: 'Stores',
    text: 'Where the encrypted records are kept. A store cannot read them.',
    icon: <HardDrive />,
    content: () => <Stores />,
  },
  {
    key: 'theme',
    title: 'Theme',
    text: 'Kept in this browser alone.',
    icon: <Contrast />,
    content: () => <ThemeChoice />,
  },
  {
    key: 'tab',
    title: 'This tab',
    text: 'Your keys are in this tab until you lock or close it, or leave it unused.',
    icon: <Lock />,
    content: () => <ThisTab />,
  },
]

/** What belongs to the account and to this browser. */
export function Settings({ session }: { readonly session: SessionInfo }) {
  const sections = useRef(new Map<string, HTMLElement>())
  const [current, setCurrent] = useState(PARTS[0]!.key)
  useEffect(() => {
    const onScroll = () => setCurrent(partInView(sections.current))
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => window.removeEventListener('scroll', onScroll)
  }, [])

  function go(key: string) {
    const section = sections.current.get(key)
    section?.scrollIntoView({ block: 'start' })
    section?.focus({ preventScroll: true })
    setCurrent(key)
  }

  return (
    <div className="items-start gap-8 lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <div className="lg:sticky lg:top-6">
        <h1 className="mb-3 lg:ps-3">Settings</h1>
        <nav aria-label="Settings">
          <ul className="scrollbar-none -mx-4 mb-6 flex gap-2 overflow-x-auto px-4 py-1 sm:-mx-6 sm:px-6 lg:mx-0 lg:mb-0 lg:block lg:p-0">
            {PARTS.map((part) => (
              <li key={part.key} className="flex-none">
                <button
                  type="button"
                  aria-current={part.key === current ? 'true' : undefined}
                  onClick={() => go(part.key)}
                  className={cx(
                    'inline-flex min-h-11 items-center gap-2.5 rounded-control border-[1.5px] border-line-strong px-3.5 text-sm font-semibold',
                    'aria-[current=true]:border-spruce aria-[current=true]:bg-spruce-tint',
                    'lg:w-full lg:border-0 lg:px-3 lg:text-base lg:font-normal lg:hover:bg-inset lg:aria-[current=true]:bg-spruce-tint lg:aria-[current=true]:font-bold',
                  )}
                >
                  {part.icon}
                  {part.title}
                </button>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      <div className="space-y-10">
        {PARTS.map((part) => (
          <section
            key={part.key}
            ref={(element) => {
              if (element === null) sections.current.delete(part.key)
              else sections.current.set(part.key, element)
            }}
            tabIndex={-1}
            aria-labelledby={`settings-${part.key}`}
            className="scroll-mt-6 outline-none"
          >
            <h2 id={`settings-${part.key}`} className="text-xl">
              {part.title}
            </h2>
            <p className="mb-3 text-sm text-ink-2">{part.text}</p>
            {part.content(session)}
          </section>
        ))}
        <DeploymentDetails session={session} />
      </div>
    </div>
  )
}

/** The last part whose heading has reached the upper third of the window. */
function partInView(sections: ReadonlyMap<string, HTMLElement>): string {
  const reached = PARTS.filter(
    ({ key }) => (sections.get(key)?.getBoundingClientRect().top ?? 0) < window.innerHeight / 3,
  )
  const isEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2
  return (isEnd && window.scrollY > 0 ? PARTS.at(-1) : reached.at(-1))?.key ?? PARTS[0]!.key
}
