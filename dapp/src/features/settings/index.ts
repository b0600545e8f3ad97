export { Stores } from './Stores.tsx'
export { WaysToUnlock } from './WaysToUnlock.tsx'
export { YourAddress } from './YourAddress.tsx'
