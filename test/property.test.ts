/** The property tests on the engine of this run. */
import { propertySuite } from './conformance/property.ts'
import { testStore } from './support/engine.ts'

propertySuite(testStore, 25)
