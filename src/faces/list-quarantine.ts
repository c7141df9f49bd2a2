/** What is kept of refused telemetry, as it is answered: shared by the API and the command line. */
import type { Scope } from './backend.ts'
import { type QuarantineAnswer, quarantineEntry } from './contract.ts'

/** The newest `limit` records. Errors: `unavailable`. */
export async function listQuarantine({ quarantine }: Scope, limit: number): Promise<QuarantineAnswer> {
  const [records, total] = await Promise.all([quarantine.list(limit), quarantine.count()])
  const data = records.map((one) => quarantineEntry.encode({ ...one, at: new Date(one.at) }))
  return { data, meta: { total } }
}
