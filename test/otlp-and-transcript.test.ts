/** One session told by telemetry and by transcript: in either order it equals either alone, with the best of both. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../src/faces/ask.ts'
import { scopeOf } from '../src/faces/backend.ts'
import type { Fact } from '../src/facts/index.ts'
import { fileReader } from '../src/importer/read.ts'
import type { LogRecord, Value } from '../src/otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../src/sources/index.ts'
import { openTestInstance, type TestInstance } from './support/engine.ts'

const DAY = '2026-03-04'
const at = (time: string) => Date.parse(`${DAY}T${time}Z`)
const SESSION = '7d0c1a52-0000-4000-8000-000000000001'
const MODEL = 'claude-sonnet-4-5'

const row = (type: string, time: string, more: object) =>
  JSON.stringify({
    type,
    timestamp: `${DAY}T${time}Z`,
    sessionId: SESSION,
    cwd: '/home/ada/shop',
    version: '2.1.247',
    entrypoint: 'cli',
    gitBranch: 'main',
    ...more,
  })

const usage = (input: number, out: number) => ({
  input_tokens: input,
  output_tokens: out,
  cache_read_input_tokens: 100,
  cache_creation_input_tokens: 50,
  cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 30 },
})

/** A prompt, a call that uses a tool, its result, and the call that answers. */
const TRANSCRIPT = [
  row('user', '10:00:00.000', { uuid: 'u1', message: { role: 'user', content: 'hello' } }),
  row('assistant', '10:00:03.000', {
    uuid: 'a1',
    requestId: 'req_1',
    message: {
      id: 'msg_1',
      role: 'assistant',
      model: MODEL,
      stop_reason: 'tool_use',
      usage: usage(10, 5),
      content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'ls' } }],
    },
  }),
  row('user', '10:00:09.000', {
    uuid: 'u2',
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'x' }] },
  }),
  row('assistant', '10:00:12.000', {
    uuid: 'a2',
    requestId: 'req_2',
    message: {
      id: 'msg_2',
      role: 'assistant',
      model: MODEL,
      stop_reason: 'end_turn',
      usage: usage(20, 7),
      content: [{ type: 'text', text: 'done' }],
    },
  }),
]

function event(name: string, time: string, sequence: number, told: Record<string, Value>): LogRecord {
  const common = { 'session.id': SESSION, 'user.email': 'ada@example.com', 'app.entrypoint': 'cli' }
  return {
    resource: new Map([['service.version', '2.1.247']]),
    scope: { name: 'com.anthropic.claude_code.events', version: '' },
    attributes: new Map<string, Value>(
      Object.entries({ ...common, 'event.name': name, 'event.sequence': sequence, ...told }),
    ),
    flags: [],
    time: at(time),
    observed: null,
    event_name: '',
    severity: 0,
    body: `claude_code.${name}`,
    trace_id: null,
    span_id: null,
  }
}

const request = (id: string, time: string, sequence: number, input: number, out: number) =>
  event('api_request', time, sequence, {
    ...{ model: MODEL, request_id: id, query_source: 'repl_main_thread', duration_ms: 2500, cost_usd: 0.5 },
    ...{ input_tokens: input, output_tokens: out, cache_read_tokens: 100, cache_creation_tokens: 50 },
  })

const TELEMETRY = [
  event('user_prompt', '10:00:00.010', 1, { 'message.uuid': 'u1', 'prompt.id': 'p1', prompt_length: 5 }),
  request('req_1', '10:00:03.200', 2, 10, 5),
  event('tool_result', '10:00:08.500', 3, {
    ...{ tool_name: 'Bash', tool_use_id: 'toolu_1', success: 'true', duration_ms: '300' },
    ...{ decision_source: 'config' },
  }),
  request('req_2', '10:00:12.100', 4, 20, 7),
  event('assistant_response', '10:00:12.100', 5, { request_id: 'req_2', 'message.uuid': 'a2' }),
]

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tachograph-both-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function transcript(): Fact[] {
  const path = join(dir, `${SESSION}.jsonl`)
  writeFileSync(path, `${TRANSCRIPT.join('\n')}\n`)
  return fileReader({ user: 'ada@example.com', lineKey: 'k' })({ path, source: 'claude-code', format: 0 })
    .facts
}

function telemetry(): Fact[] {
  const { told, sessions } = readTelemetry(OTLP_AGENTS, 'logs', TELEMETRY, at('10:01:00.000'))
  return [...told.flatMap((one) => one.facts), ...sessions]
}

const METRICS = ['tokens.by_day', 'tokens.by_model', 'tools.by_tool', 'summary.overview']

describe('a session', () => {
  let instance: TestInstance
  const opened: TestInstance[] = []
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.destroy()
  })

  /** What the metrics say after these were written, one after the other. */
  const counted = async (...parts: Fact[][]) => {
    instance = await openTestInstance()
    opened.push(instance)
    for (const facts of parts) await instance.writer.write(facts)
    await instance.rebuilder.flush()
    const scope = scopeOf(instance, instance)
    const answers: Record<string, unknown> = {}
    for (const metric of METRICS) answers[metric] = (await ask(scope, metric, { from: DAY, to: DAY })).data
    const stored = await instance.store.rows<{ type: string; facts: number }>(
      ['message', 'model_call', 'tool_call', 'session']
        .map((t) => `SELECT '${t}' AS type, uniqExact(id) AS facts FROM ${t} FINAL`)
        .join(' UNION ALL '),
    )
    return { answers, facts: Object.fromEntries(stored.map(({ type, facts }) => [type, facts])) }
  }

  it('told by both, in any order and again and again, has each happening once', async () => {
    const [t, o] = [transcript(), telemetry()]
    const once = { message: 3, model_call: 2, tool_call: 1, session: 1 }
    const both = await counted(t, o)
    expect((await counted(t)).facts).toEqual(once)
    expect((await counted(o)).facts).toEqual(once)
    expect(both.facts).toEqual(once)
    expect(await counted(o, t)).toEqual(both)
    expect(await counted(o, t, o, t)).toEqual(both)
    // Event by event and row by row, the other way round.
    expect(await counted(...[...t, ...o].reverse().map((fact) => [fact]))).toEqual(both)
  })

  it('has the tokens of either, its cache split from the transcript, latency and cost from telemetry', async () => {
    const { answers } = await counted(telemetry(), transcript())
    expect(answers['tokens.by_model']).toEqual([
      expect.objectContaining({
        ...{ model: MODEL, calls: 2, input: 30, output: 12, cache_read: 200, cache_write: 100, cost_usd: 1 },
      }),
    ])
    const [call] = await instance.store.rows(
      `SELECT maxIf(cache_write_1h, endsWith(source, '/transcript')) AS hour,
         maxIf(latency_ms, endsWith(source, '/otlp')) AS latency, any(day) = toDate('${DAY}') AS there
       FROM model_call FINAL`,
    )
    expect(call).toEqual({ hour: 30, latency: 2500, there: 1 })
    expect(answers['tools.by_tool']).toEqual([expect.objectContaining({ tool: 'Execute', calls: 1, ok: 1 })])
  })

  it('told by telemetry alone counts the same tokens', async () => {
    const tokens = (told: { answers: Record<string, unknown> }) =>
      (told.answers['tokens.by_day'] as { input: number; output: number }[]).map((d) => [d.input, d.output])
    expect(tokens(await counted(telemetry()))).toEqual(tokens(await counted(transcript())))
  })
})
