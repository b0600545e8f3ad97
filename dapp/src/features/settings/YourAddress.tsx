import { Copy } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { QrCode } from '../../components/QrCode.tsx'
import { useToasts } from '../../hooks/useToasts.ts'
import type { SessionInfo } from '../../worker/types.ts'

/** What to give to someone who wants to let this account in. */
export function YourAddress({ session }: { readonly session: SessionInfo }) {
  const toasts = useToasts()
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-4">
      <span className="rounded-control border border-line bg-[#ffffff] p-3">
        <QrCode text={session.account} label="Your address as a QR code" className="size-30" />
      </span>
      <div className="min-w-0 flex-1 basis-72">
        {session.name === null ? null : (
          <p className="font-semibold">
            <bdi>{session.name}</bdi>{' '}
            <span className="text-sm font-normal text-ink-2">is your public name.</span>
          </p>
        )}
        <p className="font-mono text-sm wrap-anywhere" dir="ltr">
          {session.account}
        </p>
        <Button
          size="small"
          className="mt-2.5"
          onPress={() => {
            void navigator.clipboard.writeText(session.account).then(
              () => toasts.show('done', 'Your address is copied.'),
              () =>
                toasts.show(
                  'notice',
                  'This browser does not let the page copy. Mark the address and copy it yourself.',
                ),
            )
          }}
        >
          <Copy />
          Copy the address
        </Button>
      </div>
    </div>
  )
}
