import { gatewaySuite } from '../../test/lib/gatewaySuite.ts'
import { startTestNode } from '../../test/lib/startTestNode.ts'

gatewaySuite('the embedded node', () => startTestNode())
