import type { HardhatEthersSigner as Signer } from '@nomicfoundation/hardhat-ethers/types'

import { digest } from './builders.ts'
import { ethers } from './chain.ts'
import { deploy } from './deploy.ts'

type Eight<T> = [T, T, T, T, T, T, T, T]

/** A contract with one open chart, its keyring given by nobody but its owner. */
export async function openedChart() {
  const [owner, doctor, nurse, stranger, carer, successor, governance, relayer] =
    (await ethers.getSigners()) as Eight<Signer>
  const credentials = await deploy('Credentials', [governance])
  const charts = await deploy('Charts', [credentials])
  const keyring = digest()
  const chart = await charts.chartIdOf(owner.address, 0)
  await charts.connect(owner).open(0, keyring)

  /** An update that builds on the chart as it is, to another keyring of the same epoch unless told. */
  const update = async (
    changes: Partial<{ from: string; to: string; epoch: bigint; nextEpoch: bigint }> = {},
  ) => {
    const { keyring: from, epoch } = await charts.chartOf(chart)
    return { from, to: digest(), epoch, nextEpoch: epoch, ...changes }
  }

  /** An update to a keyring of fresh keys for the next epoch. */
  const rekey = async (changes: Parameters<typeof update>[0] = {}) => {
    const { epoch } = await charts.chartOf(chart)
    return update({ to: digest(), nextEpoch: epoch + 1n, ...changes })
  }

  /** The update of a device whose stores are down: no keyring. */
  const noKeyring = () => rekey({ to: ethers.ZeroHash })

  return {
    charts,
    credentials,
    chart,
    keyring,
    owner,
    doctor,
    nurse,
    stranger,
    carer,
    successor,
    governance,
    relayer,
    update,
    rekey,
    noKeyring,
  }
}
