import { Lock, LogOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../components/Button.tsx'
import { PageHead } from '../components/PageHead.tsx'
import { Segmented } from '../components/Segmented.tsx'
import { useTheme } from '../components/useTheme.ts'
import { AppFrame, SessionGate } from '../features/frame/index.ts'
import { Stores, WaysToUnlock, YourAddress } from '../features/settings/index.ts'
import { useSession } from '../hooks/useSession.ts'
import { useWallet } from '../hooks/useWallet.ts'
import type { SessionInfo } from '../worker/types.ts'

export function SettingsPage() {
  return (
    <SessionGate>
      {(session) => (
        <AppFrame session={session} title="Settings">
          <Settings session={session} />
        </AppFrame>
      )}
    </SessionGate>
  )
}

function Settings({ session }: { readonly session: SessionInfo }) {
  const { lock } = useSession()
  const wallet = useWallet()
  const [, navigate] = useLocation()
  const [theme, setTheme] = useTheme()
  return (
    <>
      <PageHead title="Settings" />
      <div className="max-w-220 space-y-10">
        <Section title="Your address" text="Give it to a person who wants to let you into their chart.">
          <YourAddress session={session} />
        </Section>
        <Section title="Ways to unlock" text="Each of these opens your account on a new device.">
          <WaysToUnlock session={session} />
        </Section>
        <Section title="Stores" text="Where the encrypted records are kept. A store cannot read them.">
          <Stores />
        </Section>
        <Section title="Theme">
          <Segmented
            label="Theme"
            value={theme}
            onChange={setTheme}
            options={[
              { value: 'device', label: 'Like this device' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        </Section>
        <Section title="Leave" text="Locking wipes the keys from this tab. Your records stay where they are.">
          <div className="flex flex-wrap gap-2">
            <Button
              onPress={() => {
                lock()
                navigate('/')
              }}
            >
              <Lock />
              Lock
            </Button>
            {wallet.status === 'connected' ? (
              <Button
                kind="quiet"
                onPress={async () => {
                  await wallet.disconnect()
                  navigate('/')
                }}
              >
                <LogOut />
                Lock and disconnect the wallet
              </Button>
            ) : null}
          </div>
        </Section>
      </div>
    </>
  )
}

function Section({
  title,
  text,
  children,
}: {
  readonly title: string
  readonly text?: string
  readonly children: ReactNode
}) {
  return (
    <section>
      <h2 className="text-xl">{title}</h2>
      {text === undefined ? null : <p className="mt-0.5 text-sm text-ink-2">{text}</p>}
      <div className="mt-3">{children}</div>
    </section>
  )
}
