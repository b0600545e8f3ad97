import { startTestNode } from '../../test/lib/startTestNode.ts'
import { storeSuite } from '../../test/lib/storeSuite.ts'

storeSuite('the embedded node', () => startTestNode())
