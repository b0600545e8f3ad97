import { rpcSuite } from '../../test/lib/rpcSuite.ts'
import { startTestNode } from '../../test/lib/startTestNode.ts'

rpcSuite('the embedded node', () => startTestNode())
