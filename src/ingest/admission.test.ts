import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, session, state } from '../../test/support/facts.ts'
import { DEFAULT_SETTINGS } from '../settings.ts'
import { Journal } from '../spool/journal.ts'
import { Admission, type Learned } from './admission.ts'
import { ErasureLedger } from './erasure-ledger.ts'

const JO = 'jo@acme.example'
let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tachograph-admission-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const NEW_SESSION = session({ id: 's-new', user: 'uuid-new', user_aliases: ['Jo@acme.example'] })
const THEIR_CALL = call({ keys: ['req:1'], session: 's-other', user: 'uuid-new' })
const OTHERS = session({ id: 's-al', user: 'al@acme.example', user_aliases: ['al@laptop'] })

describe('who was erased and comes under another name', () => {
  it.each([
    ['of a session', NEW_SESSION, ['s-new'], false],
    ['of a session, kept by a pseudonym', NEW_SESSION, ['s-new'], true],
    ['of a member', state({ type: 'member', id: 'm', user: 'uuid-new', aliases: [JO] }), [], false],
  ])('is known by an alias %s', async (_, fact, sessions, pseudonyms) => {
    const ledger = new ErasureLedger('acme', new Journal(join(dir, `${crypto.randomUUID()}`)), () => 'key')
    const id = ledger.add({ people: [JO] }, 0)
    const found: Learned[] = []
    const admission = new Admission({
      ledger,
      settings: async () => ({ ...DEFAULT_SETTINGS, pseudonyms }),
      pseudonymKey: () => 'other key',
      onLearned: (learned) => found.push(learned),
    })
    const gate = await admission.gate(0)
    const before = session({ id: 's-before', user: 'uuid-new' })
    const { facts, refused } = gate.admit([before, OTHERS, fact])
    expect(refused).toEqual(['erased_person', null, 'erased_person'])
    expect(facts.map((one) => ('id' in one ? one.id : ''))).toEqual(['s-al'])
    expect(gate.admit([THEIR_CALL]).refused).toEqual(['erased_person'])
    expect(gate.erasesSession('s-before')).toBe(true)
    expect(found).toHaveLength(1)
    expect(found[0]?.people).toContain('uuid-new')
    expect(found[0]?.sessions.toSorted()).toEqual(['s-before', ...sessions].toSorted())
    expect(ledger.list().map((one) => one.id)).toEqual([id])
    // Nothing of it is news any more.
    gate.admit([before, fact])
    expect(found).toHaveLength(1)
  })
})
