import { Link } from 'wouter'

export function Brand() {
  return (
    <Link
      href="/"
      className="flex min-h-11 items-center gap-2.5 text-[1.125rem] font-bold tracking-tight text-ink no-underline"
    >
      <svg viewBox="0 0 28 28" aria-hidden="true" className="size-7 flex-none">
        <path
          d="M3 7.5A2.5 2.5 0 0 1 5.5 5h5.6c.7 0 1.3.3 1.8.8l1.7 1.8h7.9a2.5 2.5 0 0 1 2.5 2.5v11.4a2.5 2.5 0 0 1-2.5 2.5h-17A2.5 2.5 0 0 1 3 21.500z"
          className="fill-manila stroke-manila-edge"
        />
        <circle cx="14" cy="14" r="2.7" className="fill-on-manila" />
        <path d="M12.9 15.500h2.200l.9 4.800h-4z" className="fill-on-manila" />
      </svg>
      Chartkey
    </Link>
  )
}
