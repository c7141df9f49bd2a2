/** Counters on the engine of this run. */
import { countersSuite } from './conformance/counters.ts'
import { testStore } from './support/engine.ts'

countersSuite(testStore)
