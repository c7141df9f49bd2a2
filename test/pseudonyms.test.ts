/** Pseudonyms (V4): no name of a person reaches the store, the same person has the same one, and only the key ties them. */
import { readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { factType, fromWire } from '../src/facts/index.ts'
import { packFacts } from '../src/ingest/packer.ts'
import { Pseudonyms } from '../src/ingest/pseudonyms.ts'
import { countsOf } from '../src/ingest/writer.ts'
import { pseudonymKeyPath } from '../src/instance.ts'
import { DEFAULT_SETTINGS } from '../src/settings.ts'
import { openTestInstance, type TestInstance } from './support/engine.ts'
import { call, fact, NOON, session, state } from './support/facts.ts'
import { columnsNaming } from './support/naming.ts'

const JO = 'Jo.Canary@secret.example'
const FACTS = [
  session({ id: 's1', user: JO, user_aliases: ['canary@laptop'] }),
  call({ keys: ['req:1'], user: JO, session: 's1', in_uncached: 1 }),
  call({ keys: ['req:2'], user: 'ada@x.example', session: 's2', in_uncached: 2 }),
  fact({ type: 'commit', keys: ['sha:1'], sha: 'abc', author: `Jo <${JO}>` }),
  state({ type: 'member', id: JO, user: JO, name: 'Jo Canary', aliases: ['canary@old'] }),
  state({ type: 'pull_request', id: 'pr', number: 1, author: JO }),
]

let instance: TestInstance
beforeAll(async () => {
  instance = await openTestInstance({
    settings: { ...DEFAULT_SETTINGS, pseudonyms: true },
    aliases: { 'canary@config': JO },
  })
}, 60_000)
afterAll(() => instance.destroy())

const naming = () => columnsNaming(instance.store, 'canary')

const users = () =>
  instance.store.rows<{ user: string }>('SELECT DISTINCT user FROM model_call ORDER BY in_uncached')

describe('pseudonyms', () => {
  it.each(['as facts', 'packed'])(
    'stand in place of every name before anything is written: %s',
    async (form) => {
      const write = async () =>
        form === 'packed'
          ? instance.writer.writePacked(packFacts(FACTS))
          : countsOf(await instance.writer.write(FACTS))
      await write()
      await instance.rebuilder.flush()
      expect(await naming()).toEqual([])
      // Told again by the same form, and after a restart, nothing changes.
      instance = await instance.reopen()
      expect(await write()).toMatchObject({ accepted: 0, updated: 0, duplicate: FACTS.length })
    },
  )

  it('are the same for a person in all that names them', async () => {
    const [jo, ada] = await users()
    expect(jo?.user).toMatch(/^p-[0-9a-f]{16}$/)
    expect(ada?.user).not.toBe(jo?.user)
    const people = await instance.store.rows<{ user: string }>(
      `SELECT author AS user FROM commit UNION ALL SELECT author FROM pull_request UNION ALL SELECT id FROM member
       UNION ALL SELECT user FROM session`,
    )
    expect(new Set(people.map(({ user }) => user))).toEqual(new Set([jo?.user]))
    // Identities of the configuration lead to them too.
    const known = await instance.store.rows<{ user: string }>('SELECT DISTINCT user FROM identity FINAL')
    expect(known).toEqual([{ user: jo?.user }])
  })

  it('leave no hash from which a name could be guessed', () => {
    const told = { type: 'cost_entry', at: new Date(NOON).toISOString(), usd: 1, kind: 'llm', user: JO }
    const decoded = fromWire(told, factType, NOON)
    const [key] = 'fact' in decoded && 'keys' in decoded.fact ? decoded.fact.keys : []
    expect(key).toMatch(/^hash:/)
    expect(new Pseudonyms('k1').key(key as string)).not.toBe(key)
    expect(new Pseudonyms('k1').key('req:1')).toBe('req:1')
  })

  it('are removed with the person, by the name that is told', async () => {
    await instance.erasures.erase(JO)
    expect(await users()).toHaveLength(1)
    expect(countsOf(await instance.writer.write(FACTS))).toMatchObject({
      refused: { erased_person: { records: 4 } },
    })
    expect(await instance.store.rows('SELECT author FROM pull_request')).toEqual([
      { author: '' },
      { author: '' },
    ])
    await instance.erasures.forget(JO)
  }, 60_000)

  it('are those of nobody once the key is deleted', async () => {
    const path = pseudonymKeyPath(instance.dir, 'default')
    const key = readFileSync(path, 'utf8').trim()
    const [ada] = await users()
    expect(new Pseudonyms(key).of('ada@x.example')).toBe(ada?.user)
    rmSync(path)
    await instance.writer.write([call({ keys: ['req:3'], user: 'ada@x.example', in_uncached: 9 })])
    const now = (await users()).map(({ user }) => user)
    expect(now).toHaveLength(2)
    expect(now[1]).toMatch(/^p-/)
    expect(readFileSync(path, 'utf8').trim()).not.toBe(key)
  })
})
