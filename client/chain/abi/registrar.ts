// Generated from contracts/ by `npm run generate`. Do not edit.
export const registrarAbi = [
  { inputs: [], name: 'RegistrarEmptyProfile', type: 'error' },
  {
    inputs: [
      { internalType: 'address', name: 'account', type: 'address' },
      { internalType: 'bytes32', name: 'given', type: 'bytes32' },
      { internalType: 'bytes32', name: 'current', type: 'bytes32' },
    ],
    name: 'RegistrarStaleProfile',
    type: 'error',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'address', name: 'account', type: 'address' },
      { indexed: false, internalType: 'bytes32', name: 'previous', type: 'bytes32' },
      { indexed: false, internalType: 'bytes32', name: 'profile', type: 'bytes32' },
    ],
    name: 'ProfilePublished',
    type: 'event',
  },
  {
    inputs: [{ internalType: 'address', name: 'account', type: 'address' }],
    name: 'profileOf',
    outputs: [{ internalType: 'bytes32', name: 'profile', type: 'bytes32' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'previous', type: 'bytes32' },
      { internalType: 'bytes32', name: 'profile', type: 'bytes32' },
    ],
    name: 'publish',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
] as const
