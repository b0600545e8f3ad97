import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { buttonClass } from './Button.tsx'
import type { ButtonKind, ButtonSize } from './Button.tsx'

export type ButtonLinkProps = {
  /** A route, as `/chart/0x…/records`. */
  readonly href: string
  readonly kind?: ButtonKind
  readonly size?: ButtonSize
  readonly className?: string
  readonly children: ReactNode
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({ href, kind, size, className, children }: ButtonLinkProps) {
  return (
    <Link href={href} className={buttonClass(kind, size, className)}>
      {children}
    </Link>
  )
}
