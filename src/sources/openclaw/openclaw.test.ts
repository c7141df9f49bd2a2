/** What OpenClaw writes otherwise than pi, whose form it has. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import { afterAll, describe, expect, test } from 'vitest'
import { droppedOf, factsOf, readRows, readTranscript, sumOf, unfit } from '../fixtures/reading.ts'
import { openClaw } from './index.ts'

const AT = Date.parse('2026-03-04T10:00:00Z')
const FILE = '/home/ana/.openclaw/agents/main/sessions/0f6b1f0e.jsonl'
const header = (id = '0f6b1f0e') => ({
  type: 'session',
  version: 3,
  id,
  timestamp: new Date(AT).toISOString(),
  cwd: '/home/ana/.openclaw/workspace',
})
const message = (second: number, told: object) => ({
  type: 'message',
  id: `e${second}`,
  parentId: null,
  timestamp: new Date(AT + second * 1000).toISOString(),
  message: { timestamp: AT + second * 1000 - 500, ...told },
})
const said = (input: number, more: object = {}) => ({
  role: 'assistant',
  content: [{ type: 'toolCall', id: 'call_1', name: 'exec', arguments: { command: 'npm test' } }],
  provider: 'anthropic',
  model: 'claude-opus-4-8',
  usage: { input, output: 5, cacheRead: 0, cacheWrite: 0, cost: { total: 0.5 } },
  stopReason: 'toolUse',
  ...more,
})

describe('a conversation', () => {
  test('is read as one of pi, under its own name', () => {
    const { facts } = readRows(openClaw, FILE, [header(), message(2, said(10))])
    expect(facts.map((f) => f.type)).toEqual(['session', 'message', 'model_call', 'tool_call'])
    expect(facts[2]).toMatchObject({
      harness: 'openclaw',
      source: 'openclaw/transcript',
      keys: [`openclaw/call:${AT + 1500}:claude-opus-4-8:10:5:0:0`],
      cost_usd: 0.5,
    })
    expect(facts[3]).toMatchObject({ tool: 'Execute', validation: 'test' })
  })

  test('holds what was delivered a second time: that is no call', () => {
    const mirror = said(10, { provider: 'openclaw', model: 'delivery-mirror' })
    const result = readRows(openClaw, FILE, [header(), message(1, said(10)), message(2, mirror)])
    expect(factsOf(result, 'model_call')).toHaveLength(1)
    expect(factsOf(result, 'message')).toHaveLength(1)
    expect(result.drops).toEqual({ synthetic: { records: 1, tokens: 15 } })
    expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  })

  test.each([
    ['exec', 'Execute', 'shell'],
    ['sessions_spawn', 'Task', 'agent'],
    ['sessions_send', 'other', 'agent'],
    ['browser', 'Web', 'web'],
    ['find', 'Glob', 'search'],
  ])('calls %s', (name, tool, kind) => {
    const content = [{ type: 'toolCall', id: 't', name, arguments: { agentId: 'scout' } }]
    const result = readRows(openClaw, FILE, [header(), message(1, said(1, { content }))])
    expect(factsOf(result, 'tool_call')).toMatchObject([{ tool, kind }])
    if (tool === 'Task') expect(factsOf(result, 'feature_use')).toMatchObject([{ name: 'scout' }])
  })

  test.each([
    [{ content: 'please' }, true],
    [{ content: 'please', provenance: { kind: 'external_user' } }, true],
    [{ content: 'please', provenance: { kind: 'inter_session' } }, false],
    [{ content: '[cron:7 nightly] go' }, false],
    [{ content: [{ type: 'text', text: 'Read HEARTBEAT.md if it exists.' }] }, false],
    [{ content: 'System: [2026-03-04] exec finished' }, false],
  ])('%j: typed by a person %s', (told, typed) => {
    const result = readRows(openClaw, FILE, [header(), message(1, { role: 'user', ...told })])
    expect(factsOf(result, 'message')).toHaveLength(typed ? 1 : 0)
  })

  test.each([
    ['0f6b1f0e.jsonl'],
    ['0f6b1f0e-topic-42.jsonl'],
    ['0f6b1f0e.jsonl.reset.2026-03-04T10-00-00.000Z'],
    ['0f6b1f0e.jsonl.deleted.2026-03-04T10-00-00.000Z'],
  ])('without a header has the name of its file: %s', (name) => {
    const { facts } = readRows(openClaw, join(FILE, '..', name), [message(1, said(10))])
    expect(facts[0]).toMatchObject({ type: 'session', id: '0f6b1f0e' })
  })
})

test('folders and files', () => {
  const roots = (env: Record<string, string>) => openClaw.roots({ home: '/home/ana', env })
  expect(roots({})).toEqual(['openclaw', 'clawdbot', 'moltbot'].map((name) => `/home/ana/.${name}/agents`))
  expect(roots({ OPENCLAW_STATE_DIR: '/state' })).toEqual(['/state/agents'])
  const accepted = (path: string) => openClaw.formats.some((f) => f.accepts(`/home/ana/.openclaw/${path}`))
  expect(accepted('agents/main/agent/openclaw-agent.sqlite')).toBe(true)
  expect(accepted('agents/main/sessions/a.jsonl')).toBe(true)
  expect(accepted('agents/main/sessions/a.trajectory.jsonl')).toBe(false)
  expect(accepted('agents/main/sessions/a.checkpoint.b.jsonl')).toBe(false)
  expect(accepted('agents/main/sessions/sessions.json')).toBe(false)
  expect(accepted('agents/main/qmd/a.jsonl')).toBe(false)
})

describe('a database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'openclaw-agent.sqlite')
  const db = new Sqlite(path)
  db.exec(`CREATE TABLE transcript_events (session_id TEXT NOT NULL, seq INTEGER NOT NULL, event_json TEXT,
    created_at INTEGER NOT NULL, PRIMARY KEY (session_id, seq))`)
  const insert = (session: string, seq: number, event: object | string | null, at: number) =>
    db
      .prepare('INSERT INTO transcript_events VALUES (?, ?, ?, ?)')
      .run(session, seq, typeof event === 'object' && event !== null ? JSON.stringify(event) : event, at)
  // Not in their order.
  insert('s1', 1, message(2, said(10)), AT + 2000)
  insert('s2', 0, header('s2'), AT + 3000)
  insert('s1', 0, header('s1'), AT)
  insert('s2', 1, message(4, said(20)), AT + 4000)
  insert('s2', 2, null, AT + 4500)
  insert('s2', 3, '{"type":', AT + 4600)

  test('holds the same entries', () => {
    const result = readTranscript(openClaw, path)
    expect(factsOf(result, 'model_call').map((c) => [c.session, c.in_uncached])).toEqual([
      ['s1', 10],
      ['s2', 20],
    ])
    expect(result).toMatchObject({
      rows: 6,
      read_to: String(AT + 4600),
      drops: { unknown_record: { records: 1 }, broken_line: { records: 1 } },
    })
    expect(unfit(result.facts)).toEqual([])
  })

  test('is read on from conversations that have grown, each as a whole', () => {
    insert('s1', 2, message(9, { role: 'toolResult', toolCallId: 'call_1', isError: false }), AT + 9000)
    const result = readTranscript(openClaw, path, { since: String(AT + 4600) })
    expect(factsOf(result, 'tool_call').map((t) => [t.session, t.status])).toEqual([
      ['s1', 'ok'],
      ['s2', 'unknown'],
    ])
    expect(readTranscript(openClaw, path, { since: String(AT + 9000) }).read_to).toBe(String(AT + 9000))
    expect(factsOf(readTranscript(openClaw, path, { since: String(AT + 9001) }), 'session')).toEqual([])
  })

  test('without the table, or with another, tells nothing', () => {
    db.exec('ALTER TABLE transcript_events RENAME TO others')
    expect(readTranscript(openClaw, path)).toMatchObject({ facts: [], rows: 0, drops: {} })
  })
})
