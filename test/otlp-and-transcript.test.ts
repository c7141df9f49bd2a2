/** One session told by telemetry and by transcript: in either order it equals either alone, with the best of both. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../src/faces/ask.ts'
import type { Fact, SessionFact } from '../src/facts/index.ts'
import { wholeOf } from '../src/metrics/reach.ts'
import type { Store } from '../src/store/store.ts'
import { claudeCode, MODEL } from './agents/both/claude-code.ts'
import { codex } from './agents/both/codex.ts'
import { copilotChat } from './agents/both/copilot-chat.ts'
import { copilotCli } from './agents/both/copilot-cli.ts'
import { geminiCli } from './agents/both/gemini-cli.ts'
import { qwenCode } from './agents/both/qwen-code.ts'
import { type Both, DAY } from './agents/both/telling.ts'
import { freshName, testStore } from './support/engine.ts'
import { openWork } from './support/work.ts'

const METRICS = ['tokens.by_day', 'tokens.by_model', 'tools.by_tool', 'messages.by_day', 'summary.overview']

const AGENTS: readonly Both[] = [claudeCode, codex, copilotCli, copilotChat, geminiCli, qwenCode]

let store: Store
beforeAll(async () => {
  store = await testStore()
})
afterAll(() => store?.close())

/** What the metrics and the session say after these were written, one after the other, for an organisation of its own. */
async function counted(...parts: readonly (readonly Fact[])[]) {
  const org = freshName()
  const { writer, rebuilder } = await openWork(store, org)
  for (const [i, facts] of parts.entries()) {
    await writer.write(facts)
    // What is told later changes figures that were made already.
    if (i === 0) await rebuilder.flush()
  }
  await rebuilder.flush()
  const answers: Record<string, unknown> = {}
  const scope = { store, reach: wholeOf(org), asOf: () => rebuilder.asOf() }
  for (const metric of METRICS) answers[metric] = (await ask(scope, metric, { from: DAY, to: DAY })).data
  const sessions = await store.rows(
    `SELECT human_messages + assistant_messages AS message, model_calls AS model_call, tool_calls AS tool_call
     FROM rollup_session FINAL WHERE org = {org:String}`,
    { params: { org } },
  )
  await writer.close()
  return { org, answers, sessions }
}
const figures = ({ answers, sessions }: Awaited<ReturnType<typeof counted>>) => ({ answers, sessions })
const tokensOf = (told: { answers: Record<string, unknown> }) =>
  (told.answers['tokens.by_day'] as { input: number; output: number; cache_read: number }[]).map((d) => [
    d.input,
    d.output,
    d.cache_read,
  ])

describe.each(AGENTS.map((both) => [both.agent, both] as const))('a session of %s', (_, both) => {
  it('told by both, in any order and again and again, has each happening once', async () => {
    const [t, o] = [both.transcript(), both.telemetry()]
    const first = await counted(t, o)
    for (const alone of [await counted(t), await counted(o), first]) {
      expect(alone.sessions).toEqual([both.once])
      expect(tokensOf(alone)).toEqual(tokensOf(first))
    }
    expect(figures(await counted(o, t))).toEqual(figures(first))
    expect(figures(await counted(o, t, o, t))).toEqual(figures(first))
    // Event by event and row by row, the other way round.
    expect(figures(await counted(...[...t, ...o].reverse().map((fact) => [fact])))).toEqual(figures(first))
  })
})

describe('a session of Claude Code told by both', () => {
  it('has its cache split from the transcript, latency and cost from telemetry', async () => {
    const { org, answers } = await counted(claudeCode.telemetry(), claudeCode.transcript())
    expect(answers['tokens.by_model']).toEqual([
      expect.objectContaining({
        ...{ model: MODEL, calls: 2, input: 30, output: 12, cache_read: 200, cache_write: 100, cost_usd: 1 },
      }),
    ])
    const [call] = await store.rows(
      `SELECT maxIf(cache_write_1h, endsWith(source, '/transcript')) AS hour,
         maxIf(latency_ms, endsWith(source, '/otlp')) AS latency, any(day) = toDate('${DAY}') AS there
       FROM model_call FINAL WHERE org = {org:String}`,
      { params: { org } },
    )
    expect(call).toEqual({ hour: 30, latency: 2500, there: 1 })
    expect(answers['tools.by_tool']).toEqual([expect.objectContaining({ tool: 'Execute', calls: 1, ok: 1 })])
  })
})

describe('telemetry that has no key in common with a transcript', () => {
  it('yields as soon as a transcript tells of the session, also one that says nothing new of it', async () => {
    const told = codex.telemetry()
    const session = told.find((fact): fact is SessionFact => fact.type === 'session') as SessionFact
    const heard = { ...session, source: 'codex/transcript', observed_at: session.observed_at + 1 }
    const messages = ({ answers }: Awaited<ReturnType<typeof counted>>) => answers['messages.by_day']
    expect(messages(await counted(told))).toEqual([expect.objectContaining({ user_messages: 1 })])
    expect(messages(await counted(told, [heard]))).toEqual([expect.objectContaining({ user_messages: 0 })])
  })
})
