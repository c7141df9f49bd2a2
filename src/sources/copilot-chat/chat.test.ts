/** Chats of VS Code: what requests, rounds and tools of them become; journals and exports; what is odd or hostile. */
import { describe, expect, it } from 'vitest'
import { MAX_COUNT } from '../../facts/field.ts'
import { droppedOf, factsOf, NOTHING_NEARBY } from '../fixtures/reading.ts'
import type { ReadResult } from '../source.ts'
import {
  AT,
  call,
  chat,
  PATH,
  read,
  readEntries,
  readExport,
  request,
  round,
  SESSION,
} from './fixtures/chats.ts'
import { copilotChat } from './index.ts'

const counters = (told: ReadResult) =>
  factsOf(told, 'counter').map(({ name, value, at }) => [name, value, at - AT])

/** Tokens of all counters: what the plain sum of all rows less what was dropped has to be. */
function tallies(told: ReadResult): ReadResult {
  const sum = factsOf(told, 'counter').reduce(
    (total, { name, value }) => (name.startsWith('tokens_') ? total + (value ?? 0) : total),
    0,
  )
  expect(told.naive.tokens - droppedOf(told)).toBe(sum)
  return told
}

describe('a chat', () => {
  it('is a session in the folder that was open', () => {
    expect(factsOf(read(request('1', 0)), 'session')).toEqual([
      expect.objectContaining({
        ...{ id: SESSION, harness: 'copilot-chat', client: 'ide', kind: 'interactive', project: 'my shop' },
        ...{ version: '0.40.1', started_at: AT, source: 'copilot-chat/transcript' },
      }),
    ])
  })

  it('without requests is none', () => {
    expect(read().facts).toEqual([])
  })

  it.each([
    ['vscode-remote://ssh-remote%2Bbox/home/ana/till', 'till'],
    ['file:///c%3A/Users/ana/till', 'till'],
    ['file:///home/ana/%zz', '%zz'],
    ['untitled:x', null],
    [7, null],
  ])('in %s has the project %s', (folder, project) => {
    const place = { ...NOTHING_NEARBY, read: () => Buffer.from(JSON.stringify({ folder })) }
    const told = readEntries([{ kind: 0, v: chat(request('1', 0)) }], { nearby: place })
    expect(factsOf(told, 'session')[0]?.project).toBe(project)
  })

  it('is named by its file where it does not tell its id', () => {
    const told = readEntries([{ kind: 0, v: { ...chat(request('1', 0)), sessionId: undefined } }])
    expect(factsOf(told, 'session')[0]?.id).toBe(SESSION)
  })
})

describe('a request', () => {
  it('is a prompt, and each round a message of the assistant and a call', () => {
    const told = read(request('1', 0, { toolCallRounds: [round('a'), round('b')] }))
    expect(factsOf(told, 'message').map((m) => [m.role, m.human, m.keys[0]])).toEqual([
      ['user', true, 'copilot/request:request_1'],
      ['assistant', false, 'copilot/round:round-a'],
      ['assistant', false, 'copilot/round:round-b'],
    ])
    expect(counters(told)).toEqual([
      ['model_calls', 1, 0],
      ['model_calls', 1, 0],
    ])
    expect(factsOf(told, 'counter')[0]).toMatchObject({
      ...{ provider: 'github', model: 'gpt-5.4', temporality: 'delta', session: SESSION },
      keys: ['copilot-chat/counter:model_calls:copilot/round:round-a'],
    })
  })

  it('answered without rounds is one call, one that failed none, one that is being answered none yet', () => {
    expect(counters(read(request('1', 0, {})))).toEqual([['model_calls', 1, 0]])
    const failed = { result: { errorDetails: { message: 'confidential' } } }
    expect(counters(read(request('1', 0, null, failed)))).toEqual([])
    expect(factsOf(read(request('1', 0)), 'message')).toMatchObject([{ role: 'user' }])
  })

  it('has rounds at their own times, where they are told and go on', () => {
    const rounds = [
      round('a', [], { timestamp: AT + 5000 }),
      round('b', [], { timestamp: AT + 1000 }),
      round('c'),
    ]
    expect(counters(read(request('1', 2, { toolCallRounds: rounds }))).map(([, , at]) => at)).toEqual([
      ...[5000, 5000, 5000],
    ])
  })

  it.each([
    [{ message: 'confidential' }, 1],
    [{ message: { text: ' ' } }, 0],
    [{ message: 7 }, 0],
    [{ isSystemInitiated: true }, 0],
    [{ confirmation: 'Continue' }, 0],
  ])('with %j is typed by %i persons', (more, prompts) => {
    expect(factsOf(read(request('1', 0, null, more)), 'message')).toHaveLength(prompts)
  })

  it('may be a slash command', () => {
    const told = read(request('1', 0, null, { slashCommand: { name: 'fix' } }))
    expect(factsOf(told, 'feature_use')).toMatchObject([{ kind: 'slash_command', name: 'fix' }])
  })

  it.each([
    [{ modelId: 'copilot/claude-sonnet-5' }, {}, 'github claude-sonnet-5'],
    [{ modelId: 'copilot/auto' }, {}, 'github null'],
    [{ modelId: 'copilot/auto' }, { resolvedModel: 'gpt-5.4-mini' }, 'github gpt-5.4-mini'],
    [{ modelId: 'ollama/qwen3:8b' }, {}, 'null qwen3:8b'],
    [{ modelId: 'gpt-4o' }, {}, 'null gpt-4o'],
    [{ modelId: undefined }, {}, 'null null'],
  ])('of %j and %j is served by %s', (more, metadata, served) => {
    const [counter] = factsOf(read(request('1', 0, metadata, more)), 'counter')
    expect(`${counter?.provider} ${counter?.model}`).toBe(served)
  })
})

describe('tokens', () => {
  const tokens = (metadata: object, more: object = {}) =>
    counters(tallies(read(request('1', 0, metadata, more)))).filter(([name]) => name !== 'model_calls')

  it('are those of the request, at its last round', () => {
    const rounds = [round('a'), round('b', [], { timestamp: AT + 9000 })]
    expect(tokens({ toolCallRounds: rounds, promptTokens: 900, outputTokens: 40 })).toEqual([
      ['tokens_input', 900, 9000],
      ['tokens_output', 40, 9000],
    ])
  })

  it.each([
    [{ promptTokens: 9 }, { promptTokens: 7, completionTokens: 5 }, 9, 5],
    [{ outputTokens: 3 }, { promptTokens: 7, completionTokens: 5 }, 7, 5],
    [{ outputTokens: 8 }, { completionTokens: 5 }, null, 8],
    [{}, { usage: { promptTokens: 4, completionTokens: 2 } }, 4, 2],
  ])('of %j and %j are alternatives, never added up', (metadata, more, input, output) => {
    expect(tokens(metadata, more).map(([name, value]) => [name, value])).toEqual([
      ...(input === null ? [] : [['tokens_input', input]]),
      ['tokens_output', output],
    ])
  })

  it('that nobody told are unknown, and texts are not measured', () => {
    expect(tokens({ toolCallRounds: [round('a')] })).toEqual([])
    expect(read(request('1', 0, {})).naive).toEqual({ rows: 0, tokens: 0 })
  })

  it.each([[-1], [1.5], ['9'], [MAX_COUNT * 2]])('of %j are dropped', (odd) => {
    expect(tokens({ promptTokens: odd, outputTokens: 4 })).toEqual([])
    expect(read(request('1', 0, { promptTokens: odd })).drops.implausible_count?.records).toBe(1)
  })
})

describe('hostile content', () => {
  const HOSTILE = [
    ...[
      {},
      { timestamp: AT },
      request('x', 1e12),
      request('y', 1, [] as never),
      { ...request('z', 1), timestamp: 'x' },
    ],
    request('h', 2, {
      toolCallRounds: [null, 7, {}, round('h', [null, 7, {}, { name: 7 }, call('__proto__')] as never)],
    }),
    request(
      'i',
      3,
      { toolCallRounds: 7 },
      { response: [null, 7, { kind: 'toolInvocationSerialized' }], agent: 7 },
    ),
    request('j', 4, {}, { requestId: {}, modelId: '\u001b[31mred\u001b[0m', slashCommand: 'x', usage: [] }),
  ] as object[]

  it('is read to its end', () => {
    const told = tallies(read(...HOSTILE))
    expect(told.drops).toMatchObject({ no_time: { records: 2 }, time_out_of_range: { records: 1 } })
    expect(factsOf(told, 'tool_call').map((t) => t.raw_tool)).toEqual(['__proto__'])
    expect(factsOf(told, 'counter').map((c) => c.model)).toContain('[31mred[0m')
  })

  it('leaves no text in any fact', () => {
    expect(
      JSON.stringify(read(...HOSTILE, request('1', 0, { toolCallRounds: [round('a')] })).facts),
    ).not.toContain('confidential')
  })

  it.each([
    ['', 'broken_line'],
    ['{"requests":', 'broken_line'],
    ['[]', 'broken_line'],
    ['{"requests":{}}', 'unknown_record'],
    ['{}', 'unknown_record'],
  ])('of the export %j is counted', (content, reason) => {
    expect(readExport(content)).toMatchObject({ facts: [], drops: { [reason]: { records: 1 } } })
  })
})

it('its files are known by their places, and by how they begin', () => {
  const [traces, journal, document] = copilotChat.formats
  const user = '/home/ana/.config/Code/User'
  expect(journal?.accepts(PATH)).toBe(true)
  expect(journal?.accepts(`${user}/globalStorage/emptyWindowChatSessions/a.jsonl`)).toBe(true)
  expect(journal?.accepts('/home/ana/any.jsonl')).toBe(true)
  expect(journal?.accepts(`${user}/workspaceStorage/0a/GitHub.copilot-chat/transcripts/a.jsonl`)).toBe(false)
  expect(journal?.accepts(`${user}/globalStorage/other/a.jsonl`)).toBe(false)
  expect(document?.accepts(PATH.replace('.jsonl', '.json'))).toBe(true)
  expect(document?.accepts('/home/ana/vscode-chat-export.json')).toBe(true)
  expect(document?.accepts('/home/ana/package.json')).toBe(false)
  expect(document?.accepts(`${user}/workspaceStorage/0a/chatEditingSessions/x/state.json`)).toBe(false)
  expect(traces?.accepts(`${user}/globalStorage/github.copilot-chat/agent-traces.db`)).toBe(true)
  expect(traces?.accepts(`${user}/globalStorage/state.vscdb`)).toBe(false)
  const begins = (text: string) => [journal, document].map((f) => f?.recognises({ path: '', text, rows: [] }))
  expect(begins(JSON.stringify({ kind: 0, v: chat() }))).toEqual([true, false])
  expect(begins(JSON.stringify(chat(), null, 2))).toEqual([false, true])
  expect(begins('{"kind":0,"v":{"x":1}}')).toEqual([false, false])
  expect(begins('{"type":"session.start","data":{}}')).toEqual([false, false])
})

it('lies where the editors keep what belongs to a user', () => {
  const roots = copilotChat.roots({ home: '/home/ana', env: { XDG_CONFIG_HOME: '/x' } })
  expect(roots).toContain('/x/Code - Insiders/User/workspaceStorage')
  expect(roots).toContain('/home/ana/.vscode-server/data/User/globalStorage/emptyWindowChatSessions')
  expect(roots).toContain(
    '/home/ana/Library/Application Support/Code/User/globalStorage/github.copilot-chat/agent-traces.db',
  )
})
