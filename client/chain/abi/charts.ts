// Generated from contracts/ by `npm run generate`. Do not edit.
export const chartsAbi = [
  {
    inputs: [{ internalType: 'ChartId', name: 'chart', type: 'bytes32' }],
    name: 'ChartsAlreadyOpen',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { internalType: 'address', name: 'account', type: 'address' },
      { internalType: 'uint8', name: 'section', type: 'uint8' },
    ],
    name: 'ChartsCannotWrite',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'ChartId', name: 'chart', type: 'bytes32' }],
    name: 'ChartsEmptyBatch',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'ChartId', name: 'chart', type: 'bytes32' }],
    name: 'ChartsEmptyKeyring',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'ChartId', name: 'chart', type: 'bytes32' }],
    name: 'ChartsEmptyPointer',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { internalType: 'uint40', name: 'until', type: 'uint40' },
      { internalType: 'uint256', name: 'time', type: 'uint256' },
    ],
    name: 'ChartsExpired',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { internalType: 'uint24', name: 'number', type: 'uint24' },
      { internalType: 'address', name: 'author', type: 'address' },
      { internalType: 'uint8', name: 'section', type: 'uint8' },
    ],
    name: 'ChartsForeignAmendment',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { internalType: 'address', name: 'grantee', type: 'address' },
    ],
    name: 'ChartsInvalidGrantee',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      {
        components: [
          { internalType: 'uint64', name: 'read', type: 'uint64' },
          { internalType: 'uint64', name: 'write', type: 'uint64' },
          { internalType: 'uint40', name: 'until', type: 'uint40' },
          { internalType: 'uint24', name: 'sinceEpoch', type: 'uint24' },
          { internalType: 'enum Purpose', name: 'purpose', type: 'uint8' },
        ],
        internalType: 'struct Permission',
        name: 'permission',
        type: 'tuple',
      },
    ],
    name: 'ChartsInvalidPermission',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { internalType: 'address', name: 'account', type: 'address' },
    ],
    name: 'ChartsNoGrant',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { internalType: 'address', name: 'account', type: 'address' },
      { internalType: 'address', name: 'owner', type: 'address' },
    ],
    name: 'ChartsNotOwner',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { internalType: 'bytes32', name: 'keyring', type: 'bytes32' },
    ],
    name: 'ChartsSameKeyring',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { internalType: 'uint24', name: 'given', type: 'uint24' },
      { internalType: 'uint24', name: 'current', type: 'uint24' },
    ],
    name: 'ChartsStaleEpoch',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { internalType: 'bytes32', name: 'given', type: 'bytes32' },
      { internalType: 'bytes32', name: 'current', type: 'bytes32' },
    ],
    name: 'ChartsStaleKeyring',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { internalType: 'uint24', name: 'epoch', type: 'uint24' },
    ],
    name: 'ChartsUnkeyed',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { internalType: 'uint24', name: 'number', type: 'uint24' },
    ],
    name: 'ChartsUnknownRecord',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { internalType: 'uint24', name: 'given', type: 'uint24' },
      { internalType: 'uint24', name: 'expected', type: 'uint24' },
    ],
    name: 'ChartsWrongNextEpoch',
    type: 'error',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { indexed: true, internalType: 'address', name: 'owner', type: 'address' },
      { indexed: false, internalType: 'bytes32', name: 'keyring', type: 'bytes32' },
    ],
    name: 'ChartOpened',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { indexed: true, internalType: 'address', name: 'grantee', type: 'address' },
      {
        components: [
          { internalType: 'uint64', name: 'read', type: 'uint64' },
          { internalType: 'uint64', name: 'write', type: 'uint64' },
          { internalType: 'uint40', name: 'until', type: 'uint40' },
          { internalType: 'uint24', name: 'sinceEpoch', type: 'uint24' },
          { internalType: 'enum Purpose', name: 'purpose', type: 'uint8' },
        ],
        indexed: false,
        internalType: 'struct Permission',
        name: 'permission',
        type: 'tuple',
      },
      { indexed: false, internalType: 'bytes32', name: 'keyring', type: 'bytes32' },
      { indexed: false, internalType: 'uint24', name: 'epoch', type: 'uint24' },
    ],
    name: 'Granted',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { indexed: false, internalType: 'bytes32', name: 'keyring', type: 'bytes32' },
      { indexed: false, internalType: 'uint24', name: 'epoch', type: 'uint24' },
    ],
    name: 'KeyringChanged',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { indexed: true, internalType: 'uint24', name: 'number', type: 'uint24' },
      { indexed: true, internalType: 'address', name: 'author', type: 'address' },
      { indexed: false, internalType: 'bytes32', name: 'pointer', type: 'bytes32' },
      { indexed: false, internalType: 'uint8', name: 'section', type: 'uint8' },
      { indexed: false, internalType: 'uint24', name: 'supersedes', type: 'uint24' },
      { indexed: false, internalType: 'uint24', name: 'epoch', type: 'uint24' },
      { indexed: false, internalType: 'uint40', name: 'time', type: 'uint40' },
    ],
    name: 'RecordAdded',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'ChartId', name: 'chart', type: 'bytes32' },
      { indexed: true, internalType: 'address', name: 'grantee', type: 'address' },
      { indexed: false, internalType: 'bytes32', name: 'keyring', type: 'bytes32' },
      { indexed: false, internalType: 'uint24', name: 'epoch', type: 'uint24' },
    ],
    name: 'Revoked',
    type: 'event',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'id', type: 'bytes32' },
      { internalType: 'uint24', name: 'epoch', type: 'uint24' },
      {
        components: [
          { internalType: 'bytes32', name: 'pointer', type: 'bytes32' },
          { internalType: 'uint8', name: 'section', type: 'uint8' },
          { internalType: 'uint24', name: 'supersedes', type: 'uint24' },
        ],
        internalType: 'struct RecordInput',
        name: 'record',
        type: 'tuple',
      },
    ],
    name: 'addRecord',
    outputs: [{ internalType: 'uint24', name: 'number', type: 'uint24' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'id', type: 'bytes32' },
      { internalType: 'uint24', name: 'epoch', type: 'uint24' },
      {
        components: [
          { internalType: 'bytes32', name: 'pointer', type: 'bytes32' },
          { internalType: 'uint8', name: 'section', type: 'uint8' },
          { internalType: 'uint24', name: 'supersedes', type: 'uint24' },
        ],
        internalType: 'struct RecordInput[]',
        name: 'records',
        type: 'tuple[]',
      },
    ],
    name: 'addRecords',
    outputs: [{ internalType: 'uint24', name: 'first', type: 'uint24' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'id', type: 'bytes32' },
      { internalType: 'address', name: 'account', type: 'address' },
      { internalType: 'uint8', name: 'section', type: 'uint8' },
    ],
    name: 'canRead',
    outputs: [{ internalType: 'bool', name: '', type: 'bool' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'id', type: 'bytes32' },
      { internalType: 'address', name: 'account', type: 'address' },
      { internalType: 'uint8', name: 'section', type: 'uint8' },
    ],
    name: 'canWrite',
    outputs: [{ internalType: 'bool', name: '', type: 'bool' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'address', name: 'opener', type: 'address' },
      { internalType: 'uint256', name: 'n', type: 'uint256' },
    ],
    name: 'chartIdOf',
    outputs: [{ internalType: 'ChartId', name: 'id', type: 'bytes32' }],
    stateMutability: 'pure',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'ChartId', name: 'id', type: 'bytes32' }],
    name: 'chartOf',
    outputs: [
      {
        components: [
          { internalType: 'address', name: 'owner', type: 'address' },
          { internalType: 'uint24', name: 'count', type: 'uint24' },
          { internalType: 'uint24', name: 'epoch', type: 'uint24' },
          { internalType: 'uint24', name: 'tenure', type: 'uint24' },
          { internalType: 'bool', name: 'keyed', type: 'bool' },
          { internalType: 'bytes32', name: 'keyring', type: 'bytes32' },
          { internalType: 'bytes32', name: 'head', type: 'bytes32' },
        ],
        internalType: 'struct ChartView',
        name: '',
        type: 'tuple',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'id', type: 'bytes32' },
      { internalType: 'address', name: 'grantee', type: 'address' },
      {
        components: [
          { internalType: 'uint64', name: 'read', type: 'uint64' },
          { internalType: 'uint64', name: 'write', type: 'uint64' },
          { internalType: 'uint40', name: 'until', type: 'uint40' },
          { internalType: 'uint24', name: 'sinceEpoch', type: 'uint24' },
          { internalType: 'enum Purpose', name: 'purpose', type: 'uint8' },
        ],
        internalType: 'struct Permission',
        name: 'permission',
        type: 'tuple',
      },
      {
        components: [
          { internalType: 'bytes32', name: 'from', type: 'bytes32' },
          { internalType: 'bytes32', name: 'to', type: 'bytes32' },
          { internalType: 'uint24', name: 'epoch', type: 'uint24' },
          { internalType: 'uint24', name: 'nextEpoch', type: 'uint24' },
        ],
        internalType: 'struct KeyringUpdate',
        name: 'update',
        type: 'tuple',
      },
    ],
    name: 'grant',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'id', type: 'bytes32' },
      { internalType: 'address', name: 'grantee', type: 'address' },
    ],
    name: 'grantOf',
    outputs: [
      {
        components: [
          { internalType: 'uint64', name: 'read', type: 'uint64' },
          { internalType: 'uint64', name: 'write', type: 'uint64' },
          { internalType: 'uint40', name: 'until', type: 'uint40' },
          { internalType: 'uint24', name: 'sinceEpoch', type: 'uint24' },
          { internalType: 'enum Purpose', name: 'purpose', type: 'uint8' },
        ],
        internalType: 'struct Permission',
        name: '',
        type: 'tuple',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'uint256', name: 'n', type: 'uint256' },
      { internalType: 'bytes32', name: 'keyring', type: 'bytes32' },
    ],
    name: 'open',
    outputs: [{ internalType: 'ChartId', name: 'id', type: 'bytes32' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'id', type: 'bytes32' },
      { internalType: 'uint24', name: 'number', type: 'uint24' },
    ],
    name: 'recordOf',
    outputs: [
      {
        components: [
          { internalType: 'bytes32', name: 'pointer', type: 'bytes32' },
          { internalType: 'address', name: 'author', type: 'address' },
          { internalType: 'uint40', name: 'time', type: 'uint40' },
          { internalType: 'uint8', name: 'section', type: 'uint8' },
          { internalType: 'uint24', name: 'supersedes', type: 'uint24' },
          { internalType: 'uint24', name: 'epoch', type: 'uint24' },
        ],
        internalType: 'struct Record',
        name: '',
        type: 'tuple',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'id', type: 'bytes32' },
      { internalType: 'uint24', name: 'from', type: 'uint24' },
      { internalType: 'uint24', name: 'count', type: 'uint24' },
    ],
    name: 'recordsOf',
    outputs: [
      {
        components: [
          { internalType: 'bytes32', name: 'pointer', type: 'bytes32' },
          { internalType: 'address', name: 'author', type: 'address' },
          { internalType: 'uint40', name: 'time', type: 'uint40' },
          { internalType: 'uint8', name: 'section', type: 'uint8' },
          { internalType: 'uint24', name: 'supersedes', type: 'uint24' },
          { internalType: 'uint24', name: 'epoch', type: 'uint24' },
        ],
        internalType: 'struct Record[]',
        name: 'records',
        type: 'tuple[]',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'id', type: 'bytes32' },
      {
        components: [
          { internalType: 'bytes32', name: 'from', type: 'bytes32' },
          { internalType: 'bytes32', name: 'to', type: 'bytes32' },
          { internalType: 'uint24', name: 'epoch', type: 'uint24' },
          { internalType: 'uint24', name: 'nextEpoch', type: 'uint24' },
        ],
        internalType: 'struct KeyringUpdate',
        name: 'update',
        type: 'tuple',
      },
    ],
    name: 'reseal',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'id', type: 'bytes32' },
      { internalType: 'address', name: 'grantee', type: 'address' },
      {
        components: [
          { internalType: 'bytes32', name: 'from', type: 'bytes32' },
          { internalType: 'bytes32', name: 'to', type: 'bytes32' },
          { internalType: 'uint24', name: 'epoch', type: 'uint24' },
          { internalType: 'uint24', name: 'nextEpoch', type: 'uint24' },
        ],
        internalType: 'struct KeyringUpdate',
        name: 'update',
        type: 'tuple',
      },
    ],
    name: 'revoke',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'ChartId', name: 'id', type: 'bytes32' },
      {
        components: [
          { internalType: 'bytes32', name: 'from', type: 'bytes32' },
          { internalType: 'bytes32', name: 'to', type: 'bytes32' },
          { internalType: 'uint24', name: 'epoch', type: 'uint24' },
          { internalType: 'uint24', name: 'nextEpoch', type: 'uint24' },
        ],
        internalType: 'struct KeyringUpdate',
        name: 'update',
        type: 'tuple',
      },
    ],
    name: 'rotate',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
] as const
