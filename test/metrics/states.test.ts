/** States merged from several tellings: the later one of a field, and the union of lists that each tells a part of. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FACT_TYPES, type Fact } from '../../src/facts/index.ts'
import { pullRequest } from '../../src/facts/states.ts'
import { statesOf } from '../../src/metrics/states.ts'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { factsOf, readLines } from '../../src/sources/claude-code/fixtures/read.ts'
import { openTestInstance, type TestInstance } from '../support/engine.ts'
import { DAY, HOUR, NOON, state } from '../support/facts.ts'

let instance: TestInstance
beforeAll(async () => {
  // Titles are content.
  instance = await openTestInstance({ settings: { ...DEFAULT_SETTINGS, content: true } })
})
afterAll(() => instance.destroy())

interface PullRequest {
  id: string
  sessions: string[]
  title: string
  comments: number | null
  labels: string[]
  merged_at: string | null
}
/** Each telling is a write of its own. */
async function told(id: string, tellings: readonly Fact[]): Promise<PullRequest | undefined> {
  for (const fact of tellings) await instance.writer.write([fact])
  const sql = `SELECT * FROM (${statesOf(pullRequest)}) WHERE id = {id:String}`
  return (await instance.store.rows<PullRequest>(sql, { params: { org: instance.org, id } }))[0]
}

const telling = (id: string, about: Record<string, unknown>) => state({ type: 'pull_request', id, ...about })

/** A fork holds a copy of what it began with, times included, under a session of its own. */
function transcript(session: string, url: string): Fact[] {
  const row = {
    type: 'pr-link',
    sessionId: session,
    timestamp: '2026-06-15T12:00:00.000Z',
    uuid: 'row-1',
    prUrl: url,
  }
  const read = readLines(`/p/${session}.jsonl`, Buffer.from(`${JSON.stringify(row)}\n`))
  return factsOf(read, 'pull_request')
}

it.each([
  ['the origin first', ['origin', 'fork']],
  ['the fork first', ['fork', 'origin']],
])(
  'two transcripts that tell of a pull request at the same instant: both sessions worked on it, %s',
  async (order, sessions) => {
    const url = `https://github.com/acme/shop/pull/${order.length}`
    const tellings = sessions.flatMap((session) => transcript(session, url))
    expect(tellings.map((f) => (f as { sessions?: unknown }).sessions)).toEqual(sessions.map((s) => [s]))
    expect(await told(url, [...tellings, ...tellings])).toMatchObject({ sessions: ['fork', 'origin'] })
  },
)

it('a union keeps what an earlier or another source told', async () => {
  const merged = await told('union', [
    telling('union', { sessions: ['b', 'a'], observed_at: NOON }),
    telling('union', { sessions: ['c', 'a'], observed_at: NOON - DAY, source: 'github/webhook' }),
    telling('union', { title: 'no list', observed_at: NOON + DAY }),
  ])
  expect(merged).toMatchObject({ sessions: ['a', 'b', 'c'], title: 'no list' })
})

it.each([
  ['in order', [0, 1, 2]],
  ['backwards', [2, 1, 0]],
  ['mixed', [1, 2, 0]],
])(
  'every other field is that of the later telling, and unknown overwrites nothing, told %s',
  async (how, order) => {
    const tellings = [
      telling(how, { title: 'first', comments: 3, labels: ['a', 'b'], observed_at: NOON }),
      telling(how, { title: 'second', merged_at: NOON, labels: ['c'], observed_at: NOON + HOUR }),
      telling(how, { comments: 0, observed_at: NOON + 2 * HOUR }),
    ]
    expect(
      await told(
        how,
        order.map((i) => tellings[i] as Fact),
      ),
    ).toMatchObject({
      title: 'second',
      comments: 0,
      labels: ['c'],
      merged_at: '2026-06-15 12:00:00.000',
    })
  },
)

it('every type of state can be read', async () => {
  for (const type of FACT_TYPES.filter((t) => t.kind === 'state'))
    await instance.store.rows(statesOf(type), { params: { org: 'nobody' } })
})
