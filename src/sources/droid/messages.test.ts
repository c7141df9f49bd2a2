/** What a person typed, and what became of the tools that a model called. */
import { describe, expect, it } from 'vitest'
import { factsOf } from '../fixtures/reading.ts'
import { AT, key, message, read, result, SESSION, start, text, use } from './fixtures/rows.ts'

describe('prompts', () => {
  const prompts = (content: unknown, more: object = {}) =>
    factsOf(read([start(), message('1', 1, 'user', content, more)]), 'message').length

  it.each([
    ['a text', text('confidential'), 1],
    ['a plain text', 'confidential', 1],
    [
      'behind reminders',
      text('<system-reminder>\na\n</system-reminder>\n<system-reminder>b</system-reminder> do'),
      1,
    ],
    ['beside a reminder', [...text('<system-reminder>a</system-reminder>'), ...text('do')], 1],
    ['a reminder alone', text('<system-reminder>a</system-reminder>\n'), 0],
    ['a reminder without an end', text(`<system-reminder>${'a'.repeat(1e6)}`), 0],
    ['what an interruption leaves', text('[Request interrupted by user]'), 0],
    ['nothing', [], 0],
    ['an image alone', [{ type: 'image' }], 0],
    ['something else', 7, 0],
  ])('%s', (_, content, count) => {
    expect(prompts(content)).toBe(count)
  })

  it.each([{ visibility: 'llm_only' }, { visibility: 'user_only' }, { userMessageSource: 'automation' }])(
    'are not typed where %j says otherwise',
    (more) => {
      expect(prompts(text('confidential'), more)).toBe(0)
      expect(prompts(text('confidential'), { userMessageSource: 'user' })).toBe(1)
    },
  )
})

describe('tools', () => {
  const call = (name: string, input: object, content: unknown = 'done', more: object = {}) =>
    read([
      start(),
      message('2', 2, 'assistant', [use(name, input)]),
      message('3', 5, 'user', [result(name, content, more)]),
    ])

  it('are told with how they ended and how long that took', () => {
    expect(factsOf(call('Execute', { command: 'npm test' }), 'tool_call')).toEqual([
      expect.objectContaining({
        ...{ keys: ['droid/tool:toolu_000000000000_Execute'], tool: 'Execute', raw_tool: 'Execute' },
        ...{ status: 'ok', duration_ms: 3000, validation: 'test', at: AT + 2000, completeness: 2 },
      }),
    ])
  })

  it.each([
    ['is_error', 'fine', { is_error: true }, 'error', null],
    ['no error although it begins like one', 'Error: in a log', { is_error: false }, 'ok', null],
    ['the beginning of the text', 'Error: Command failed (exit code: 1)\nls', {}, 'error', null],
    ['the end of the text', 'x\n\n[Process exited with code 2]', {}, 'error', null],
    ['success at the end', 'x\n\n[Process exited with code 0]\n', {}, 'ok', null],
    ['a refusal', 'Error: Tool execution cancelled by user', { is_error: true }, 'rejected', 'user'],
    ['a text in a list', [{ type: 'text', text: 'Error: no' }], {}, 'error', null],
  ])('fail by %s', (_, content, more, status, decision) => {
    expect(factsOf(call('Execute', {}, content, more), 'tool_call')[0]).toMatchObject({ status, decision })
  })

  it('without a result count, and their end is unknown', () => {
    const open = read([start(), message('2', 2, 'assistant', [use('Read')])])
    expect(factsOf(open, 'tool_call')[0]).toMatchObject({
      status: 'unknown',
      duration_ms: null,
      completeness: 1,
    })
  })

  it('of servers name them', () => {
    expect(factsOf(call('Linear___get_issue', {}), 'tool_call')[0]).toMatchObject({
      ...{ tool: 'MCP', mcp_server: 'linear', raw_tool: 'Linear___get_issue' },
    })
  })

  it('with an id that is counted anew in every session are named within theirs, without one by their place', () => {
    const rows = [use('Read', {}, 'call_1'), { type: 'tool_use', name: 'Grep' }]
    expect(
      factsOf(read([start(), message('2', 2, 'assistant', rows)]), 'tool_call').map((t) => t.keys),
    ).toEqual([[`droid/tool:${SESSION}:call_1`], [`${key('2')}#1`]])
  })

  it('start sub-agents and skills', () => {
    const rows = [
      use('Task', { subagent_type: 'reviewer', prompt: 'confidential' }),
      use('Skill', { skill: 'pdf' }),
    ]
    expect(
      factsOf(read([start(), message('2', 2, 'assistant', rows)]), 'feature_use').map((f) => [
        f.kind,
        f.name,
      ]),
    ).toEqual([
      ['subagent', 'reviewer'],
      ['skill', 'pdf'],
    ])
  })

  it('change files where they succeed', () => {
    const changed = (name: string, input: object, more: object = {}) =>
      factsOf(call(name, input, 'done', more), 'file_change').map((c) => [c.path, c.op, c.added, c.removed])
    const file = { file_path: '/home/ana/shop/src/a.ts' }
    expect(changed('Create', { ...file, content: 'one\ntwo\n' })).toEqual([['src/a.ts', 'create', 2, 0]])
    expect(changed('Create', { ...file, content: 'one\n' }, { is_error: true })).toEqual([])
    const one = { old_str: 'one\ntwo\n', new_str: 'one\n2\n3\n' }
    expect(changed('Edit', { ...file, ...one })).toEqual([['src/a.ts', 'edit', 2, 1]])
    expect(changed('Edit', { ...file, ...one, change_all: true })).toEqual([['src/a.ts', 'edit', null, null]])
    expect(changed('Edit', { ...one })).toEqual([])
    expect(changed('MultiEdit', { ...file, changes: [one, one] })).toEqual([['src/a.ts', 'edit', 4, 2]])
    expect(changed('MultiEdit', { ...file, changes: [one, {}] })).toEqual([['src/a.ts', 'edit', null, null]])
    const input = '*** Begin Patch\n*** Update File: b.ts\n-x\n+y\n*** Delete File: c.ts\n*** End Patch'
    expect(changed('ApplyPatch', { input })).toEqual([
      ['b.ts', 'edit', 1, 1],
      ['c.ts', 'delete', 0, null],
    ])
  })

  it('make commits', () => {
    const told = call(
      'Execute',
      { command: 'git commit -m confidential' },
      '[main 1a2b3c4] confidential\n 1 file changed, 2 insertions(+)',
    )
    expect(factsOf(told, 'commit')).toMatchObject([{ sha: '1a2b3c4', added: 2, branch: 'main' }])
  })
})
