/** What was read against what is counted: worked out by hand for a thread of Codex, its fork, and a session of telemetry. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askReconciliation } from '../src/faces/ask-reconciliation.ts'
import { reconciliationAnswer } from '../src/faces/contract-reconciliation.ts'
import type { Fact } from '../src/facts/index.ts'
import { fileReader } from '../src/importer/read.ts'
import { transcriptFact } from '../src/importer/transcript.ts'
import { wholeOf } from '../src/metrics/reach.ts'
import type { Store } from '../src/store/store.ts'
import { codex as told } from './agents/both/codex.ts'
import { DAY } from './agents/both/telling.ts'
import { freshName, testStore } from './support/engine.ts'
import { fact } from './support/facts.ts'
import { openWork } from './support/work.ts'

let store: Store
let dir: string
beforeAll(async () => {
  store = await testStore()
  dir = mkdtempSync(join(tmpdir(), 'tachograph-reconcile-'))
})
afterAll(() => {
  rmSync(dir, { recursive: true, force: true })
  return store?.close()
})

const thread = (n: number) => `01980000-0000-4000-8000-00000000000${n}`
const row = (second: number, type: string, payload: object) =>
  JSON.stringify({ timestamp: `${DAY}T10:00:${String(second).padStart(2, '0')}.000Z`, type, payload })
const usage = (input: number, output: number) => ({ input_tokens: input, output_tokens: output })
const count = (second: number, total: [number, number], last: [number, number]) =>
  row(second, 'event_msg', {
    type: 'token_count',
    info: { total_token_usage: usage(...total), last_token_usage: usage(...last) },
  })

/** Facts of a rollout as the importer hands them over, with what was read of it. */
function rollout(id: string, meta: object, rows: readonly string[]): Fact[] {
  const path = join(dir, `rollout-x-${id}.jsonl`)
  const head = row(0, 'session_meta', { id, timestamp: `${DAY}T10:00:00.000Z`, ...meta })
  const model = row(0, 'turn_context', { model: 'gpt-5.5' })
  writeFileSync(path, `${[head, model, ...rows].join('\n')}\n`)
  const job = { path, source: 'codex', format: 0 }
  const read = fileReader({ user: 'ana@example.org', lineKey: 'k' })(job)
  const transcript = transcriptFact(
    { source: 'codex', begins: read.begins, user: null, parserVersion: 1 },
    read,
    false,
  )
  return transcript ? [...read.facts, transcript] : read.facts
}

const HISTORY = [
  count(1, [100, 10], [100, 10]),
  count(2, [100, 10], [100, 10]),
  count(3, [300, 30], [200, 20]),
]
/** Rows of 110, 110 (again), 220 and 330 tokens: 770 told, 110 dropped, 660 left. */
const parent = () => rollout(thread(1), {}, [...HISTORY, count(4, [600, 60], [300, 30]), '{"broken'])
/** The history again, and 275 of its own: 715 told, 110 dropped, 605 left, of which 330 are the parent's. */
const child = () =>
  rollout(thread(2), { forked_from_id: thread(1) }, [...HISTORY, count(5, [550, 55], [250, 25])])

async function reconciled(...batches: Fact[][]) {
  const org = freshName()
  const { writer, rebuilder } = await openWork(store, org)
  for (const facts of batches) await writer.write(facts)
  await rebuilder.flush()
  await writer.close()
  const answer = await askReconciliation(
    { store, reach: wholeOf(org), asOf: () => 0 },
    { from: DAY, to: DAY },
  )
  return reconciliationAnswer.parse(answer)
}

describe('a thread and its fork', () => {
  const repeated = { reason: 'repeated_row', records: 1, tokens: 110 }

  it.each([
    ['read once', () => [parent(), child()]],
    ['read again, the fork first', () => [child(), parent(), child()]],
  ])('%s', async (_, batches) => {
    const { agents, sessions } = await reconciled(...batches())
    const broken = { reason: 'broken_line', records: 1, tokens: 0 }
    const byId = new Map(sessions.map((one) => [one.session, one]))
    expect(byId.get(thread(1))).toMatchObject({
      transcripts: {
        ...{ files: 1, rows: 7, told_rows: 4, told_tokens: 770, calls: 3, tokens: 660, reported_tokens: 660 },
        dropped: [broken, repeated],
      },
      told_by: [{ source: 'codex/transcript', calls: 3, tokens: 660 }],
      counted: { calls: 3, tokens: 660, reported_calls: 0, priced_calls: 3, unpriced_calls: 0 },
      agent_total: { from: 'transcript', tokens: 660, ours: 660, difference: 0 },
    })
    expect(byId.get(thread(2))).toMatchObject({
      transcripts: { told_tokens: 715, calls: 3, tokens: 605, reported_tokens: 605, dropped: [repeated] },
      counted: { calls: 1, tokens: 275 },
      agent_total: { difference: 0 },
    })
    expect(agents).toEqual([
      expect.objectContaining({
        harness: 'codex',
        transcripts: expect.objectContaining({
          ...{ files: 2, told_tokens: 1485, calls: 6, tokens: 1265, reported_tokens: 1265 },
          dropped: [broken, { ...repeated, records: 2, tokens: 220 }],
        }),
        told_by: [{ source: 'codex/transcript', calls: 4, tokens: 935 }],
        counted: expect.objectContaining({ calls: 4, tokens: 935 }),
      }),
    ])
  })
})

describe('telemetry', () => {
  it('beside a transcript: both tell the same calls, which count once', async () => {
    const { sessions } = await reconciled(told.transcript(), told.telemetry())
    expect(sessions).toEqual([
      expect.objectContaining({
        told_by: [
          { source: 'codex/otlp', calls: 2, tokens: 2620 },
          { source: 'codex/transcript', calls: 2, tokens: 2620 },
        ],
        counted: expect.objectContaining({ calls: 2, tokens: 2620 }),
        transcripts: null,
        agent_total: null,
      }),
    ])
  })

  it('that counts more by its metrics than by its events says so', async () => {
    const at = Date.parse(`${DAY}T10:00:09Z`)
    const [known] = told.telemetry().filter((fact) => fact.type === 'session')
    const id = known && 'id' in known ? known.id : ''
    const metric = (name: 'tokens_input' | 'tokens_output' | 'tokens_reasoning', value: number) =>
      fact({
        ...{ type: 'counter', keys: [name], session: id, at, name, value, series: name },
        ...{ temporality: 'cumulative', source: 'codex/otlp', harness: 'codex' },
      })
    const metrics = [
      metric('tokens_input', 2600),
      metric('tokens_output', 120),
      metric('tokens_reasoning', 20),
    ]
    const { sessions } = await reconciled([...told.telemetry(), ...metrics])
    expect(sessions[0]?.agent_total).toEqual({ from: 'metrics', tokens: 2720, ours: 2620, difference: 100 })
  })

  it('without a price is counted as unpriced, and its cost is unknown', async () => {
    const strange = told
      .telemetry()
      .map((f) => (f.type === 'model_call' ? { ...f, model: 'no-such-model', provider: 'nobody' } : f))
    const { sessions, agents } = await reconciled(strange)
    expect(sessions[0]?.counted).toMatchObject({
      calls: 2,
      priced_calls: 0,
      unpriced_calls: 2,
      cost_usd: null,
    })
    expect(agents[0]?.counted).toMatchObject({ unpriced_calls: 2, cost_usd: null })
  })
})

describe('a window', () => {
  it('without anything is empty, and what is asked wrongly is refused', async () => {
    const none = { store, reach: wholeOf(freshName()), asOf: () => 0 }
    expect(await askReconciliation(none, { from: DAY, to: DAY })).toMatchObject({ agents: [], sessions: [] })
    await expect(askReconciliation(none, { from: 'x' })).rejects.toMatchObject({ code: 'bad_param' })
    await expect(askReconciliation(none, { nonsense: 'x' })).rejects.toMatchObject({ code: 'bad_param' })
  })
})
