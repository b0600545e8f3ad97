import { Check, ChevronDown } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { Link } from 'wouter'

export type NameTabChoice = {
  readonly href: string
  readonly lead: string
  readonly name: string
  readonly isCurrent: boolean
}

export type NameTabProps = {
  /** Over the name: "Your chart". */
  readonly lead: string
  readonly name: string
  /** Other charts to turn to, this one among them. With fewer than two the tab is no button. */
  readonly choices?: readonly NameTabChoice[]
}

const LOOK = 'owner-tab max-sm:rounded-ss-none max-sm:border-s-0 max-sm:ps-4'

/** The manila tab: whose chart this is, and the way to others. */
export function NameTab({ lead, name, choices = [] }: NameTabProps) {
  if (choices.length < 2) {
    return (
      <div className={LOOK}>
        <Words lead={lead} name={name} />
      </div>
    )
  }
  return <SwitchingTab lead={lead} name={name} choices={choices} />
}

function Words({ lead, name }: Pick<NameTabProps, 'lead' | 'name'>) {
  return (
    <span className="min-w-0">
      <span className="block text-xs leading-tight">{lead}</span>
      <strong className="block truncate leading-tight">
        <bdi>{name}</bdi>
      </strong>
    </span>
  )
}

function SwitchingTab({ lead, name, choices }: Required<NameTabProps>) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const whole = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!isOpen) return
    const onPointer = (event: PointerEvent) => {
      if (!whole.current?.contains(event.target as Node)) setOpen(false)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', onPointer)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', onPointer)
      document.removeEventListener('keydown', onKey)
    }
  }, [isOpen])
  return (
    <div ref={whole} className="relative flex min-w-0">
      <button
        ref={button}
        type="button"
        className={LOOK}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Words lead={lead} name={name} />
        <ChevronDown className={isOpen ? 'rotate-180' : undefined} aria-label="Other charts" />
      </button>
      <nav
        id={id}
        aria-label="Charts"
        hidden={!isOpen}
        className="absolute inset-s-0 top-full z-20 w-80 max-w-[calc(100vw-1rem)] rounded-b-sheet border border-line bg-raised py-1.5 shadow-pop"
      >
        <ul>
          {choices.map((choice) => (
            <li key={choice.href}>
              <Link
                href={choice.href}
                aria-current={choice.isCurrent ? 'true' : undefined}
                onClick={() => setOpen(false)}
                className="flex min-h-12 items-center gap-3 px-5 py-1 text-ink no-underline hover:bg-inset"
              >
                <span className="min-w-0 flex-1">
                  <span className="block text-xs leading-tight text-ink-2">{choice.lead}</span>
                  <span className="block truncate leading-tight font-semibold">
                    <bdi>{choice.name}</bdi>
                  </span>
                </span>
                {choice.isCurrent ? <Check className="text-spruce" aria-label="Open now" /> : null}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  )
}
