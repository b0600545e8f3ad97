import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { applyTheme, readTheme } from '../features/settings/theme.ts'
import { createEngine } from '../worker/createEngine.ts'
import { readError } from '../worker/readError.ts'
import { App } from './App.tsx'
import { StartFailure } from './StartFailure.tsx'
import { createWorker } from './createWorker.ts'
import './index.css'
import { readConfig } from './readConfig.ts'
import { createWagmiConfig } from './wagmi.ts'

applyTheme(readTheme())
const root = createRoot(document.getElementById('root')!)

async function start(): Promise<void> {
  const config = await readConfig()
  // Announced before wagmi looks around, so that a reload finds the practice wallet connected.
  const demo = config.demo ? await import('../features/demo-wallet/index.ts') : null
  const practice =
    demo === null ? null : { wallet: demo.startPracticeWallet(config), Sheet: demo.PracticeWalletSheet }
  const engine = createEngine({ config, wagmi: createWagmiConfig(config), createWorker })
  root.render(
    <StrictMode>
      <App engine={engine}>{practice && <practice.Sheet wallet={practice.wallet} />}</App>
    </StrictMode>,
  )
}

start().catch((error: unknown) => {
  const reading = readError(error)
  root.render(<StartFailure failure={reading.kind === 'failed' ? reading.failure : null} />)
})
