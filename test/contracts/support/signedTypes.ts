const KEYRING = [
  { name: 'fromKeyring', type: 'bytes32' },
  { name: 'toKeyring', type: 'bytes32' },
  { name: 'epoch', type: 'uint24' },
  { name: 'nextEpoch', type: 'uint24' },
]

const PERMISSION = [
  { name: 'read', type: 'uint64' },
  { name: 'write', type: 'uint64' },
  { name: 'until', type: 'uint40' },
  { name: 'sinceEpoch', type: 'uint24' },
  { name: 'purpose', type: 'string' },
]

const signed = (...fields: { name: string; type: string }[]) => [
  { name: 'signer', type: 'address' },
  ...fields,
  { name: 'nonce', type: 'uint64' },
  { name: 'deadline', type: 'uint256' },
]

const chart = { name: 'chart', type: 'bytes32' }

/** What accounts sign, by primary type, as docs/protocol.md has it. */
export const TYPES = {
  Publish: { Publish: signed({ name: 'previous', type: 'bytes32' }, { name: 'profile', type: 'bytes32' }) },
  Open: { Open: signed({ name: 'n', type: 'uint256' }, { name: 'keyring', type: 'bytes32' }) },
  Grant: { Grant: signed(chart, { name: 'grantee', type: 'address' }, ...PERMISSION, ...KEYRING) },
  Revoke: {
    Revoke: signed(
      chart,
      { name: 'grantee', type: 'address' },
      ...PERMISSION,
      { name: 'grantEpoch', type: 'uint24' },
      ...KEYRING,
    ),
  },
  Rotate: { Rotate: signed(chart, ...KEYRING) },
  Share: {
    Share: signed(
      chart,
      { name: 'number', type: 'uint24' },
      { name: 'reader', type: 'address' },
      { name: 'replacedUntil', type: 'uint40' },
      { name: 'until', type: 'uint40' },
      ...KEYRING,
    ),
  },
  AddRecords: {
    AddRecords: signed(chart, { name: 'epoch', type: 'uint24' }, { name: 'records', type: 'Record[]' }),
    Record: [
      { name: 'pointer', type: 'bytes32' },
      { name: 'section', type: 'uint8' },
      { name: 'supersedes', type: 'uint24' },
    ],
  },
} as const

export type Action = keyof typeof TYPES
