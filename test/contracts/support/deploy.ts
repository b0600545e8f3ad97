import { ethers } from './chain.ts'
import type { Charts } from '../../../types/ethers-contracts/Charts.ts'
import type { Credentials } from '../../../types/ethers-contracts/Credentials.ts'
import type { Registrar } from '../../../types/ethers-contracts/Registrar.ts'

type Contracts = { Charts: Charts; Credentials: Credentials; Registrar: Registrar }

/** Deploys a contract, typed as TypeChain knows it. */
export const deploy = async <Name extends keyof Contracts>(name: Name, args: unknown[] = []) =>
  (await ethers.deployContract(name, args)) as unknown as Contracts[Name]
