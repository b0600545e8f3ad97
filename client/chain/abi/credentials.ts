// Generated from contracts/ by `npm run generate`. Do not edit.
export const credentialsAbi = [
  {
    inputs: [{ internalType: 'address', name: 'governance', type: 'address' }],
    stateMutability: 'nonpayable',
    type: 'constructor',
  },
  {
    inputs: [
      { internalType: 'uint40', name: 'until', type: 'uint40' },
      { internalType: 'uint256', name: 'time', type: 'uint256' },
    ],
    name: 'CredentialsExpired',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'uint64', name: 'attributes', type: 'uint64' }],
    name: 'CredentialsInvalidAttributes',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'address', name: 'authority', type: 'address' },
      { internalType: 'uint64', name: 'given', type: 'uint64' },
      { internalType: 'uint64', name: 'current', type: 'uint64' },
    ],
    name: 'CredentialsNarrows',
    type: 'error',
  },
  { inputs: [], name: 'CredentialsNeedGovernance', type: 'error' },
  {
    inputs: [
      { internalType: 'address', name: 'authority', type: 'address' },
      { internalType: 'uint64', name: 'attributes', type: 'uint64' },
      { internalType: 'uint64', name: 'accredited', type: 'uint64' },
    ],
    name: 'CredentialsNotAccredited',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'address', name: 'account', type: 'address' }],
    name: 'CredentialsNotAuthority',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'address', name: 'authority', type: 'address' },
      { internalType: 'address', name: 'subject', type: 'address' },
    ],
    name: 'CredentialsNothingAttested',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'address', name: 'owner', type: 'address' }],
    name: 'OwnableInvalidOwner',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'address', name: 'account', type: 'address' }],
    name: 'OwnableUnauthorizedAccount',
    type: 'error',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'address', name: 'authority', type: 'address' },
      { indexed: true, internalType: 'address', name: 'subject', type: 'address' },
      { indexed: false, internalType: 'uint64', name: 'attributes', type: 'uint64' },
      { indexed: false, internalType: 'uint40', name: 'until', type: 'uint40' },
    ],
    name: 'Attested',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'address', name: 'authority', type: 'address' },
      { indexed: false, internalType: 'uint64', name: 'attributes', type: 'uint64' },
    ],
    name: 'AuthorityAccredited',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [{ indexed: true, internalType: 'address', name: 'authority', type: 'address' }],
    name: 'AuthorityRemoved',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'address', name: 'previousOwner', type: 'address' },
      { indexed: true, internalType: 'address', name: 'newOwner', type: 'address' },
    ],
    name: 'OwnershipTransferStarted',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'address', name: 'previousOwner', type: 'address' },
      { indexed: true, internalType: 'address', name: 'newOwner', type: 'address' },
    ],
    name: 'OwnershipTransferred',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'address', name: 'authority', type: 'address' },
      { indexed: true, internalType: 'address', name: 'subject', type: 'address' },
    ],
    name: 'Withdrawn',
    type: 'event',
  },
  { inputs: [], name: 'acceptOwnership', outputs: [], stateMutability: 'nonpayable', type: 'function' },
  {
    inputs: [
      { internalType: 'address', name: 'authority', type: 'address' },
      { internalType: 'uint64', name: 'attributes', type: 'uint64' },
    ],
    name: 'accredit',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'address', name: 'subject', type: 'address' },
      { internalType: 'uint64', name: 'attributes', type: 'uint64' },
      { internalType: 'uint40', name: 'until', type: 'uint40' },
    ],
    name: 'attest',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'address', name: 'authority', type: 'address' },
      { internalType: 'address', name: 'subject', type: 'address' },
    ],
    name: 'attestationOf',
    outputs: [
      { internalType: 'uint64', name: 'attributes', type: 'uint64' },
      { internalType: 'uint40', name: 'until', type: 'uint40' },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'address', name: 'authority', type: 'address' }],
    name: 'authorityOf',
    outputs: [{ internalType: 'uint64', name: 'attributes', type: 'uint64' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'address', name: 'subject', type: 'address' },
      { internalType: 'enum Attribute', name: 'attribute', type: 'uint8' },
      { internalType: 'address', name: 'authority', type: 'address' },
    ],
    name: 'holds',
    outputs: [{ internalType: 'bool', name: '', type: 'bool' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'owner',
    outputs: [{ internalType: 'address', name: '', type: 'address' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'pendingOwner',
    outputs: [{ internalType: 'address', name: '', type: 'address' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'address', name: 'authority', type: 'address' }],
    name: 'removeAuthority',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  { inputs: [], name: 'renounceOwnership', outputs: [], stateMutability: 'view', type: 'function' },
  {
    inputs: [{ internalType: 'address', name: 'newOwner', type: 'address' }],
    name: 'transferOwnership',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'address', name: 'subject', type: 'address' }],
    name: 'withdraw',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
] as const
