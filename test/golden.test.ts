/** The golden facts on the engine of this run. */
import { goldenSuite } from './conformance/golden.ts'
import { testStore } from './support/engine.ts'

goldenSuite(testStore, 1)
