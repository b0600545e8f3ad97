import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'

export default buildModule('Chartkey', (m) => {
  const registrar = m.contract('Registrar')
  const charts = m.contract('Charts')
  return { registrar, charts }
})
