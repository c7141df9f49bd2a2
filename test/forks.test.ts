/** History that is copied into other transcripts counts once, in whatever order files are read, and however often. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fact } from '../src/facts/index.ts'
import type { Store } from '../src/store/store.ts'
import { transcriptFacts } from './agents/both/telling.ts'
import { freshName, testStore } from './support/engine.ts'
import { openWork } from './support/work.ts'

let store: Store
beforeAll(async () => {
  store = await testStore()
})
afterAll(() => store?.close())

const id = (n: number) => `01980000-0000-4000-8000-00000000000${n}`
const row = (type: string, at: string, payload: object) => JSON.stringify({ timestamp: at, type, payload })
const usage = (input: number, output: number) => ({ input_tokens: input, output_tokens: output })

/** A rollout on a day: `calls` are input and output of each, the totals follow. */
function rollout(
  thread: string,
  day: string,
  meta: object,
  calls: readonly (readonly [number, number])[],
): Fact[] {
  const at = `${day}T10:00:00.000Z`
  let [input, output] = [0, 0]
  const counts = calls.map((call, i) => {
    input += call[0]
    output += call[1]
    const info = { total_token_usage: usage(input, output), last_token_usage: usage(...call) }
    return row('event_msg', `${day}T10:00:${10 + i}.000Z`, { type: 'token_count', info })
  })
  return transcriptFacts('codex', `rollout-x-${thread}.jsonl`, [
    row('session_meta', at, { id: thread, timestamp: at, ...meta }),
    row('event_msg', at, { type: 'user_message', message: 'begin' }),
    ...counts,
  ])
}

const HISTORY = [
  [100, 10],
  [200, 20],
] as const
const parent = rollout(id(1), '2026-03-01', {}, [...HISTORY, [300, 30]])
/** Copies bear the time of copying: days later. */
const child = rollout(id(2), '2026-03-06', { forked_from_id: id(1) }, [...HISTORY, [250, 25]])
const sibling = rollout(id(3), '2026-03-09', { forked_from_id: id(1) }, [...HISTORY, [260, 26]])
const own = (fact: Fact) => fact.type === 'model_call'

/** Calls, tokens and prompts by session. */
async function counted(batches: readonly (readonly Fact[])[]) {
  const org = freshName()
  for (const facts of batches) {
    // A writer of its own for each, which remembers nothing of the others: the ledger has to know.
    const { writer, rebuilder } = await openWork(store, org)
    await writer.write(facts)
    await rebuilder.flush()
    await writer.close()
  }
  return store.rows(
    `SELECT session, model_calls AS calls, human_messages AS prompts FROM rollup_session FINAL
     WHERE org = {org:String} ORDER BY session`,
    { params: { org } },
  )
}

describe('rollouts of a family', () => {
  const whole = [
    { session: id(1), calls: 3, prompts: 1 },
    { session: id(2), calls: 1, prompts: 0 },
    { session: id(3), calls: 1, prompts: 0 },
  ]

  it.each([
    ['the parent first', [parent, child, sibling]],
    ['the parent last', [sibling, child, parent]],
    ['again and again', [child, parent, child, sibling, parent, sibling]],
  ])('%s', async (_, batches) => {
    expect(await counted(batches)).toEqual(whole)
  })

  it('whose parent is gone count the copies of one of them', async () => {
    expect(parent.filter(own)).toHaveLength(3)
    expect(await counted([sibling, child])).toEqual([
      { session: id(2), calls: 3, prompts: 1 },
      { session: id(3), calls: 1, prompts: 0 },
    ])
  })
})
