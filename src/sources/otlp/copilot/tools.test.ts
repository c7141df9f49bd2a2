/** What the spans of tools and permissions become, and what they are taken for when they are odd. */
import { describe, expect, it } from 'vitest'
import type { Span, Value } from '../../../otlp/signals.ts'
import { all, CHAT, CLI, facts, OWN, PARENT, type Program, span, TRACE, types } from './fixtures/records.ts'

describe('an execute_tool span', () => {
  const tool = (program: Program, name: string, told: Record<string, Value> = {}, more: Partial<Span> = {}) =>
    span(program, `execute_tool ${name}`, { 'gen_ai.tool.name': name, ...told }, { kind: 1, ...more })
  const id = { 'gen_ai.tool.call.id': 'call_0000000000001' }

  it('is a tool call, by its id', () => {
    expect(facts(tool(CLI, 'bash', id))).toEqual([
      expect.objectContaining({
        type: 'tool_call',
        keys: ['copilot/tool:call_0000000000001', `span-call:${TRACE}:${OWN}`],
        ...{ tool: 'Execute', kind: 'shell', raw_tool: 'bash', mcp_server: null },
        ...{ duration_ms: 2000, status: 'ok', validation: null },
      }),
    ])
    expect(all(tool(CLI, 'bash', id)).at(-1)).toMatchObject({
      kind: 'tool',
      about: 'copilot/tool:call_0000000000001',
    })
  })

  it.each([
    ['insert_edit_into_file', 'Edit', 'file'],
    ['multi_replace_string_in_file', 'Edit', 'file'],
    ['create_file', 'Create', 'file'],
    ['run_in_terminal', 'Execute', 'shell'],
    ['stop_powershell', 'Execute', 'shell'],
    ['runSubagent', 'Task', 'agent'],
    ['list_agents', 'other', 'agent'],
    ['str_replace_editor', 'Edit', 'file'],
    ['fetch_webpage', 'Web', 'web'],
    ['manage_todo_list', 'Todo', 'other'],
    ['report_intent', 'other', 'other'],
  ])('%s is %s', (name, canonical, kind) => {
    expect(facts(tool(CHAT, name))[0]).toMatchObject({ tool: canonical, kind, raw_tool: name })
  })

  const P = 'github.copilot.tool.parameters.'
  it.each<[string, Record<string, Value>, string | null]>([
    ['mcp_docs_search', { [`${P}mcp_tool_name`]: 'search' }, 'docs'],
    ['mcp_my_docs_full_search', { [`${P}mcp_tool_name`]: 'full_search' }, 'my_docs'],
    ['mcp_docs_search', {}, null],
    [
      'github-search_code',
      { [`${P}mcp_server_name_hash`]: '0f', [`${P}mcp_server_name`]: 'GitHub' },
      'github',
    ],
    ['mcp__docs__search', {}, 'docs'],
  ])('%s is of an MCP server', (name, told, server) => {
    expect(facts(tool(CHAT, name, told))[0]).toMatchObject({ tool: 'MCP', kind: 'mcp', mcp_server: server })
  })

  it('says how it ended, and whether it was refused', () => {
    expect(facts(tool(CLI, 'bash', { 'error.type': 'Timeout' }))[0]).toMatchObject({ status: 'error' })
    expect(facts(tool(CLI, 'bash', {}, { status: 2 }))[0]).toMatchObject({ status: 'error' })
    expect(facts(tool(CLI, 'bash', { 'error.type': 'denied' }))[0]).toMatchObject({ status: 'rejected' })
  })

  it('looks at a command and keeps nothing of it', () => {
    const told = [
      tool(CHAT, 'run_in_terminal', { [`${P}command`]: 'npm test -- secret-4711' }),
      tool(CLI, 'bash', { 'gen_ai.tool.call.arguments': '{"command":"npm test -- secret-4711"}' }),
    ]
    for (const one of told) {
      expect(facts(one)[0]).toMatchObject({ validation: 'test' })
      expect(all(one).at(-1)).toMatchObject({ kind: 'validation', validation: 'test' })
    }
    expect(JSON.stringify(all(...told))).not.toContain('secret-4711')
    expect(facts(tool(CLI, 'bash', { 'gen_ai.tool.call.arguments': '{"command":' }))[0]).toMatchObject({
      validation: null,
    })
  })

  it('loads a skill in VS Code; in the CLI an event tells that', () => {
    const skill = { ...id, [`${P}skill_name`]: 'release-notes' }
    expect(facts(tool(CHAT, 'read_file', skill))[1]).toMatchObject({
      ...{
        type: 'feature_use',
        kind: 'skill',
        name: 'release-notes',
        keys: ['copilot/tool:call_0000000000001'],
      },
    })
    expect(types(tool(CLI, 'skill', skill))).toEqual(['tool_call'])
  })
})

describe('a permission span', () => {
  const permission = (told: Record<string, Value>, more: Partial<Span> = {}) =>
    span(CLI, 'permission', told, more)
  const A = 'github.copilot.permission.'

  it.each<[string, Record<string, Value>, Record<string, Value>]>([
    [
      'a person',
      { [`${A}result`]: 'denied-interactively-by-user', [`${A}kind`]: 'shell' },
      { tool: 'Execute', decision: 'user' },
    ],
    [
      'a rule',
      { [`${A}result`]: 'denied-by-rules', [`${A}tool_name`]: 'edit' },
      { tool: 'Edit', decision: 'config' },
    ],
    [
      'nobody known',
      { [`${A}result`]: 'denied', [`${A}kind`]: 'mcp', [`${A}tool_name`]: 'search' },
      { tool: 'MCP', decision: null },
    ],
  ])('refused by %s tells it of the call around it', (_, told, expected) => {
    expect(facts(permission(told))).toEqual([
      expect.objectContaining({
        ...{ type: 'tool_call', status: 'rejected', keys: [`span-call:${TRACE}:${PARENT}`], completeness: 3 },
        ...expected,
      }),
    ])
  })

  it.each<[string, Span]>([
    ['granted', permission({ [`${A}result`]: 'approved', [`${A}tool_name`]: 'edit' })],
    ['without a tool', permission({ [`${A}result`]: 'denied' })],
    ['of a kind that is none', permission({ [`${A}result`]: 'denied', [`${A}kind`]: 'constructor' })],
    ['alone', permission({ [`${A}result`]: 'denied', [`${A}tool_name`]: 'edit' }, { parent_span_id: null })],
  ])('%s tells no call', (_, one) => {
    expect(all(one)).toEqual([expect.objectContaining({ type: 'span', kind: 'wait' })])
  })
})
