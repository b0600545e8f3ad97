import type { ReactNode } from 'react'

/** Things to know, each with a sign. */
export function Points({
  points,
}: {
  readonly points: readonly (readonly [icon: ReactNode, text: ReactNode])[]
}) {
  return (
    <ul className="max-w-160">
      {points.map(([icon, text], index) => (
        <li
          key={index}
          className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-2 py-1.5 leading-snug [&>.lucide]:mt-0.5 [&>.lucide]:text-ink-3"
        >
          {icon}
          <span>{text}</span>
        </li>
      ))}
    </ul>
  )
}
