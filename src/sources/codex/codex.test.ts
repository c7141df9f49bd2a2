/** What becomes of a rollout of Codex: counts that are repeated, history that is copied, tools and what they did. */
import { describe, expect, it } from 'vitest'
import { droppedOf, factsOf, readRows, sumOf } from '../fixtures/reading.ts'
import { codex } from './index.ts'
import { clientOf } from './names.ts'

const THREAD = '01980000-0000-7000-8000-00000000000a'
const FILE = `/h/.codex/sessions/2026/03/04/rollout-2026-03-04T10-00-00-${THREAD}.jsonl`
const at = (second: number) => new Date(Date.UTC(2026, 2, 4, 10, 0, 0) + second * 1000).toISOString()
const row = (type: string, payload: object, second = 0) => ({ timestamp: at(second), type, payload })
const event = (type: string, more: object = {}, second = 0) => row('event_msg', { type, ...more }, second)
const item = (type: string, more: object, second = 0) => row('response_item', { type, ...more }, second)

const meta = (more: object = {}, second = 0) =>
  row(
    'session_meta',
    {
      ...{
        id: THREAD,
        timestamp: at(second),
        cwd: '/home/ana/shop',
        originator: 'codex_cli_rs',
        source: 'cli',
      },
      ...{ cli_version: '0.98.0', model_provider: 'openai' },
      git: {
        branch: 'main',
        commit_hash: 'abc1234',
        repository_url: 'https://tok@example.com/acme/shop.git',
      },
      ...more,
    },
    second,
  )
const turn = (more: object = {}, second = 0) =>
  row(
    'turn_context',
    { cwd: '/home/ana/shop', model: 'gpt-5.5', effort: 'high', approval_policy: 'on-request', ...more },
    second,
  )

type Counts = [input: number, cached: number, output: number, reasoning: number]
const usage = ([input_tokens, cached_input_tokens, output_tokens, reasoning_output_tokens]: Counts) => ({
  ...{ input_tokens, cached_input_tokens, output_tokens, reasoning_output_tokens },
  total_tokens: input_tokens + output_tokens,
})
const count = (total: Counts, last: Counts | null, second = 0) =>
  event(
    'token_count',
    { info: { total_token_usage: usage(total), ...(last ? { last_token_usage: usage(last) } : {}) } },
    second,
  )
const FIRST: Counts = [1000, 200, 50, 20]
const SECOND: Counts = [1500, 1000, 70, 0]
const BOTH: Counts = [2500, 1200, 120, 20]

const read = (rows: object[], file = FILE) => readRows(codex, file, rows)
const calls = (rows: object[], file?: string) => factsOf(read(rows, file), 'model_call')

describe('a token count', () => {
  it('is a call with disjoint tokens; reasoning is a part of the output', () => {
    const [call] = calls([meta(), turn(), count(FIRST, FIRST, 5)])
    expect(call).toMatchObject({
      ...{ at: Date.parse(at(5)), session: THREAD, provider: 'openai', model: 'gpt-5.5', effort: 'high' },
      ...{ in_uncached: 800, cache_read: 200, cache_write: null, out: 50, reasoning: 20, tier: null },
      ...{ status: 'ok', autonomy_mode: 'auto-low', harness: 'codex', source: 'codex/transcript' },
      keys: [`codex/usage:${THREAD}:1000:200:50:20`],
    })
  })

  it('that stands as it stood is no further call, however often it is written', () => {
    const rows = [
      ...[meta(), turn(), count(FIRST, FIRST, 1), count(FIRST, FIRST, 2), count(FIRST, FIRST, 3)],
      ...[count(BOTH, SECOND, 4), count(BOTH, SECOND, 5)],
    ]
    const result = read(rows)
    expect(factsOf(result, 'model_call').map((c) => c.out)).toEqual([50, 70])
    expect(sumOf(result)).toBe(2620)
    expect(result.drops.repeated_row).toEqual({ records: 3, tokens: 1050 * 2 + 1570 })
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
    expect(result.reported).toBe(sumOf(result))
  })

  it('is compared in all its fields: some versions write no sum', () => {
    const bare = (input: number, output: number) => ({ input_tokens: input, output_tokens: output })
    const rows = [
      event('token_count', { info: { total_token_usage: bare(10, 1), last_token_usage: bare(10, 1) } }, 1),
      event('token_count', { info: { total_token_usage: bare(15, 2), last_token_usage: bare(5, 1) } }, 2),
    ]
    expect(calls([meta(), turn(), ...rows]).map((c) => [c.in_uncached, c.out, c.cache_read])).toEqual([
      [10, 1, null],
      [5, 1, null],
    ])
  })

  it('without the last call tells it by what the total has grown', () => {
    const rows = [meta(), turn(), count(FIRST, null, 1), count(BOTH, null, 2)]
    expect(calls(rows).map((c) => [c.in_uncached, c.cache_read, c.out])).toEqual([
      [800, 200, 50],
      [500, 1000, 70],
    ])
  })

  it('that falls begins anew: what it says then is a call', () => {
    const rows = [meta(), turn(), count(BOTH, BOTH, 1), count(FIRST, FIRST, 2)]
    expect(calls(rows).map((c) => c.out)).toEqual([120, 50])
    expect(read(rows).reported).toBe(2620 + 1050)
    expect(calls([meta(), turn(), count(BOTH, null, 1), count(FIRST, null, 2)]).map((c) => c.out)).toEqual([
      120, 50,
    ])
  })

  it('of limits alone, or of nothing, is no call', () => {
    const zero: Counts = [0, 0, 0, 0]
    const result = read([
      meta(),
      turn(),
      event('token_count', { info: null, rate_limits: {} }),
      count(zero, zero),
    ])
    expect(factsOf(result, 'model_call')).toEqual([])
    expect(result.drops).toEqual({ no_usage: { records: 1, tokens: 0 } })
  })

  it('takes cache writes out of the input', () => {
    const told = { ...usage(FIRST), cache_write_input_tokens: 300 }
    const [call] = calls([
      meta(),
      turn(),
      event('token_count', { info: { total_token_usage: told, last_token_usage: told } }),
    ])
    expect(call).toMatchObject({ in_uncached: 500, cache_read: 200, cache_write: 300, out: 50 })
  })

  it('that a later version repeats with a field more stands as it stood', () => {
    const more = (told: Counts) => ({ ...usage(told), cache_write_input_tokens: 0 })
    const repeated = event('token_count', {
      info: { total_token_usage: more(FIRST), last_token_usage: more(FIRST) },
    })
    expect(calls([meta(), turn(), count(FIRST, FIRST, 1), repeated])).toHaveLength(1)
  })

  it('that tells the size of a full context is no call, and no total', () => {
    const full = (total_tokens: number) => ({ ...usage([0, 0, 0, 0]), total_tokens })
    const result = read([
      ...[meta(), turn(), count(FIRST, FIRST, 1)],
      event('token_count', { info: { total_token_usage: full(272_000), last_token_usage: full(270_950) } }),
    ])
    expect(factsOf(result, 'model_call')).toHaveLength(1)
    expect(result.drops.no_usage).toEqual({ records: 1, tokens: 270_950 })
    expect(result.reported).toBe(1050)
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  it('whose parts contradict their whole is what its parts say', () => {
    const result = read([meta(), count([100, 200, 50, 0], [100, 200, 50, 0])])
    expect(sumOf(result)).toBe(250)
    expect(result.naive.tokens - droppedOf(result)).toBe(250)
  })

  it('that cannot be is dropped with its tokens', () => {
    for (const bad of [-5, 1.5, 'many', 1e15, {}]) {
      const told = { ...usage(FIRST), output_tokens: bad }
      const result = read([
        meta(),
        event('token_count', { info: { total_token_usage: told, last_token_usage: told } }),
      ])
      expect(factsOf(result, 'model_call')).toEqual([])
      expect(result.drops.implausible_count?.records).toBe(1)
      expect(factsOf(result, 'message')).toHaveLength(1)
    }
  })

  it('has the model of the turn, none where nobody names one, and the tier where settings tell it', () => {
    expect(calls([meta(), count(FIRST, FIRST)])[0]).toMatchObject({ model: null, provider: null })
    const tier = event('thread_settings_applied', {
      thread_settings: { model: 'gpt-5.6', service_tier: 'priority' },
    })
    expect(calls([meta(), turn(), tier, count(FIRST, FIRST)])[0]).toMatchObject({
      model: 'gpt-5.6',
      tier: 'priority',
    })
  })

  it('with the same counts again, another total: a call of its own all the same', () => {
    const rows = [meta(), turn(), count(FIRST, FIRST, 1), count([2000, 400, 100, 40], FIRST, 2)]
    expect(calls(rows).map((c) => c.keys)).toEqual([
      [`codex/usage:${THREAD}:1000:200:50:20`],
      [`codex/usage:${THREAD}:1000:200:50:20#1`],
    ])
  })
})

describe('a copy of another thread', () => {
  const CHILD = '01990000-0000-7000-8000-00000000000b'
  const CHILD_FILE = FILE.replace(THREAD, CHILD)
  const history = (second: number) => [
    ...[turn({}, second), event('user_message', { message: 'do it' }, second), count(FIRST, FIRST, second)],
  ]
  const parent = [meta(), ...history(1), count(BOTH, SECOND, 9)]
  const keysIn = (rows: object[], file?: string) => calls(rows, file).map((c) => c.keys)

  it('made by a fork is named like the original too, whatever its time, and claims less', () => {
    const child = [
      meta({ id: CHILD, forked_from_id: THREAD }, 86400),
      ...history(86400),
      count(BOTH, SECOND, 86410),
    ]
    const [copied] = calls(child, CHILD_FILE)
    const [original] = calls(parent)
    expect(copied?.keys).toEqual([`codex/usage:${CHILD}:1000:200:50:20`, original?.keys[0]])
    expect([original?.owner_rank, copied?.owner_rank]).toEqual([0, 1])
    const human = (rows: object[], file?: string) => factsOf(read(rows, file), 'message').find((m) => m.human)
    expect(human(child, CHILD_FILE)?.keys).toContain(human(parent)?.keys[0])
    const answers = factsOf(read(child, CHILD_FILE), 'message').filter((m) => !m.human)
    expect(answers[0]?.keys).toContain(original?.keys[0])
  })

  it('made for a sub-agent is known by the second header, of an agent that begins afresh there is none', () => {
    const spawned = {
      id: CHILD,
      source: { subagent: { thread_spawn: { parent_thread_id: THREAD, agent_role: 'explorer' } } },
    }
    const fresh = [meta(spawned, 50), turn({}, 50), count(FIRST, FIRST, 60)]
    expect(keysIn(fresh, CHILD_FILE)).toEqual([[`codex/usage:${CHILD}:1000:200:50:20`]])
    const replay = [meta(spawned, 50), meta({}, 50), ...history(50)]
    expect(keysIn(replay, CHILD_FILE)).toEqual([
      [`codex/usage:${CHILD}:1000:200:50:20`, `codex/usage:${THREAD}:1000:200:50:20`],
    ])
    const [session] = factsOf(read(replay, CHILD_FILE), 'session')
    expect(session).toMatchObject({ id: CHILD, parent_session: THREAD })
    expect(calls(replay, CHILD_FILE)[0]?.agent).toBe('explorer')
  })

  it('made for a sub-agent holds no prompt of a person: its task stands there as one', () => {
    const spawned = { id: CHILD, source: { subagent: { thread_spawn: { parent_thread_id: THREAD } } } }
    const task = event('user_message', { message: 'look at it' }, 55)
    const prompts = (rows: object[]) => factsOf(read(rows, CHILD_FILE), 'message').filter((m) => m.human)
    expect(prompts([meta(spawned, 50), turn({}, 50), task, count(FIRST, FIRST, 60)])).toEqual([])
    expect(prompts([meta(spawned, 50), meta({}, 50), ...history(50), task])).toEqual([])
    expect(
      prompts([meta({ id: CHILD, forked_from_id: THREAD }, 50), meta({}, 50), ...history(50)]),
    ).toHaveLength(1)
  })

  it('that is a part of the history, without a header, is known by the total that it begins with', () => {
    const spawned = { id: CHILD, source: { subagent: { thread_spawn: { parent_thread_id: THREAD } } } }
    const child = [
      meta(spawned, 50),
      turn({}, 50),
      count(BOTH, SECOND, 51),
      count([2900, 1300, 150, 20], [400, 100, 30, 0], 60),
    ]
    const [copied, own] = calls(child, CHILD_FILE)
    expect(copied?.keys).toContain(`codex/usage:${THREAD}:1500:1000:70:0`)
    expect(own?.keys[0]).toBe(`codex/usage:${CHILD}:400:100:30:0`)
    expect(read(child, CHILD_FILE).reported).toBe(1570 + 430)
  })

  it('is believed less than the original: it may lack its model', () => {
    const child = [meta({ id: CHILD, forked_from_id: THREAD }, 50), count(FIRST, FIRST, 50)]
    expect(calls(child, CHILD_FILE)[0]).toMatchObject({ model: null, completeness: 1 })
    expect(calls(parent)[0]).toMatchObject({ model: 'gpt-5.5', completeness: 2 })
  })

  it('is no name for a file whose own header is lost', () => {
    const rows = [meta({}, 50), turn({}, 50), count(FIRST, FIRST, 51)]
    expect(calls(rows, CHILD_FILE)[0]).toMatchObject({ session: CHILD, owner_rank: 1 })
  })

  it('ends with the first turn that was begun in the thread itself, where ids say when', () => {
    const v7 = (ms: number) => {
      const hex = ms.toString(16).padStart(12, '0')
      return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000001`
    }
    const own = v7(Date.parse(at(3605)))
    const child = [
      meta({ id: CHILD, forked_from_id: THREAD }, 3600),
      event('task_started', { turn_id: v7(Date.parse(at(1))) }, 3600),
      ...history(3600),
      event('task_started', { turn_id: own }, 3605),
      turn({ turn_id: own }, 3605),
      count(BOTH, SECOND, 3610),
    ]
    const made = calls(child, CHILD_FILE)
    expect(made.map((c) => [c.keys.length, c.owner_rank])).toEqual([
      [2, 1],
      [1, 0],
    ])
  })

  it('whose original is gone joins the copies of its siblings', () => {
    const sibling = CHILD.replace(/b$/, 'c')
    const fork = (id: string) => [meta({ id, forked_from_id: THREAD }, 100), ...history(100)]
    const [one] = keysIn(fork(CHILD), CHILD_FILE)
    const [other] = keysIn(fork(sibling), FILE.replace(THREAD, sibling))
    expect(one?.filter((key) => other?.includes(key))).toEqual([`codex/usage:${THREAD}:1000:200:50:20`])
  })

  it('in an unrelated thread with the same counts is no copy', () => {
    const [one] = keysIn([meta(), ...history(1)])
    const [other] = keysIn([meta({ id: CHILD }), ...history(1)], CHILD_FILE)
    expect(one?.some((key) => other?.includes(key))).toBe(false)
  })
})

describe('a tool call', () => {
  const shell = (command: unknown, id = 'call_1', second = 1) =>
    item('function_call', { name: 'shell', arguments: JSON.stringify({ command }), call_id: id }, second)
  const out = (output: unknown, id = 'call_1', second = 3) =>
    item('function_call_output', { call_id: id, output }, second)
  const json = (output: string, exit_code: number, duration_seconds = 1.5) =>
    JSON.stringify({ output, metadata: { exit_code, duration_seconds } })
  const tools = (...rows: object[]) => factsOf(read([meta(), turn(), ...rows]), 'tool_call')

  it.each<[string, unknown, object]>([
    ['ends well', json('x', 0), { status: 'ok', duration_ms: 1500 }],
    ['fails', json('x', 2), { status: 'error', duration_ms: 1500 }],
    [
      'of newer versions ends well',
      'Chunk ID: ab12\nWall time: 0.25 seconds\nProcess exited with code 0\nOutput:\nProcess exited with code 9',
      { status: 'ok', duration_ms: 250 },
    ],
    ['of newer versions fails', 'Exit code: 127\nWall time: 0.1 seconds\nOutput:\n', { status: 'error' }],
    ['goes on', 'Wall time: 10 seconds\nProcess running with session ID 7', { status: 'unknown' }],
    [
      'is refused',
      'exec command rejected by user',
      { status: 'rejected', decision: 'user', duration_ms: null },
    ],
    ['is stopped by the sandbox', 'failed in sandbox: Operation not permitted', { status: 'error' }],
    ['is interrupted', 'aborted by user after 3.1s', { status: 'unknown' }],
    ['says nothing of its end', { type: 'input_text', text: 'a.txt' }, { status: 'unknown' }],
    ['says that it succeeded', { content: 'fine', success: true }, { status: 'ok' }],
  ])('that %s', (_, output, ending) => {
    expect(tools(shell(['bash', '-lc', 'ls']), out(output))).toEqual([
      expect.objectContaining({
        tool: 'Execute',
        raw_tool: 'shell',
        keys: [`codex/tool:${THREAD}:call_1`],
        ...ending,
      }),
    ])
  })

  it('without an answer counts, and its end is unknown', () => {
    expect(tools(shell('ls'))).toEqual([expect.objectContaining({ status: 'unknown', completeness: 1 })])
  })

  it('of an MCP server has its name, its time and its failure', () => {
    const end = (result: object, id: string) =>
      event('mcp_tool_call_end', {
        ...{ call_id: id, invocation: { server: 'Tracker', tool: 'get_task' }, result },
        duration: { secs: 1, nanos: 500_000_000 },
      })
    const call = (name: string, id: string, more = {}) =>
      item('function_call', { name, arguments: '{}', call_id: id, ...more })
    const made = tools(
      ...[call('tracker__get_task', 'c1'), end({ Ok: { isError: false } }, 'c1')],
      ...[call('mcp__tracker__get_task', 'c2'), end({ Ok: { isError: true } }, 'c2')],
      ...[call('get_task', 'c3', { namespace: 'mcp__tracker__' }), end({ Err: 'x' }, 'c3')],
      // Called by a script: the event is its only trace.
      end({ Ok: {} }, 'c4'),
      ...[call('tracker__get_task', 'c5'), out('tool call error: timed out', 'c5')],
    )
    expect(made.map((t) => [t.tool, t.mcp_server, t.status, t.duration_ms])).toEqual([
      ['MCP', 'tracker', 'ok', 1500],
      ['MCP', 'tracker', 'error', 1500],
      ['MCP', 'tracker', 'error', 1500],
      ['MCP', 'tracker', 'ok', 1500],
      ['MCP', 'tracker', 'error', null],
    ])
  })

  it('of a script that calls others is none itself', () => {
    expect(tools(item('custom_tool_call', { name: 'exec', input: 'x()', call_id: 'c' }))).toEqual([])
  })

  it('starts a sub-agent, and uses a skill', () => {
    const spawn = item('function_call', {
      name: 'spawn_agent',
      arguments: '{"agent_type":"worker","message":"secret"}',
      call_id: 'c1',
    })
    const skill = shell(['bash', '-lc', 'cat ~/.codex/skills/release-notes/SKILL.md'], 'c2')
    const result = read([meta(), spawn, out('{"agent_id":"x"}', 'c1'), skill, out(json('', 0), 'c2')])
    expect(factsOf(result, 'feature_use').map((f) => [f.kind, f.name, f.keys])).toEqual([
      ['subagent', 'worker', [`codex/tool:${THREAD}:c1`]],
      ['skill', 'release-notes', [`codex/tool:${THREAD}:c2#skill:release-notes`]],
    ])
    expect(JSON.stringify(result.facts)).not.toContain('secret')
  })

  it('checks the work, commits and opens a pull request', () => {
    const rows = [
      ...[shell(['bash', '-lc', 'npm test'], 'c1'), out(json('', 0), 'c1')],
      ...[shell(['bash', '-lc', 'cd /home/ana/shop && git commit -m "secret"'], 'c2', 5)],
      out(json('[feat/x 1a2b3c4] secret\n 2 files changed, 7 insertions(+), 1 deletion(-)', 0), 'c2', 6),
      ...[
        shell('gh pr create --fill', 'c3', 7),
        out(json('https://example.com/acme/shop/pull/12\n', 0), 'c3', 8),
      ],
      ...[shell('git commit -m no', 'c4'), out(json('[main 9999999] no', 1), 'c4')],
    ]
    const result = read([meta(), turn(), ...rows])
    expect(factsOf(result, 'tool_call')[0]?.validation).toBe('test')
    expect(factsOf(result, 'commit')).toEqual([
      expect.objectContaining({
        ...{
          sha: '1a2b3c4',
          branch: 'feat/x',
          added: 7,
          removed: 1,
          repo: 'example.com/acme/shop',
        },
      }),
    ])
    expect(factsOf(result, 'pull_request')).toEqual([
      expect.objectContaining({
        id: 'https://example.com/acme/shop/pull/12',
        number: 12,
        sessions: [THREAD],
      }),
    ])
    expect(JSON.stringify(result.facts)).not.toContain('secret')
  })
})

describe('a file change', () => {
  const PATCH = [
    '*** Begin Patch',
    '*** Add File: src/new.ts',
    '+const answer = 42',
    '+}',
    '*** Update File: src/old.py',
    '@@',
    '-import everything',
    '+import something_else',
    '*** Delete File: gone.md',
    '*** End Patch',
  ].join('\n')
  const ok = JSON.stringify({ output: 'Success.', metadata: { exit_code: 0 } })
  const changes = (...rows: object[]) =>
    factsOf(read([meta(), turn(), ...rows]), 'file_change').map((c) => [
      c.path,
      c.op,
      c.added,
      c.removed,
      c.line_hashes,
    ])
  const expected = [
    ['src/new.ts', 'create', 2, 0, ['#const answer = 42']],
    ['src/old.py', 'edit', 1, 1, ['#import something_else']],
    ['gone.md', 'delete', 0, null, []],
  ]
  const patch = (id = 'c1') => item('custom_tool_call', { name: 'apply_patch', input: PATCH, call_id: id })
  const done = (id = 'c1', output = ok) => item('custom_tool_call_output', { call_id: id, output })

  it('is told by the tool, by a function, by a shell, and by a here-document', () => {
    expect(changes(patch(), done())).toEqual(expected)
    const call = (name: string, args: object) =>
      item('function_call', { name, arguments: JSON.stringify(args), call_id: 'c1' })
    const end = item('function_call_output', { call_id: 'c1', output: ok })
    expect(changes(call('apply_patch', { input: PATCH }), end)).toEqual(expected)
    expect(changes(call('shell', { command: ['apply_patch', PATCH] }), end)).toEqual(expected)
    expect(changes(call('exec_command', { cmd: `apply_patch <<'EOF'\n${PATCH}\nEOF` }), end)).toEqual(
      expected,
    )
    expect(changes(call('shell', { command: ['cat', PATCH] }), end)).toEqual([])
  })

  it('did not happen where the patch failed or has no answer', () => {
    expect(changes(patch(), done('c1', 'apply_patch verification failed: Failed to find'))).toEqual([])
    expect(changes(patch())).toEqual([])
  })

  it('is told by the record of the patch where there is one, in its place and not beside it', () => {
    const record = event('patch_apply_end', {
      ...{ call_id: 'c1', success: true },
      changes: {
        '/home/ana/shop/src/new.ts': { type: 'add', content: 'const answer = 42\n}\n' },
        '/home/ana/shop/src/old.py': {
          ...{ type: 'update', move_path: null },
          unified_diff: '@@ -1 +1 @@\n-import everything\n+import something_else\n',
        },
        '/home/ana/shop/gone.md': { type: 'delete', content: 'a\nb\n' },
      },
    })
    const more = [expected[0], expected[1], ['gone.md', 'delete', 0, 2, []]]
    expect(changes(patch(), record, done())).toEqual(more)
    expect(changes(record)).toEqual(more)
    const failed = event('patch_apply_end', {
      call_id: 'c1',
      success: false,
      changes: { 'a.ts': { type: 'add', content: 'x' } },
    })
    expect(changes(patch(), failed, done('c1', 'err: no'))).toEqual([])
  })
})

describe('a session', () => {
  it('says where and how it ran', () => {
    const [session] = factsOf(read([meta(), turn(), event('user_message', { message: 'hi' }, 4)]), 'session')
    expect(session).toMatchObject({
      ...{
        id: THREAD,
        client: 'terminal',
        kind: 'interactive',
        version: '0.98.0',
        branch: 'main',
        revision: 'abc1234',
      },
      ...{ repo: 'example.com/acme/shop', project: 'shop', provider: 'openai', parent_session: null },
      started_at: Date.parse(at(0)),
    })
    expect(JSON.stringify(session)).not.toContain('tok')
  })

  it.each([
    ['codex_exec', 'non-interactive'],
    ['codex_vscode', 'ide'],
    ['Codex Desktop', 'desktop'],
    ['something', null],
  ])('of %s is of the surface %s', (originator, client) => {
    expect(clientOf(originator)).toBe(client)
  })

  it.each([
    [{ approval_policy: 'never', sandbox_policy: { type: 'danger-full-access' } }, 'auto-high'],
    [{ approval_policy: 'never', sandbox_policy: { mode: 'workspace-write' } }, 'auto-medium'],
    [{ approval_policy: 'on-failure' }, 'auto-low'],
    [{ approval_policy: 'untrusted' }, 'manual'],
    [{ approval_policy: 'on-request', sandbox_policy: { type: 'read-only' } }, 'manual'],
    [{ approval_policy: 'never', collaboration_mode: { mode: 'plan' } }, 'spec'],
    [{ approval_policy: 7 }, null],
  ])('with %j runs in the mode %s', (more, mode) => {
    expect(calls([meta(), turn(more), count(FIRST, FIRST)])[0]?.autonomy_mode).toBe(mode)
  })

  it('has the prompts of a person alone, each once, and none of their words', () => {
    const user = (message: string, second: number) => event('user_message', { message }, second)
    const rows = [
      ...[meta(), user('fix my thing', 1), user('fix my thing', 2), user('<environment_context>x', 3)],
      item('message', { role: 'user', content: [{ type: 'input_text', text: 'fix my thing' }] }, 1),
    ]
    const human = factsOf(read(rows), 'message').filter((m) => m.human)
    expect(human.map((m) => m.at)).toEqual([Date.parse(at(1)), Date.parse(at(2))])
    expect(new Set(human.map((m) => m.keys[0])).size).toBe(2)
  })

  it('of the time before rows had an envelope is dated to its start', () => {
    const text = (role: string, told: string) => ({
      type: 'message',
      role,
      content: [{ type: 'x', text: told }],
    })
    const result = read([
      { id: THREAD, timestamp: at(0), instructions: 'x', git: { branch: 'old' } },
      { record_type: 'state' },
      text('user', '<environment_context>x'),
      text('user', 'go on'),
      text('assistant', 'yes'),
      { type: 'function_call', name: 'shell', arguments: '{"command":["ls"]}', call_id: 'c1' },
      { type: 'function_call_output', call_id: 'c1', output: '{"output":"","metadata":{"exit_code":1}}' },
    ])
    expect(factsOf(result, 'message').map((m) => [m.role, m.at])).toEqual([
      ['user', Date.parse(at(0))],
      ['assistant', Date.parse(at(0))],
    ])
    expect(factsOf(result, 'tool_call')).toEqual([expect.objectContaining({ status: 'error' })])
    expect(factsOf(result, 'session')).toEqual([expect.objectContaining({ id: THREAD, branch: 'old' })])
    expect(result.drops).toEqual({})
  })

  it('whose header is lost is that of the file', () => {
    expect(calls([turn(), count(FIRST, FIRST)])[0]?.session).toBe(THREAD)
    const result = read([count(FIRST, FIRST)], '/x/whatever.jsonl')
    expect(result.facts).toEqual([])
    expect(result.drops.invalid_fact?.records).toBe(1)
  })
})

describe('hostile rows', () => {
  it('cost themselves alone', () => {
    const rows: object[] = [
      ...[{}, { payload: null }, { payload: [] }, { timestamp: 5, type: {}, payload: { type: [] } }],
      row('event_msg', { type: '__proto__' }),
      item('function_call', { name: '__proto__', arguments: '{"command":{"a":1}}', call_id: '__proto__' }),
      item('function_call_output', { call_id: '__proto__', output: [[[]], null, { text: 4 }] }),
      item('function_call', { name: 7, arguments: 8, call_id: 9 }),
      event('patch_apply_end', {
        call_id: 'p',
        success: true,
        changes: { __proto__: 1, '': {}, 'a.ts': null },
      }),
      event('mcp_tool_call_end', { call_id: 'm', invocation: null, result: 'x', duration: { secs: 'x' } }),
      event('token_count', { info: { total_token_usage: 'x', last_token_usage: [] } }),
      turn({ model: '\u001b[31mred\u0007', turn_id: {} }),
      count(FIRST, FIRST, 3),
      {
        timestamp: '1999-01-01T00:00:00Z',
        type: 'event_msg',
        payload: { type: 'user_message', message: 'x' },
      },
    ]
    const result = read([meta(), ...rows])
    expect(factsOf(result, 'model_call').map((c) => c.model)).toEqual(['[31mred'])
    expect(result.drops.time_out_of_range?.records).toBe(2)
    expect(({} as Record<string, unknown>).command).toBeUndefined()
  })

  it('that are nested deeply cost at most themselves', () => {
    const deep = `${'{"content":'.repeat(20_000)}1${'}'.repeat(20_000)}`
    const call = item('function_call', { name: 'shell', arguments: '{}', call_id: 'a' })
    const format = codex.formats[0]
    if (format?.form !== 'lines') throw new Error('not lines')
    const text = [meta(), call, count(FIRST, FIRST, 1)].map((row) => JSON.stringify(row))
    text.push(
      `{"timestamp":"${at(2)}","type":"response_item","payload":{"type":"function_call_output","call_id":"a","output":${deep}}}`,
    )
    const reader = format.open({
      path: FILE,
      user: null,
      repoOf: () => null,
      hashLine: (l) => l,
      nearby: { read: () => null, list: () => [] },
      since: null,
    })
    for (const line of [...text, JSON.stringify(count(BOTH, SECOND, 3))]) reader.line(Buffer.from(line))
    expect(factsOf(reader.end(), 'model_call')).toHaveLength(2)
  })

  it('of a great length take no more time than their length', () => {
    const long = `${'a__'.repeat(300_000)}`
    const rows = [
      item('function_call', {
        name: long,
        arguments: `{"command":["bash","-lc",${JSON.stringify(`${'x/'.repeat(200_000)}`)}]}`,
        call_id: 'a',
      }),
      item('function_call_output', { call_id: 'a', output: 'Wall time: '.repeat(100_000) }),
      event('user_message', { message: ' <'.repeat(200_000) }),
      item('function_call', {
        name: 'shell',
        arguments: JSON.stringify({ command: 'ab12'.repeat(500_000) }),
        call_id: 'b',
      }),
      item('function_call', {
        name: 'shell',
        arguments: JSON.stringify({ command: 'git commit '.repeat(50_000).concat('--dry-run') }),
        call_id: 'c',
      }),
      item('function_call', {
        name: 'shell',
        arguments: JSON.stringify({ command: `git ${'x'.repeat(12_000_000)}` }),
        call_id: 'd',
      }),
    ]
    const began = performance.now()
    read([meta(), ...rows])
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
