import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'

export type DialogProps = {
  readonly title: ReactNode
  readonly isOpen: boolean
  /** Called when the person closes it with Escape. Absent: only the dialog's own buttons close it. */
  readonly onClose?: (() => void) | undefined
  readonly role?: 'dialog' | 'alertdialog'
  readonly children: ReactNode
}

/**
 * A dialog on top of the page, with the manila edge of the folder. On a phone it stands at the bottom, above the keyboard
 * where there is one, and leaves free the place where toasts appear.
 */
export function Dialog({ title, isOpen, onClose, role = 'dialog', children }: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose?.()
      }}
      isDismissable={false}
      isKeyboardDismissDisabled={onClose === undefined}
      className="fixed inset-0 z-30 grid animate-fade place-items-center overflow-y-auto bg-scrim p-4 max-sm:bottom-auto max-sm:h-(--visual-viewport-height,100dvh) max-sm:items-end max-sm:pt-28"
    >
      <Modal className="w-full max-w-136 rounded-sheet border-t-[6px] border-manila bg-raised shadow-dialog">
        <AriaDialog role={role} className="px-4 py-5 outline-none sm:px-8 sm:py-6">
          <Heading slot="title" className="text-xl">
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** The row of buttons that ends a dialog. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap items-center gap-2">{children}</div>
}
