export { Person } from './Person.tsx'
export { Vouched } from './Vouched.tsx'
