/** Every fact type on the engine of this run. */
import { storedSuite } from './conformance/stored.ts'
import { testStore } from './support/engine.ts'

storedSuite(testStore)
