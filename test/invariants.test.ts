/** Every invariant, made to fail, on the engine of this run. */
import { damageSuite } from './conformance/damage.ts'
import { testStore } from './support/engine.ts'

damageSuite(testStore)
