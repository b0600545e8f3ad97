// Generated from contracts/ by `npm run generate`. Do not edit.
export const registrarAbi = [
  {
    inputs: [
      { internalType: 'address', name: 'account', type: 'address' },
      { internalType: 'uint256', name: 'currentNonce', type: 'uint256' },
    ],
    name: 'InvalidAccountNonce',
    type: 'error',
  },
  { inputs: [], name: 'InvalidShortString', type: 'error' },
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
    inputs: [
      { internalType: 'uint256', name: 'deadline', type: 'uint256' },
      { internalType: 'uint256', name: 'time', type: 'uint256' },
    ],
    name: 'SignaturesExpired',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'address', name: 'signer', type: 'address' }],
    name: 'SignaturesInvalid',
    type: 'error',
  },
  { inputs: [{ internalType: 'string', name: 'str', type: 'string' }], name: 'StringTooLong', type: 'error' },
  { anonymous: false, inputs: [], name: 'EIP712DomainChanged', type: 'event' },
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
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'address', name: 'account', type: 'address' },
      { indexed: true, internalType: 'uint192', name: 'key', type: 'uint192' },
      { indexed: false, internalType: 'uint64', name: 'nonce', type: 'uint64' },
    ],
    name: 'SignatureCancelled',
    type: 'event',
  },
  {
    inputs: [
      { internalType: 'uint192', name: 'key', type: 'uint192' },
      { internalType: 'uint64', name: 'nonce', type: 'uint64' },
    ],
    name: 'cancelSignature',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [],
    name: 'eip712Domain',
    outputs: [
      { internalType: 'bytes1', name: 'fields', type: 'bytes1' },
      { internalType: 'string', name: 'name', type: 'string' },
      { internalType: 'string', name: 'version', type: 'string' },
      { internalType: 'uint256', name: 'chainId', type: 'uint256' },
      { internalType: 'address', name: 'verifyingContract', type: 'address' },
      { internalType: 'bytes32', name: 'salt', type: 'bytes32' },
      { internalType: 'uint256[]', name: 'extensions', type: 'uint256[]' },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'chart', type: 'bytes32' },
      { internalType: 'bytes32', name: 'action', type: 'bytes32' },
      { internalType: 'bytes32', name: 'subject', type: 'bytes32' },
    ],
    name: 'nonceKey',
    outputs: [{ internalType: 'uint192', name: 'key', type: 'uint192' }],
    stateMutability: 'pure',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'address', name: 'owner', type: 'address' }],
    name: 'nonces',
    outputs: [{ internalType: 'uint256', name: '', type: 'uint256' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'address', name: 'owner', type: 'address' },
      { internalType: 'uint192', name: 'key', type: 'uint192' },
    ],
    name: 'nonces',
    outputs: [{ internalType: 'uint256', name: '', type: 'uint256' }],
    stateMutability: 'view',
    type: 'function',
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
  {
    inputs: [
      { internalType: 'bytes32', name: 'previous', type: 'bytes32' },
      { internalType: 'bytes32', name: 'profile', type: 'bytes32' },
      {
        components: [
          { internalType: 'address', name: 'signer', type: 'address' },
          { internalType: 'uint64', name: 'nonce', type: 'uint64' },
          { internalType: 'uint256', name: 'deadline', type: 'uint256' },
          { internalType: 'bytes', name: 'signature', type: 'bytes' },
        ],
        internalType: 'struct Signed',
        name: 'signed',
        type: 'tuple',
      },
    ],
    name: 'publishBySig',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
] as const
