/** Erasing people, as it is answered: shared by the API and the command line. */
import { rmSync, statSync } from 'node:fs'
import type { Actor } from '../control/audit.ts'
import type { Control } from '../control/control.ts'
import type { Erasure } from '../ingest/erasure-ledger.ts'
import { type Instance, pseudonymKeyPath, type Tenant } from '../instance.ts'
import type {
  ErasedAnswer,
  ErasuresAnswer,
  ForgottenAnswer,
  PseudonymsForgotten,
} from './contract-privacy.ts'

/** What an organisation can do about people in its data. Errors: `unavailable`. */
export interface Privacy {
  list(): ErasuresAnswer
  erase(user: string, by: Actor): Promise<ErasedAnswer>
  forget(user: string, by: Actor): Promise<ForgottenAnswer>
  /** From then on nobody can tell who the pseudonyms stand for, and people get others. */
  forgetPseudonyms(by: Actor): Promise<PseudonymsForgotten>
}

const iso = (ms: number): string => new Date(ms).toISOString()
const shown = ({ id, erased_at, done_at, identities, sessions }: Erasure) => ({
  ...{ id, identities, sessions },
  erased_at: iso(erased_at),
  done_at: done_at === null ? null : iso(done_at),
})

export function privacyOf(
  { dir }: Pick<Instance, 'dir'>,
  { org, erasures }: Pick<Tenant, 'org' | 'erasures'>,
  control: Control | null,
): Privacy {
  return {
    list: () => ({ data: erasures.list().map(shown) }),
    erase: async (user, by) => {
      const named = (await control?.people.mustBeErasable(org, user, by)) ?? user
      // Their names are looked for in what is known of them, so that goes last.
      const { facts, records, ...entry } = await erasures.erase(named)
      await control?.people.erase(org, user, by)
      const payload = { erasure: entry.id, facts, records }
      await control?.audit.record(org, by, { type: 'person.erased', target: null, payload })
      return { ...shown(entry), facts, records }
    },
    forget: async (user, by) => {
      const forgotten = await erasures.forget(user)
      await control?.audit.record(org, by, { type: 'person.let_in', target: null, payload: { forgotten } })
      return { forgotten }
    },
    forgetPseudonyms: async (by) => {
      const path = pseudonymKeyPath(dir, org)
      const forgotten = statSync(path, { throwIfNoEntry: false }) !== undefined
      rmSync(path, { force: true })
      await control?.audit.record(org, by, {
        type: 'pseudonyms.forgotten',
        target: null,
        payload: { forgotten },
      })
      return { forgotten }
    },
  }
}
