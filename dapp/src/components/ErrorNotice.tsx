import { Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { Panel } from './Panel.tsx'

export type ErrorNoticeProps = {
  /** What failed. */
  readonly title: string
  /** What is unharmed and what to do. */
  readonly children: ReactNode
  readonly onRetry?: (() => void) | undefined
  readonly retry?: string
  readonly isRetrying?: boolean
  readonly icon?: ReactNode
}

export function ErrorNotice({
  title,
  children,
  onRetry,
  retry = 'Try again',
  isRetrying,
  icon,
}: ErrorNoticeProps) {
  return (
    <Panel isInset>
      <div role="alert">
        <h2 className="flex items-center gap-2 text-base">
          {icon ?? <Unplug />}
          {title}
        </h2>
        <div className="mt-1 max-w-160 text-sm text-ink-2">{children}</div>
      </div>
      {onRetry === undefined ? null : (
        <Button
          size="small"
          className="mt-3"
          onPress={onRetry}
          busy={isRetrying === true ? 'Trying…' : undefined}
        >
          {retry}
        </Button>
      )}
    </Panel>
  )
}
