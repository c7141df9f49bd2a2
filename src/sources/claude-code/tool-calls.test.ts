/** Tool calls: their names, how they ended and how long they took. */
import { expect, test } from 'vitest'
import { toolName } from '../tool-names.ts'
import { factsOf, readFixture } from './fixtures/read.ts'

const uses = factsOf(readFixture('tools.jsonl'), 'tool_call')
const tools = Object.fromEntries(uses.map((t) => [t.keys[0]?.replace('claude-code/tool:', ''), t]))

test.each([
  ['t_read', 'ok', null],
  ['t_fail', 'error', null],
  ['t_no', 'rejected', 'user'],
  ['t_stop', 'rejected', 'user'],
  ['t_worded', 'rejected', 'user'],
  ['t_ungranted', 'rejected', 'config'],
  ['t_kind', 'rejected', 'user'],
  ['t_rule', 'rejected', 'config'],
  ['t_auto', 'rejected', 'auto'],
  ['t_hook', 'rejected', 'hook'],
  ['t_cut', 'unknown', null],
  ['t_open', 'unknown', null],
])('%s ended as %s', (id, status, decision) => {
  expect(tools[id]).toMatchObject({ status, decision })
})

test('a call without a result is complete only as far as told', () => {
  expect(tools.t_open).toMatchObject({ completeness: 1, duration_ms: null })
  expect(tools.t_read?.completeness).toBe(2)
})

test('durations the tool measured itself come before the time between rows', () => {
  expect(tools.t_read?.duration_ms).toBe(2500)
  expect(tools.t_glob?.duration_ms).toBe(37)
  expect(tools.t_search?.duration_ms).toBe(1500)
  expect(tools.t_task?.duration_ms).toBe(4200)
  expect(tools.t_early?.duration_ms).toBeNull()
})

test('of a row with several results none is given its one record', () => {
  expect(tools.t_nb?.duration_ms).not.toBe(7777)
  expect(tools.t_agent).toMatchObject({ status: 'ok', completeness: 2 })
})

test('the autonomy mode is the one last told', () => {
  expect(['t_read', 't_task', 't_fail'].map((id) => tools[id]?.autonomy_mode)).toEqual([
    'auto-high',
    'spec',
    'auto-low',
  ])
})

test('a tool use without an id is named by its row', () => {
  const grep = uses.find((t) => t.raw_tool === 'Grep')
  expect(grep?.keys[0]).toMatch(/^claude-code\/uuid:0f6b-row-\d+#0$/)
})

test('the usage a sub-agent reports to its parent is no call of its own', () => {
  const sums = factsOf(readFixture('tools.jsonl'), 'model_call').map((c) => c.out)
  expect(Math.max(...sums.map(Number))).toBe(20)
})

test.each([
  ['Read', 'Read', 'file', null],
  ['Edit', 'Edit', 'file', null],
  ['MultiEdit', 'Edit', 'file', null],
  ['NotebookEdit', 'Edit', 'file', null],
  ['Write', 'Create', 'file', null],
  ['Bash', 'Execute', 'shell', null],
  ['bash', 'Execute', 'shell', null],
  ['BashOutput', 'Execute', 'shell', null],
  ['Grep', 'Grep', 'search', null],
  ['Glob', 'Glob', 'search', null],
  ['WebFetch', 'Web', 'web', null],
  ['WebSearch', 'Web', 'web', null],
  ['Task', 'Task', 'agent', null],
  ['Agent', 'Task', 'agent', null],
  ['TodoWrite', 'Todo', 'other', null],
  ['SomethingNew', 'other', 'other', null],
  ['__proto__', 'other', 'other', null],
  ['constructor', 'other', 'other', null],
  ['mcp__Linear__create_issue', 'MCP', 'mcp', 'linear'],
  ['mcp__Linear__create__issue', 'MCP', 'mcp', 'linear'],
  ['mcp__plugin_Acme_Deep__Search__find_it', 'MCP', 'mcp', 'plugin_acme_deep__search'],
  ['mcp__broken', 'MCP', 'mcp', 'broken'],
])('%s is %s', (raw, tool, kind, mcp_server) => {
  expect(toolName(raw)).toEqual({ tool, kind, mcp_server })
})
