/** Asks for the reconciliation in the words of a query string: shared by the API and the command line. */
import { reconcileAgents, reconcileSessions } from '../sessions/index.ts'
import type { Words } from './ask.ts'
import { questionOf } from './ask-sessions.ts'
import type { Scope } from './backend.ts'
import type { ReconciliationAnswer } from './contract-reconciliation.ts'

/**
 * Takes what a list of sessions takes; filters narrow the sessions, of agents `harness` alone. Errors:
 * `bad_param`, `unavailable`.
 */
export async function askReconciliation(
  { store, reach, asOf }: Pick<Scope, 'store' | 'reach' | 'asOf'>,
  words: Words,
): Promise<ReconciliationAnswer> {
  const as_of = new Date(asOf()).toISOString()
  const question = questionOf(words)
  const now = Date.now()
  const [agents, { data, meta }] = await Promise.all([
    reconcileAgents(store, reach, question, now),
    reconcileSessions(store, reach, question, now),
  ])
  return { agents, sessions: data, meta: { ...meta, as_of } }
}
