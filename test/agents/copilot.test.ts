/** GitHub Copilot, in VS Code and on the command line: what its telemetry makes the metrics say, on a real server, by figures of a pencil. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Signal } from '../../src/otlp/signals.ts'
import { type AgentDoors, fixture, type JsonTraces, openDoors, tracesOf } from './sending.ts'

const DAY = 'from=2026-03-04&to=2026-03-04'

const CHAT = tracesOf('copilot', 'chat-traces')
const CLI = tracesOf('copilot', 'cli-traces')
const ALL: [Signal, object][] = [
  ['traces', CHAT],
  ['logs', fixture('copilot', 'chat-logs')],
  ['metrics', fixture('copilot', 'chat-metrics')],
  ['traces', CLI],
  ['metrics', fixture('copilot', 'cli-metrics')],
]

/** Every span in a request of its own, the last first. */
const oneByOne = ({ resourceSpans }: JsonTraces): JsonTraces[] =>
  resourceSpans
    .flatMap(({ resource, scopeSpans }) =>
      scopeSpans.flatMap(({ scope, spans }) =>
        spans.map((span) => ({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] })),
      ),
    )
    .reverse()

const parsed = (line: string): JsonTraces => JSON.parse(line) as JsonTraces

let at: AgentDoors
beforeEach(async () => {
  at = await openDoors()
}, 60_000)
afterEach(() => at.close())

const models = async (words: string) => {
  const { data } = await at.ask('tokens.by_model', `${DAY}&${words}`)
  return Object.fromEntries(
    data.map((r) => [
      r.model,
      [r.calls, r.input, r.cache_read, r.cache_write, r.output, r.reasoning, r.cost_usd, r.unpriced_calls],
    ]),
  )
}
const tools = async (words: string) => {
  const { data } = await at.ask('tools.by_tool', `${DAY}&${words}`)
  return Object.fromEntries(data.map((r) => [r.tool, [r.calls, r.ok, r.error, r.rejected]]))
}
const rows = <T extends object>(sql: string) => at.instance.store.rows<T>(sql)

async function expectFigures(): Promise<void> {
  // gpt-5.4: 1500 - 1200 and 2000 - 1500 fresh, a call that failed. 300 × 2.5 + 1200 × 0.25 + 250 × 15 and
  // 500 × 2.5 + 1500 × 0.25 + 100 × 15 USD per million. The others, without a cache: 800 × 1 + 80 × 5, and at
  // OpenAI's price 200 × 0.15 + 10 × 0.6.
  expect(await models('harness=copilot-chat')).toEqual({
    'gpt-5.4': [3, 800, 2700, 0, 350, 100, 0.007925, 1],
    'claude-haiku-4.5': [1, 800, 0, 0, 80, 0, 0.0012, 0],
    'gpt-4o-mini-2024-07-18': [1, 200, 0, 0, 10, 0, 0.000036, 0],
  })
  // claude-sonnet-4.5: 1000 - 600 - 300 and 2000 - 1500 - 100 fresh, a call without counts. 100 × 3 + 600 × 0.3 +
  // 300 × 3.75 + 120 × 15 and 400 × 3 + 1500 × 0.3 + 100 × 3.75 + 80 × 15; then 400 × 1 + 40 × 5.
  expect(await models('harness=copilot-cli')).toEqual({
    'claude-sonnet-4.5': [3, 500, 2100, 400, 200, 30, 0.00663, 1],
    'claude-haiku-4.5': [1, 400, 0, 0, 40, 0, 0.0006, 0],
  })
  expect(await tools('harness=copilot-chat')).toEqual({
    Read: [1, 1, 0, 0],
    Execute: [1, 1, 0, 0],
    MCP: [1, 0, 1, 0],
    Task: [1, 1, 0, 0],
    Edit: [1, 1, 0, 0],
  })
  expect(await tools('harness=copilot-cli')).toEqual({
    Execute: [1, 1, 0, 0],
    Edit: [1, 0, 0, 1],
    Task: [1, 1, 0, 0],
  })
  const sessions = await rows(
    `SELECT session, user, harness, client, repo, branch, version, human_messages, assistant_messages, model_calls,
       tool_calls, toUnixTimestamp64Milli(ended_at) AS ended
     FROM rollup_session FINAL WHERE is_deleted = 0 AND NOT startsWith(session, 'series:') ORDER BY harness`,
  )
  expect(sessions).toEqual([
    {
      session: '5d2f0c1a-0000-4000-8000-00000000c0de',
      ...{ user: 'ada-acme', harness: 'copilot-chat', client: 'ide', version: '0.48.1' },
      ...{ repo: 'github.com/acme/shop', branch: 'feature/basket' },
      ...{ human_messages: 1, assistant_messages: 3, model_calls: 5, tool_calls: 5, ended: null },
    },
    {
      session: '8e31d7b4-0000-4000-8000-0000000000c1',
      ...{ user: '9c4d5e6f', harness: 'copilot-cli', client: '', version: '1.0.84' },
      ...{ repo: 'github.com/acme/shop', branch: 'main' },
      ...{ human_messages: 2, assistant_messages: 3, model_calls: 4, tool_calls: 3 },
      ended: Date.parse('2026-03-04T10:11:41Z'),
    },
  ])
  const counters = await rows(
    `SELECT harness, name, language, temporality, toUInt32(value) AS value, startsWith(session, 'series:') AS alone
     FROM counter FINAL ORDER BY harness, name, value`,
  )
  const one = (harness: string, temporality: string, alone: number) => (told: [string, string, number]) => ({
    ...{ harness, temporality, alone },
    ...{ name: told[0], language: told[1], value: told[2] },
  })
  expect(counters).toEqual([
    ...(
      [
        ['edits_accepted', 'TypeScript', 3],
        ['edits_rejected', 'Python', 1],
        ['lines_added', 'TypeScript', 30],
        ['lines_added', 'TypeScript', 42],
        ['lines_removed', 'TypeScript', 5],
        ['pull_requests', '', 1],
      ] as [string, string, number][]
    ).map(one('copilot-chat', 'cumulative', 1)),
    ...(
      [
        ['files_edited', '', 2],
        ['lines_added', '', 12],
        ['lines_removed', '', 3],
      ] as [string, string, number][]
    ).map(one('copilot-cli', 'cumulative', 0)),
  ])
}

describe('one session of each, in all its signals', { timeout: 120_000 }, () => {
  it('counts once, whatever tells it again, and keeps no text', async () => {
    for (let i = 0; i < 2; i++) for (const [signal, request] of ALL) await at.send(signal, request)
    await expectFigures()
    for (const request of [CHAT, CLI]) {
      await at.export('protobuf', 'traces', request)
      await at.export('grpc', 'traces', request)
    }
    await expectFigures()
    const taken = await at.ingested()
    for (const one of Object.values(taken)) expect([one.rejected, one.quarantined]).toEqual([0, 0])
    expect(Object.keys(taken).sort()).toEqual([
      'otlp/logs copilot-chat',
      'otlp/metrics copilot-chat',
      'otlp/metrics copilot-cli',
      'otlp/traces copilot-chat',
      'otlp/traces copilot-cli',
    ])
    await at.expectNowhere('canary-4711')
  })

  it('counts the same in any order, span by span', async () => {
    for (const [signal, request] of ALL.toReversed())
      for (const part of signal === 'traces' ? oneByOne(request as JsonTraces) : [request])
        await at.send(signal, part)
    await expectFigures()
  })
})

const CORPUS = fileURLToPath(
  new URL(
    '../../../shared/corpus/transcripts/copilot/visualstudio-otel-traces-sample-2.jsonl',
    import.meta.url,
  ),
)

describe('a real dump', { timeout: 120_000 }, () => {
  it.skipIf(!existsSync(CORPUS))('of Visual Studio tells a prompt and its tools', async () => {
    const requests = readFileSync(CORPUS, 'utf8').trim().split('\n').map(parsed)
    for (const request of requests) await at.send('traces', request)
    expect(Object.keys(await at.ingested())).toEqual(['otlp/traces copilot-chat'])
    const names = requests.flatMap(oneByOne).map((one) => one.resourceSpans[0]?.scopeSpans[0]?.spans[0]?.name)
    const count = (operation: string) => names.filter((name) => name?.startsWith(operation)).length
    await at.instance.rebuilder.flush()
    const told = await rows(
      `SELECT harness, client, human_messages, tool_calls FROM rollup_session FINAL WHERE is_deleted = 0`,
    )
    const counted = { human_messages: count('invoke_agent'), tool_calls: count('execute_tool') }
    expect(told).toEqual([{ harness: 'copilot-chat', client: 'ide', ...counted }])
  })
})
