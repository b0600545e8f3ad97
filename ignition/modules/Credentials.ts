import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'

/** `governance` accredits authorities. It is the deployer unless told, and can be handed over in two steps. */
export default buildModule('Credentials', (m) => {
  const credentials = m.contract('Credentials', [m.getParameter('governance', m.getAccount(0))])
  return { credentials }
})
