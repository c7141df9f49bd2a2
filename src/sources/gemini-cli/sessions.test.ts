/** Where a chat belongs: its project, the session that started it, its older form, and what telemetry calls it. */
import { describe, expect, it, test } from 'vitest'
import type { Fact } from '../../facts/index.ts'
import type { LogRecord, Value } from '../../otlp/signals.ts'
import { factsOf, NOTHING_NEARBY, readTranscript } from '../fixtures/reading.ts'
import { OTLP_AGENTS, readTelemetry } from '../index.ts'
import {
  ABOUT,
  answer,
  at,
  DAY,
  FOLDER,
  HASH,
  PLACE,
  read,
  SESSION,
  told,
  tool,
  user,
} from './fixtures/rows.ts'
import { geminiCli } from './index.ts'

describe('the project', () => {
  const repoOf = (cwd: string) => (cwd === FOLDER ? 'github.com/acme/shop' : null)
  const read_ = (files: Record<string, string>, path = PLACE) =>
    factsOf(
      read(
        [ABOUT, user('u1', '09:00:01.000')],
        {
          repoOf,
          nearby: {
            read: (name) => (name in files ? Buffer.from(files[name] as string) : null),
            list: () => [],
          },
        },
        path,
      ),
      'session',
    )[0]

  it('is told by a file beside the chats', () => {
    const found = read_({ '/home/ana/.gemini/tmp/shop/.project_root': FOLDER })
    expect(found).toMatchObject({
      project: 'shop',
      repo: 'github.com/acme/shop',
      started_at: at('09:00:00.000'),
    })
  })

  it('or by the list of all projects, by its name or by the hash of its folder', () => {
    const projects = JSON.stringify({ projects: { '/tmp': 'else', [FOLDER]: 'shop-2' } })
    const list = { '/home/ana/.gemini/projects.json': projects }
    expect(read_(list, PLACE.replace('shop', 'shop-2'))).toMatchObject({ repo: 'github.com/acme/shop' })
    expect(read_(list, PLACE.replace('shop', HASH))).toMatchObject({ repo: 'github.com/acme/shop' })
  })

  it('or by a place a tool was given, since chats tell its hash', () => {
    const call = tool('t1', 'read_file', { args: { file_path: `${FOLDER}/src/deep/a.ts` } })
    const facts = read([ABOUT, answer('a1', '09:00:05.000', { toolCalls: [call] })], { repoOf })
    expect(factsOf(facts, 'session')[0]).toMatchObject({ repo: 'github.com/acme/shop' })
    expect(factsOf(facts, 'model_call')[0]).toMatchObject({ repo: 'github.com/acme/shop' })
  })

  it('has at least a name', () => {
    expect(read_({})).toMatchObject({ project: 'shop', repo: null })
    expect(read_({}, PLACE.replace('shop', HASH))).toMatchObject({ project: null })
  })

  it.each(['', 'not a path', '{"projects":[]}', '\0', '[]'])('is unknown beside %j', (content) => {
    const nearby = { read: () => Buffer.from(content), list: () => [] }
    expect(factsOf(read([ABOUT], { nearby }), 'session')[0]).toMatchObject({ project: 'shop', repo: null })
  })
})

describe('a sub-agent', () => {
  const AGENT = { ...ABOUT, sessionId: 'x7k2p9', kind: 'subagent', startTime: `${DAY}09:00:06.000Z` }
  const nested = PLACE.replace(/[^/]*$/, `${SESSION}/x7k2p9.jsonl`)
  const rows = [
    AGENT,
    user('su1', '09:00:06.100'),
    answer('sa1', '09:00:07.000', { toolCalls: [tool('s1', 'glob')] }),
  ]

  it('works in the session that started it, and tells nothing of that as a whole', () => {
    const result = read(rows, {}, nested)
    expect(
      new Set(
        result.facts.map((f) => ('session' in f ? `${f.session} ${'agent' in f ? f.agent : ''}` : f.type)),
      ),
    ).toEqual(new Set([`${SESSION} subagent`]))
    expect(factsOf(result, 'model_call')[0]?.keys[0]).toBe(`gemini-cli/usage:${SESSION}:1000:400:50:30`)
    expect(factsOf(result, 'tool_call')[0]?.keys).toEqual([`gemini-cli/tool:${SESSION}:s1`])
    expect(factsOf(result, 'message').map((m) => m.role)).toEqual(['assistant'])
  })

  it('is one use of a feature with the call that started it, which knows its name', () => {
    const [own] = factsOf(read(rows, {}, nested), 'feature_use')
    const [started] = factsOf(told(tool('t2', 'reviewer', { agentId: 'x7k2p9' })), 'feature_use')
    expect(own?.keys).toEqual(started?.keys)
    expect([own?.completeness, started?.completeness]).toEqual([1, 2])
  })

  it('of versions that put its chat beside the others says so itself', () => {
    const result = read([{ ...AGENT, sessionId: SESSION }, ...rows.slice(1)])
    expect(factsOf(result, 'session')).toEqual([])
    expect(factsOf(result, 'model_call')[0]).toMatchObject({ session: SESSION, agent: 'subagent' })
    expect(factsOf(result, 'message').map((m) => m.role)).toEqual(['assistant'])
  })
})

describe('a chat of an older version', () => {
  const messages = [
    user('u1', '09:00:01.000', 'hello'),
    answer('a1', '09:00:05.000', { toolCalls: [tool('t1', 'glob')] }),
  ]
  const document = { ...ABOUT, kind: undefined, messages }
  const path = PLACE.replace('.jsonl', '.json')
  const readDocument = (content: string) =>
    readTranscript(geminiCli, path, { content, nearby: NOTHING_NEARBY })

  it('is one object, and tells the same as when it is resumed and written anew line by line', () => {
    const old = readDocument(JSON.stringify(document, null, 2))
    expect(old.facts).toEqual(read([ABOUT, ...messages]).facts)
    expect(old).toMatchObject({ rows: 2, naive: { rows: 1, tokens: 1080 }, drops: {} })
  })

  it.each(['', '{"sessionId":"x","messages":[{', '[]', 'null', '{"sessionId":"x"}', '{"messages":7}'])(
    '%j tells nothing',
    (content) => {
      const result = readDocument(content)
      expect(result.facts).toEqual([])
      expect(Object.values(result.drops).map((d) => d.records)).toEqual([1])
    },
  )
})

test('telemetry and a chat name the same calls, messages, tools, changes and sub-agents alike', () => {
  const record = (event: string, more: Record<string, Value>): LogRecord => ({
    resource: new Map(),
    scope: { name: 'gemini-cli', version: '' },
    attributes: new Map<string, Value>(
      Object.entries({ 'session.id': SESSION, 'event.name': `gemini_cli.${event}`, ...more }),
    ),
    ...{ flags: [], time: at('09:00:05.100'), observed: null, event_name: '', severity: 0, body: '' },
    ...{ trace_id: null, span_id: null },
  })
  const sent = readTelemetry(
    OTLP_AGENTS,
    'logs',
    [
      record('api_response', {
        ...{ model: 'gemini-3-pro', role: 'main', duration_ms: 3000, prompt_id: `${SESSION}########0` },
        ...{ input_token_count: 1000, output_token_count: 50, cached_content_token_count: 400 },
        ...{ thoughts_token_count: 30, tool_token_count: 0, total_token_count: 1080 },
      }),
      record('tool_call', {
        ...{ function_name: 'replace', call_id: 't1', success: true, duration_ms: 5 },
        function_args: JSON.stringify({ file_path: 'src/a.ts', old_string: 'a', new_string: 'b' }),
      }),
      record('agent.start', { agent_id: 'x7k2p9', agent_name: 'reviewer' }),
    ],
    at('09:10:00.000'),
  ).told.flatMap(({ facts }) => facts)
  const written = told(
    tool('t1', 'replace', { args: { file_path: 'src/a.ts', old_string: 'a', new_string: 'b' } }),
    tool('t2', 'reviewer', { agentId: 'x7k2p9' }),
  ).facts
  const keys = (facts: readonly Fact[]) =>
    new Set(facts.flatMap((f) => ('keys' in f ? f.keys.map((key: string) => `${f.type} ${key}`) : [])))
  expect([...keys(sent)].filter((key) => !keys(written).has(key))).toEqual([])
  expect(keys(sent).size).toBe(5)
})
