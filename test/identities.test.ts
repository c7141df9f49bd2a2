/** One person, one user: identities of logins, machines and configuration come together, and what nobody knows is shown. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TachographError } from '../src/errors.ts'
import { ask } from '../src/faces/ask.ts'
import { askIdentities } from '../src/faces/ask-identities.ts'
import { identitiesAnswer } from '../src/faces/contract-identities.ts'
import type { Fact } from '../src/facts/index.ts'
import { wholeOf } from '../src/metrics/reach.ts'
import type { Store } from '../src/store/store.ts'
import { freshName, testStore } from './support/engine.ts'
import { call, NOON, session } from './support/facts.ts'
import { openWork } from './support/work.ts'

let store: Store
beforeAll(async () => {
  store = await testStore()
})
afterAll(() => store?.close())

const DAY = '2026-06-15'
let n = 0
/** A session of somebody with a call of 10 tokens. */
function worked(user: string, user_aliases: string[] = [], harness = 'codex'): Fact[] {
  const id = `s${++n}`
  return [
    session({ id, user, user_aliases, harness, source: `${harness}/otlp` }),
    call({ keys: [id], session: id, user, harness, at: NOON, in_uncached: 6, out: 4 }),
  ]
}

async function written(aliases: Record<string, string>, ...batches: Fact[][]) {
  const org = freshName()
  const { writer, rebuilder } = await openWork(store, org, { aliases })
  for (const facts of batches) await writer.write(facts)
  await rebuilder.flush()
  await writer.close()
  return { store, org, reach: wholeOf(org), asOf: () => 0 }
}

it('who is who is asked again when the last answer did not come, whatever came before', async () => {
  let asked = 0
  const directory = async () => {
    if (++asked === 2) throw new TachographError('unavailable', 'away')
    return { people: [], teams: [] }
  }
  const { writer } = await openWork(store, freshName(), { directory })
  const [first, second] = [writer.refreshIdentities(), writer.refreshIdentities()]
  await expect(Promise.allSettled([first, second])).resolves.toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected' },
  ])
  await writer.write(worked('jo@acme.example'))
  expect(asked).toBe(3)
  await writer.write(worked('jo@acme.example'))
  expect(asked).toBe(3)
  await writer.close()
})

describe('a person', () => {
  it('who logs in, works on a machine and had another address before is one', async () => {
    const scope = await written(
      { 'jo@old.example': 'jo@acme.example' },
      worked('acct-1', [], 'claude-code'),
      worked('jo@laptop'),
      worked('jo@old.example'),
      // Only now somebody says whose these are.
      worked('jo@acme.example', ['acct-1', 'jo@laptop']),
      worked('al@acme.example'),
    )
    const { data } = await ask(scope, 'tokens.by_user', { from: DAY, to: DAY })
    expect(data.map(({ user, input, output }) => [user, Number(input) + Number(output)])).toEqual([
      ['jo@acme.example', 40],
      ['al@acme.example', 10],
    ])
    const answer = identitiesAnswer.parse(await askIdentities(scope))
    expect(answer.data.map(({ identity, user, how, sessions }) => [identity, user, how, sessions])).toEqual([
      ['acct-1', 'jo@acme.example', 'login', 1],
      ['al@acme.example', 'al@acme.example', 'address', 1],
      ['jo@acme.example', 'jo@acme.example', 'address', 1],
      ['jo@laptop', 'jo@acme.example', 'login', 1],
      ['jo@old.example', 'jo@acme.example', 'alias', 1],
    ])
    expect(answer.meta.unmapped).toBe(0)
  })

  it('is nobody that a shared login or an account without an address names', async () => {
    const scope = await written(
      {},
      worked('dev@shared'),
      worked('acct-9'),
      worked('jo@acme.example', ['dev@shared']),
      worked('al@acme.example', ['dev@shared']),
    )
    const { data, meta } = await askIdentities(scope)
    expect(meta.unmapped).toBe(2)
    expect(data.slice(0, 2)).toEqual([
      expect.objectContaining({ identity: 'acct-9', how: 'unmapped', candidates: [], sessions: 1 }),
      expect.objectContaining({ identity: 'dev@shared', candidates: ['al@acme.example', 'jo@acme.example'] }),
    ])
    const { data: users } = await ask(scope, 'tokens.by_user', { from: DAY, to: DAY })
    expect(users).toHaveLength(4)
  })
})
