/** What a chat of Gemini CLI becomes: which rows are calls, what their counts mean, what tools did. */
import { createHash } from 'node:crypto'
import { describe, expect, it, test } from 'vitest'
import type { Fact } from '../../facts/index.ts'
import type { LogRecord, Value } from '../../otlp/signals.ts'
import { droppedOf, factsOf, NOTHING_NEARBY, readRows, readTranscript, sumOf } from '../fixtures/reading.ts'
import { OTLP_AGENTS, readTelemetry } from '../index.ts'
import { geminiCli } from './index.ts'

const SESSION = '5d1f3c9e-0000-4000-8000-00000000abcd'
const PLACE = '/home/ana/.gemini/tmp/shop/chats/session-2026-09-10T09-00-5d1f3c9e.jsonl'
const FOLDER = '/home/ana/shop'
const HASH = createHash('sha256').update(FOLDER).digest('hex')
const DAY = '2026-09-10T'
const at = (time: string) => Date.parse(`${DAY}${time}Z`)

const ABOUT = {
  sessionId: SESSION,
  projectHash: HASH,
  startTime: `${DAY}09:00:00.000Z`,
  lastUpdated: `${DAY}09:00:00.000Z`,
  kind: 'main',
}
const TOKENS = { input: 1000, output: 50, cached: 400, thoughts: 30, tool: 0, total: 1080 }

const user = (id: string, time: string, content: unknown = [{ text: 'confidential' }]) => ({
  ...{ id, timestamp: `${DAY}${time}Z`, type: 'user', content },
})
const answer = (id: string, time: string, more: object = {}) => ({
  ...{ id, timestamp: `${DAY}${time}Z`, type: 'gemini', content: 'confidential', thoughts: [] },
  ...{ tokens: TOKENS, model: 'gemini-3-pro' },
  ...more,
})
const tool = (id: string, name: string, more: object = {}) => ({
  ...{ id, name, args: {}, status: 'success', timestamp: `${DAY}09:00:09.000Z` },
  ...more,
})
const result = (response: object) => [{ functionResponse: { id: 'x', name: 'x', response } }]

const read = (rows: readonly object[], over: Parameters<typeof readRows>[3] = {}, path = PLACE) =>
  readRows(geminiCli, path, rows, { nearby: NOTHING_NEARBY, ...over })
const told = (...calls: object[]) =>
  read([ABOUT, answer('a1', '09:00:05.000', { toolCalls: calls })], { hashLine: (line) => `#${line}` })
const toolOf = (call: object) => factsOf(told(call), 'tool_call')[0]

describe('calls', () => {
  it('have disjoint counts: input contains the cache, thoughts lie beside output', () => {
    const result = read([ABOUT, user('u1', '09:00:01.000'), answer('a1', '09:00:05.000')])
    expect(factsOf(result, 'model_call')).toEqual([
      expect.objectContaining({
        keys: [`gemini-cli/usage:${SESSION}:1000:400:50:30`, 'gemini-cli/message:a1'],
        ...{ at: at('09:00:05.000'), session: SESSION, model: 'gemini-3-pro', provider: 'google' },
        ...{ in_uncached: 600, cache_read: 400, cache_write: null, out: 80, reasoning: 30, status: 'ok' },
        ...{ source: 'gemini-cli/transcript', harness: 'gemini-cli', owner_rank: 0, completeness: 2 },
      }),
    ])
    expect(factsOf(result, 'message').map(({ role, human, keys }) => [role, human, keys])).toEqual([
      ['user', true, ['gemini-cli/message:u1']],
      ['assistant', false, [`gemini-cli/usage:${SESSION}:1000:400:50:30`, 'gemini-cli/message:a1']],
    ])
  })

  it.each<[string, object, object]>([
    ['the input of tools is billed as input', { tool: 40, total: 1120 }, { in_uncached: 640, out: 80 }],
    [
      'older totals say that the cache lies beside the input',
      { total: 1480 },
      { in_uncached: 1000, out: 80 },
    ],
    ['a total that fits nothing is not believed', { total: 3 }, { in_uncached: 600, out: 80 }],
    ['no total', { total: undefined }, { in_uncached: 600, out: 80 }],
    ['more cache than input', { cached: 1200, total: 1080 }, { in_uncached: 0, cache_read: 1200 }],
    [
      'no counts',
      { input: 0, output: 0, cached: 0, thoughts: 0, total: 0 },
      { in_uncached: null, out: null },
    ],
  ])('%s', (_, tokens, expected) => {
    const result = read([ABOUT, answer('a1', '09:00:05.000', { tokens: { ...TOKENS, ...tokens } })])
    expect(factsOf(result, 'model_call')).toEqual([expect.objectContaining(expected)])
    expect(result.naive.tokens).toBe(sumOf(result))
  })

  it('are written again whenever their tools end: the last row of an id counts, and the first gives the place', () => {
    const less = { tokens: { ...TOKENS, output: 10, total: 1040 } }
    const result = read([
      ABOUT,
      answer('a1', '09:00:05.000', less),
      answer('a2', '09:00:06.000', { tokens: { ...TOKENS, output: 7, total: 1037 } }),
      { $set: { lastUpdated: `${DAY}09:00:07.000Z` } },
      answer('a1', '09:00:05.000', { toolCalls: [tool('t1', 'glob')] }),
    ])
    expect(factsOf(result, 'model_call').map((c) => [c.keys[1], c.out])).toEqual([
      ['gemini-cli/message:a1', 80],
      ['gemini-cli/message:a2', 37],
    ])
    expect(result.drops).toEqual({ repeated_row: { records: 1, tokens: 1040 } })
    expect(result.naive).toEqual({ rows: 3, tokens: 1040 + 1037 + 1080 })
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  it('that were gone back over were made all the same', () => {
    const rows = [ABOUT, user('u1', '09:00:01.000'), answer('a1', '09:00:05.000')]
    expect(read([...rows, { $rewindTo: 'u1' }]).facts).toEqual(read(rows).facts)
    expect(read([...rows, { $rewindTo: 'u1' }]).drops).toEqual({})
  })

  it('of a history that takes the place of the conversation are those from before; what sums it up is none', () => {
    const rows = [ABOUT, user('u1', '09:00:01.000'), answer('a1', '09:00:05.000')]
    const messages = [
      user('s1', '09:01:00.000', [{ text: '<state_snapshot>confidential</state_snapshot>' }]),
      user('s3', '09:01:00.000', [{ text: 'confidential' }]),
      { ...answer('s2', '09:01:00.000'), tokens: undefined },
      answer('a1', '09:00:05.000', { content: [{ text: 'masked' }] }),
    ]
    const result = read([...rows, { $set: { messages } }])
    expect(result.facts).toEqual(read(rows).facts)
    expect(result.drops).toEqual({ repeated_row: { records: 1, tokens: 1080 } })
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  it('that cost the same as another of the session are told apart', () => {
    const result = read([ABOUT, answer('a1', '09:00:05.000'), answer('a2', '09:00:06.000')])
    const key = `gemini-cli/usage:${SESSION}:1000:400:50:30`
    expect(factsOf(result, 'model_call').map((c) => c.keys)).toEqual([
      [key, 'gemini-cli/message:a1'],
      [`${key}#2`, 'gemini-cli/message:a2'],
    ])
  })

  it('without counts leave a message, which is the same when they come', () => {
    const row = answer('a1', '09:00:05.000')
    const early = read([ABOUT, { ...row, tokens: null }])
    expect(factsOf(early, 'model_call')).toEqual([])
    expect(early.drops).toEqual({ no_usage: { records: 1, tokens: 0 } })
    const late = read([ABOUT, { ...row, tokens: null }, row])
    expect(factsOf(late, 'model_call')).toHaveLength(1)
    expect(late.drops).toEqual({})
    expect(factsOf(late, 'message')[0]?.keys).toContain(factsOf(early, 'message')[0]?.keys[0])
  })

  it.each(['input', 'output', 'cached', 'thoughts', 'tool', 'total'])(
    'with a %s beyond belief are none',
    (name) => {
      for (const value of [-1, 1.5, 1e18, '12', Number.NaN, {}, true]) {
        const result = read([ABOUT, answer('a1', '09:00:05.000', { tokens: { ...TOKENS, [name]: value } })])
        if (Number.isNaN(value)) continue
        expect(factsOf(result, 'model_call')).toEqual([])
        expect(result.drops.implausible_count?.records).toBe(1)
        expect(result.naive.tokens - droppedOf(result)).toBe(0)
      }
    },
  )

  it('without a time, or at one that cannot be, are dropped with their tokens', () => {
    const result = read([
      ABOUT,
      { ...answer('a1', ''), timestamp: 'soon' },
      { ...answer('a2', ''), timestamp: '1999-01-01T00:00:00Z' },
    ])
    expect(result.drops).toEqual({
      no_time: { records: 1, tokens: 1080 },
      time_out_of_range: { records: 1, tokens: 1080 },
    })
  })
})

describe('prompts', () => {
  it.each<[string, unknown, number]>([
    ['a text', 'hello', 1],
    ['a part', { text: 'hello' }, 1],
    ['a list of parts', [{ text: 'hello' }, { inlineData: {} }], 1],
    ['a list of texts', ['hello'], 1],
    ['nothing', [{ text: '  ' }], 0],
    ['the context of a session', [{ text: '\n<session_context>\n…' }], 0],
    ['the answer of a tool', result({ output: 'x' }), 0],
    ['what the agent says for itself', [{ text: 'Please continue.' }], 0],
    ['a context and a prompt', [{ text: '<hook_context>…' }, { text: 'hello' }], 1],
    ['a number', 7, 0],
  ])('%s', (_, content, n) => {
    expect(factsOf(read([ABOUT, user('u1', '09:00:01.000', content)]), 'message')).toHaveLength(n)
  })
})

describe('tools', () => {
  it('are calls of their message, and end when they are recorded', () => {
    expect(toolOf(tool('t1', 'read_file', { args: { file_path: 'a.ts' } }))).toMatchObject({
      ...{ keys: [`gemini-cli/tool:${SESSION}:t1`], tool: 'Read', kind: 'file', raw_tool: 'read_file' },
      ...{ at: at('09:00:05.000'), duration_ms: 4000, status: 'ok', decision: null },
    })
  })

  it('of older versions, recorded before their message, have no duration', () => {
    const early = { timestamp: `${DAY}09:00:04.990Z` }
    expect(toolOf(tool('t1', 'glob', early))).toMatchObject({ at: at('09:00:04.990'), duration_ms: null })
  })

  it('that a later turn added to a message from before have none either', () => {
    const late = { timestamp: `${DAY}09:03:00.000Z` }
    const [, second] = factsOf(told(tool('t1', 'glob'), tool('t2', 'glob', late)), 'tool_call')
    expect(second).toMatchObject({ at: at('09:03:00.000'), duration_ms: null, status: 'ok' })
  })

  it.each<[object, string, string | null]>([
    [{ status: 'success' }, 'ok', null],
    [{ status: 'error', result: result({ error: 'no such file' }) }, 'error', null],
    [
      { status: 'error', result: result({ error: 'Tool execution denied by policy.' }) },
      'rejected',
      'config',
    ],
    [
      {
        status: 'cancelled',
        result: result({ error: '[Operation Cancelled] Reason: User denied execution.' }),
      },
      'rejected',
      'user',
    ],
    [
      {
        status: 'cancelled',
        result: result({ error: '[Operation Cancelled] Reason: User did not allow tool call' }),
      },
      'rejected',
      'user',
    ],
    [{ status: 'cancelled', result: result({ error: 'User cancelled the operation.' }) }, 'unknown', null],
    [{ status: 'executing' }, 'unknown', null],
    [{ status: { a: 1 } }, 'unknown', null],
  ])('with %j', (more, status, decision) => {
    expect(toolOf(tool('t1', 'run_shell_command', more))).toMatchObject({ status, decision })
  })

  it('that go on are told again when they end', () => {
    const going = answer('a1', '09:00:05.000', { toolCalls: [tool('t1', 'glob', { status: 'executing' })] })
    const done = answer('a1', '09:00:05.000', { toolCalls: [tool('t1', 'glob')] })
    const calls = factsOf(read([ABOUT, going, done, done]), 'tool_call')
    expect(calls).toEqual([expect.objectContaining({ status: 'ok', completeness: 2 })])
  })

  it.each<[string, string | null, object]>([
    [
      'mcp_postgresql_list_schemas',
      'list_schemas (postgresql MCP Server)',
      { tool: 'MCP', mcp_server: 'postgresql' },
    ],
    ['mcp_my_db_list', 'list (My_DB MCP Server)', { tool: 'MCP', kind: 'mcp', mcp_server: 'my_db' }],
    ['mcp_github_search_issues', null, { tool: 'MCP', mcp_server: 'github' }],
    ['github__search', null, { tool: 'MCP', mcp_server: 'github' }],
    ['list_issues', 'list_issues (GitHub MCP Server)', { tool: 'MCP', mcp_server: 'github' }],
    ['replace', 'Edit', { tool: 'Edit', mcp_server: null }],
    ['grep_search', null, { tool: 'Grep' }],
    ['codebase_investigator', null, { tool: 'Task', kind: 'agent' }],
    ['__proto__', null, { tool: 'other' }],
    ['ask_user', null, { tool: 'other', kind: 'other' }],
  ])('%s, shown as %s', (name, displayName, expected) => {
    expect(toolOf(tool('t1', name, { displayName }))).toMatchObject(expected)
  })

  it('check the work by their command, and make commits', () => {
    const output = 'Output: [main 1a2b3c4] confidential\n 2 files changed, 5 insertions(+), 1 deletion(-)'
    const args = { command: 'npm test && git commit -m confidential' }
    const facts = told(tool('t1', 'run_shell_command', { args, result: result({ output }) }))
    expect(factsOf(facts, 'tool_call')[0]).toMatchObject({ tool: 'Execute', validation: 'test' })
    expect(factsOf(facts, 'commit')).toEqual([
      expect.objectContaining({ sha: '1a2b3c4', added: 5, removed: 1, branch: 'main' }),
    ])
    expect(JSON.stringify(facts.facts)).not.toContain('confidential')
  })

  it('that load a skill or start a sub-agent use a feature', () => {
    const facts = told(
      tool('t1', 'activate_skill', { args: { name: 'pdf' } }),
      tool('t2', 'reviewer', { agentId: 'x7k2p9' }),
      tool('t3', 'invoke_agent', { agentId: 'q1', args: { agent_name: 'tester' } }),
    )
    expect(factsOf(facts, 'feature_use').map(({ kind, name, keys }) => [kind, name, keys[0]])).toEqual([
      ['skill', 'pdf', `gemini-cli/tool:${SESSION}:t1`],
      ['subagent', 'reviewer', `gemini-cli/agent:${SESSION}::x7k2p9`],
      ['subagent', 'tester', `gemini-cli/agent:${SESSION}::q1`],
    ])
    expect(factsOf(facts, 'tool_call').map((t) => t.tool)).toEqual(['other', 'Task', 'Task'])
  })
})

describe('changes of files', () => {
  const DIFF =
    'Index: a.ts\n--- a.ts\tCurrent\n+++ a.ts\tProposed\n@@ -1,2 +1,3 @@\n keep\n-old line\n+new line one\n+new line two\n'
  const STAT = { model_added_lines: 2, model_removed_lines: 1, user_added_lines: 90, user_removed_lines: 80 }
  const edit = (more: object, name = 'replace') =>
    factsOf(
      told(
        tool('t1', name, {
          args: { file_path: `${FOLDER}/src/a.ts`, old_string: 'confidential x', new_string: 'y' },
          ...more,
        }),
      ),
      'file_change',
    )

  it('are those of the recorded diff; the lines those of the model', () => {
    expect(edit({ resultDisplay: { fileDiff: DIFF, diffStat: STAT, isNewFile: false } })).toEqual([
      expect.objectContaining({
        ...{ keys: [`gemini-cli/tool:${SESSION}:t1#${FOLDER}/src/a.ts`], op: 'edit', added: 2, removed: 1 },
        ...{ path: 'src/a.ts', extension: '.ts', language: 'TypeScript', at: at('09:00:09.000') },
        line_hashes: ['#new line one', '#new line two'],
      }),
    ])
    const bad = { ...STAT, model_added_lines: -4 }
    expect(edit({ resultDisplay: { fileDiff: DIFF, diffStat: bad } })[0]).toMatchObject({
      added: 2,
      removed: 1,
    })
  })

  it.each<[string, object, object]>([
    ['told as new', { resultDisplay: { fileDiff: DIFF, isNewFile: true } }, { op: 'create' }],
    [
      'said to be new',
      {
        args: { file_path: 'b.py', content: 'line one here\nx\n' },
        result: result({ output: 'Successfully created and wrote to new file: b.py.' }),
      },
      { op: 'create', added: 2, removed: 0, line_hashes: ['#line one here'] },
    ],
    [
      'written over, without a diff',
      {
        args: { file_path: 'b.py', content: 'a\nb' },
        result: result({ output: 'Successfully overwrote file: b.py.' }),
      },
      { op: 'edit', added: null, removed: null, line_hashes: [] },
    ],
    [
      'with nothing before',
      { args: { file_path: 'b.py', old_string: '', new_string: 'a\nb\n' } },
      { op: 'create', added: 2, removed: 0 },
    ],
    [
      'replaced thrice',
      {
        args: { file_path: 'b.py', old_string: 'a\nb', new_string: 'a\nc\nd' },
        result: result({ output: 'Successfully modified file: b.py (3 replacements).' }),
      },
      { op: 'edit', added: 6, removed: 3 },
    ],
    [
      'of a tool that tells nothing',
      { args: { file_path: 'b.py' } },
      { op: 'edit', added: null, removed: null },
    ],
  ])('%s', (_, more, expected) => {
    const [change, ...rest] = edit(
      more,
      'content' in ((more as { args?: object }).args ?? {}) ? 'write_file' : 'replace',
    )
    expect(change).toMatchObject(expected)
    expect(rest).toEqual([])
  })

  it.each<object>([
    { status: 'error' },
    { status: 'cancelled' },
    { args: {} },
    { args: { file_path: 7 } },
    { args: null },
  ])('with %j there is none', (more) => expect(edit(more)).toEqual([]))
})

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
