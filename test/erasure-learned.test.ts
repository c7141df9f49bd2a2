/** What is learned of erased people later, and whether a ledger can be read where it is found. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ErasureLedger } from '../src/ingest/erasure-ledger.ts'
import { Journal } from '../src/spool/journal.ts'
import { openTestInstance, type TestInstance } from './support/engine.ts'
import { call, session } from './support/facts.ts'

const JO = 'jo@acme.example'
let instance: TestInstance
let dir: string
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tachograph-learned-'))
  instance = await openTestInstance()
}, 60_000)
afterAll(async () => {
  await instance?.destroy()
  rmSync(dir, { recursive: true, force: true })
})

const sessionsKept = async () =>
  (await instance.store.rows<{ s: string }>('SELECT DISTINCT session AS s FROM model_call ORDER BY s')).map(
    ({ s }) => s,
  )

it('what came of a session before it was known whose it is goes by itself, and not each time at once', async () => {
  await instance.erasures.erase(JO)
  await instance.writer.write([
    call({ keys: ['req:1'], session: 's1', out: 1 }),
    call({ keys: ['req:2'], session: 's2', out: 1 }),
    call({ keys: ['req:3'], session: 's3', user: 'uuid-new', out: 1 }),
    call({ keys: ['req:4'], session: 's4', user: 'al@acme.example', out: 1 }),
  ])
  const theirs = [
    session({ id: 's1', user: JO }),
    session({ id: 's9', user: 'uuid-new', user_aliases: [JO] }),
  ]
  await instance.writer.write(theirs)
  await expect.poll(sessionsKept, { timeout: 20_000 }).toEqual(['s2', 's4'])
  await instance.writer.write([session({ id: 's2', user: JO })])
  await sleep(4_000)
  expect(await sessionsKept()).toEqual(['s2', 's4'])
  await instance.erasures.resume()
  expect(await sessionsKept()).toEqual(['s4'])
}, 60_000)

it('a folder with another secret does not take over a ledger that it cannot read', async () => {
  const ledger = (name: string, key: string) =>
    new ErasureLedger('acme', new Journal(join(dir, name)), () => key)
  const first = ledger('first', 'key')
  first.add({ people: [JO] }, 0)
  await first.exchange(instance.store)
  const same = ledger('same', 'key')
  await same.exchange(instance.store)
  expect(same.erases(JO)).toBe(true)
  // From then on its own journal tells.
  expect(() => ledger('same', 'other').erases(JO)).toThrow('Put the file `secret` back')
  const other = ledger('other', 'other')
  await expect(other.exchange(instance.store)).rejects.toMatchObject({ code: 'config' })
  expect(other.empty).toBe(true)
})
