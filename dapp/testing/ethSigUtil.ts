import { execFileSync } from 'node:child_process'

const ENCRYPTION_KEY = '7e5374ec2ef0d91761a6e72fdf8f6ac665519bfdf6da0a2329cf0d804514b816'

const SCRIPT = `
  import { decrypt, getEncryptionPublicKey } from '@metamask/eth-sig-util'
  const [what, privateKey] = process.argv.slice(1)
  const text = Buffer.from(what.slice(2), 'hex').toString('utf8')
  process.stdout.write(
    what === 'key'
      ? getEncryptionPublicKey(privateKey)
      : decrypt({ encryptedData: JSON.parse(text), privateKey }),
  )`

/**
 * MetaMask's own library in a process of its own, since it does not know the byte arrays of jsdom: gives the encryption
 * key for `key`, and otherwise what a box given in hex holds.
 */
export function ethSigUtil(what: string): string {
  const parameters = ['--input-type=module', '-e', SCRIPT, what, ENCRYPTION_KEY]
  return execFileSync(process.execPath, parameters, { encoding: 'utf8' })
}
