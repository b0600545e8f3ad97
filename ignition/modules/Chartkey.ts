import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'

import Credentials from './Credentials.ts'

export default buildModule('Chartkey', (m) => {
  const { credentials } = m.useModule(Credentials)
  const registrar = m.contract('Registrar')
  const charts = m.contract('Charts', [credentials])
  return { registrar, credentials, charts }
})
