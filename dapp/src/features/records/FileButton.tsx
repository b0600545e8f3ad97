import { useRef } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import type { ButtonKind, ButtonSize } from '../../components/Button.tsx'
import { ACCEPTED } from './recordKinds.tsx'

export type FileButtonProps = {
  readonly onFiles: (files: readonly File[]) => void
  readonly kind?: ButtonKind
  readonly size?: ButtonSize
  readonly className?: string
  /** Opens the camera of a phone. */
  readonly isCamera?: boolean
  readonly isDisabled?: boolean
  readonly label?: string
  readonly children: ReactNode
}

/** A button that opens the system's file chooser, or the camera. */
export function FileButton({
  onFiles,
  kind,
  size,
  className,
  isCamera,
  isDisabled,
  label,
  children,
}: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        {...(kind === undefined ? {} : { kind })}
        {...(size === undefined ? {} : { size })}
        {...(className === undefined ? {} : { className })}
        {...(label === undefined ? {} : { 'aria-label': label })}
        isDisabled={isDisabled === true}
        onPress={() => input.current?.click()}
      >
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={isCamera !== true}
        accept={isCamera === true ? 'image/*' : ACCEPTED}
        {...(isCamera === true ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
    </>
  )
}
