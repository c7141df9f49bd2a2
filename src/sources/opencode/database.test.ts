/** The database: both generations, forks, copies of other agents, what changed since, and a writer at work. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { droppedOf, factsOf, readTranscript, sumOf, unfit } from '../fixtures/reading.ts'
import type { ReadResult } from '../source.ts'
import {
  answer,
  answer2,
  done,
  FIRST,
  file,
  finish,
  MODEL,
  prompt,
  SECOND,
  STEP,
  Store,
  T0,
  TYPED,
  tokens,
  tool,
} from './fixtures/store.ts'
import { openCode } from './index.ts'
import { kiloCli } from './kilo.ts'
import { mimoCode } from './mimocode.ts'

let home: string
let path: string
const open: Store[] = []
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tachograph-opencode-'))
  path = join(home, 'opencode.db')
})
afterEach(() => {
  for (const store of open.splice(0)) store.db.close()
  rmSync(home, { recursive: true })
})

function store(...told: [tables?: ConstructorParameters<typeof Store>[1], at?: string]): Store {
  const made = new Store(told[1] ?? path, told[0] ?? FIRST)
  open.push(made)
  return made
}

function read(since: string | null = null, source = openCode, at = path): ReadResult {
  const result = readTranscript(source, at, { since })
  expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  expect(unfit(result.facts.filter((f) => f.type !== 'file_change'))).toEqual([])
  expect(JSON.stringify(result.facts)).not.toContain('secret')
  return result
}
const ids = (result: ReadResult) =>
  factsOf(result, 'model_call').map((call) => call.keys[0]?.replace('opencode/msg:', ''))

/** Facts that share a key are one: how many of a type there are, and the tokens of the calls. */
function merged(type: 'model_call' | 'message' | 'tool_call' | 'file_change', ...results: ReadResult[]) {
  const groups: { keys: Set<string>; owner: [number, string] }[] = []
  for (const fact of results.flatMap((result) => factsOf(result, type))) {
    const hits = groups.filter((group) => fact.keys.some((key) => group.keys.has(key)))
    const keys = new Set([...fact.keys, ...hits.flatMap((group) => [...group.keys])])
    const owners = [
      [fact.owner_rank, fact.session as string] as [number, string],
      ...hits.map((hit) => hit.owner),
    ]
    owners.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
    for (const hit of hits) groups.splice(groups.indexOf(hit), 1)
    groups.push({ keys, owner: owners[0] as [number, string] })
  }
  return groups.map((group) => group.owner[1]).sort()
}

const change = tool(
  'edit',
  done(
    { filePath: '/home/ana/shop/a.ts', oldString: 'x', newString: 'y' },
    { diff: '-old line here\n+new line here' },
  ),
)

/** A session with a prompt and two answers. */
function conversation(made: Store, id: string, created: number) {
  made.session(id, created - 100)
  made.message(`msg_${id}_1`, id, prompt(created), [TYPED])
  made.message(`msg_${id}_2`, id, answer(created + 10), [
    ...STEP,
    change,
    finish({ tokens: tokens(10, 20, 5, 1000, 300) }),
  ])
  made.message(`msg_${id}_3`, id, answer(created + 9_000, { tokens: tokens(3, 4, 0, 1300, 7) }), [
    ...STEP,
    finish({ tokens: tokens(3, 4, 0, 1300, 7) }),
  ])
}

/** As the agent does it: the same messages and parts under new ids. */
function fork(made: Store, from: string, to: string, created: number) {
  made.session(to, created)
  const rows = made.db.prepare('SELECT id, data FROM message WHERE session_id = ? ORDER BY id').all(from) as {
    id: string
    data: string
  }[]
  rows.forEach((row, i) => {
    const parts = made.db.prepare('SELECT data FROM part WHERE message_id = ? ORDER BY id').all(row.id) as {
      data: string
    }[]
    made.message(
      `msg_${to}_${i}`,
      to,
      JSON.parse(row.data),
      parts.map(({ data }) => JSON.parse(data)),
    )
  })
}

describe('the first generation', () => {
  it('is messages with their parts', () => {
    conversation(store(), 'ses_a', T0)
    const result = read()
    expect(ids(result)).toEqual(['msg_ses_a_2', 'msg_ses_a_3'])
    expect(sumOf(result)).toBe(1335 + 1314)
    expect(result.naive).toEqual({ rows: 4, tokens: 2 * (1335 + 1314) })
    expect(factsOf(result, 'message').map(({ role, human }) => [role, human])).toEqual([
      ['user', true],
      ['assistant', false],
      ['assistant', false],
    ])
    expect(factsOf(result, 'tool_call')).toHaveLength(1)
    expect(factsOf(result, 'file_change')).toMatchObject([{ path: 'a.ts', added: 1, removed: 1 }])
    expect(factsOf(result, 'session')).toMatchObject([
      { id: 'ses_a', version: '1.4.2', project: 'shop', started_at: T0 - 100, harness: 'opencode' },
    ])
    expect(result).toMatchObject({ rows: 3 + 6, read_to: String(T0) })
  })

  it('of sub-agents has sessions of their own', () => {
    const made = store()
    made.session('ses_child', T0, { parent_id: 'ses_a' })
    made.message('msg_1', 'ses_child', prompt(T0), [TYPED])
    made.message('msg_2', 'ses_child', answer(T0 + 1, { agent: 'explore' }), STEP)
    const result = read()
    expect(factsOf(result, 'session')).toMatchObject([{ id: 'ses_child', parent_session: 'ses_a' }])
    expect(factsOf(result, 'message').map(({ role }) => role)).toEqual(['assistant'])
    expect(factsOf(result, 'model_call')).toMatchObject([{ agent: 'explore', session: 'ses_child' }])
  })

  it('is one with the tree of files it was made from', () => {
    const made = store()
    conversation(made, 'ses_a', T0)
    const tree = file(join(home, 'storage'), 'ses_a', 'msg_ses_a_2', answer(T0 + 10), [...STEP, change])
    const before = readTranscript(openCode, tree)
    expect(merged('model_call', before, read())).toHaveLength(2)
    expect(merged('tool_call', before, read())).toHaveLength(1)
    expect(merged('file_change', before, read())).toHaveLength(1)
  })

  it('whose project is none has the name of its folder', () => {
    const made = store()
    made.project('global', '/')
    made.session('ses_a', T0, { project_id: 'global', directory: '/home/ana/notes' })
    made.message('msg_1', 'ses_a', answer(T0 + 1), STEP)
    expect(factsOf(read(), 'session')).toMatchObject([{ project: 'notes' }])
  })
})

describe('forks', () => {
  it('count once, and belong to the session they were made in', () => {
    const made = store()
    conversation(made, 'ses_z', T0)
    fork(made, 'ses_z', 'ses_m', T0 + 60_000)
    made.message('msg_own', 'ses_m', answer(T0 + 70_000, { tokens: tokens(1, 2, 0, 2000, 3) }), STEP)
    fork(made, 'ses_m', 'ses_a', T0 + 600_000)
    const result = read()
    expect(factsOf(result, 'model_call')).toHaveLength(2 + 3 + 3)
    expect(merged('model_call', result)).toEqual(['ses_m', 'ses_z', 'ses_z'])
    expect(merged('message', result)).toEqual(['ses_m', 'ses_z', 'ses_z', 'ses_z'])
    expect(merged('tool_call', result)).toEqual(['ses_z'])
    expect(merged('file_change', result)).toEqual(['ses_z'])
  })

  it('whose original is gone belong to the oldest that is left', () => {
    const made = store()
    conversation(made, 'ses_z', T0)
    fork(made, 'ses_z', 'ses_m', T0 + 60_000)
    fork(made, 'ses_m', 'ses_a', T0 + 600_000)
    made.db.exec("DELETE FROM message WHERE session_id = 'ses_z'")
    expect(merged('model_call', read())).toEqual(['ses_m', 'ses_m'])
  })

  it('do not join calls that are alike but were made at different times', () => {
    const made = store()
    conversation(made, 'ses_a', T0)
    conversation(made, 'ses_b', T0 + 1)
    expect(merged('model_call', read())).toHaveLength(4)
  })
})

describe('the second generation', () => {
  it('is rows with their content inside', () => {
    const made = store(SECOND)
    made.session('ses_a', T0, { parent_id: null }, 'session_v2')
    made.row('msg_1', 'ses_a', 'user', 1, { text: 'secret', time: { created: T0 } })
    const edit = {
      ...{ type: 'tool', id: 'toolu_01abcdefgh', name: 'edit' },
      state: {
        ...{ status: 'completed', input: { path: 'a.ts', oldString: 'a', newString: 'b' } },
        ...{
          content: [
            { type: 'text', text: 'ok' },
            { type: 'text', text: 'more' },
          ],
        },
        metadata: {
          files: [{ file: 'a.ts', patch: '+one new line', additions: 1, deletions: 0, status: 'modified' }],
        },
      },
      time: { created: T0 + 20, ran: T0 + 50, completed: T0 + 80 },
    }
    const refused = {
      ...{
        type: 'tool',
        id: 'toolu_02abcdefgh',
        name: 'shell',
        time: { created: T0 + 90, completed: T0 + 99 },
      },
      state: {
        status: 'error',
        input: { command: 'rm' },
        error: { type: 'permission.rejected', message: 'secret' },
      },
    }
    made.row('msg_2', 'ses_a', 'assistant', 2, answer2(T0 + 10, { content: [edit, refused] }))
    made.row('msg_3', 'ses_a', 'skill', 3, {
      skill: 'x',
      name: 'pdf',
      text: 'secret',
      time: { created: T0 + 11 },
    })
    made.row('msg_4', 'ses_a', 'compaction', 4, {
      ...{ status: 'completed', reason: 'manual', summary: 'secret', recent: '', time: { created: T0 + 12 } },
      ...{ model: { id: MODEL, providerID: 'anthropic' }, cost: 0.5, tokens: tokens(900, 70) },
    })
    for (const [i, type] of ['synthetic', 'system', 'shell', 'idle', 'model-switched'].entries())
      made.row(`msg_5${i}`, 'ses_a', type, 10 + i, { text: 'secret', time: { created: T0 } })
    const result = read()
    expect(factsOf(result, 'model_call')).toMatchObject([
      {
        ...{
          at: T0 + 10,
          in_uncached: 10,
          cache_read: 1000,
          cache_write: 300,
          out: 25,
          reasoning: 5,
          effort: 'high',
        },
        ...{ model: MODEL, provider: 'anthropic', cost_usd: 0.0125, latency_ms: 2_500, agent: null },
      },
      { agent: 'compaction', in_uncached: 900, out: 70, cost_usd: 0.5 },
    ])
    expect(factsOf(result, 'message').filter((m) => m.human)).toHaveLength(1)
    expect(factsOf(result, 'tool_call')).toMatchObject([
      {
        ...{ at: T0 + 50, duration_ms: 30, status: 'ok', tool: 'Edit' },
        keys: [
          `opencode/tool:toolu_01abcdefgh@${T0 + 10}`,
          'opencode/tool:ses_a:toolu_01abcdefgh',
          `opencode/tool-at:ses_a:edit:${T0 + 20}:60:7`,
        ],
      },
      { tool: 'Execute', status: 'rejected', decision: 'user' },
    ])
    expect(factsOf(result, 'file_change')).toMatchObject([{ path: 'a.ts', op: 'edit', added: 1, removed: 0 }])
    expect(factsOf(result, 'feature_use')).toMatchObject([
      { kind: 'skill', name: 'pdf' },
      { kind: 'slash_command', name: 'compact' },
    ])
    expect(result.drops).toEqual({})
  })

  it('has forks that keep times and counts', () => {
    const made = store(SECOND)
    made.session('ses_z', T0 - 5, {}, 'session_v2')
    made.session('ses_a', T0 + 60_000, { fork_session_id: 'ses_z' }, 'session_v2')
    for (const [of, id] of [
      ['ses_z', 'msg_1'],
      ['ses_a', 'msg_evt_1'],
    ] as const) {
      made.row(`${id}_p`, of, 'user', 1, { text: 'secret', time: { created: T0 } })
      made.row(id, of, 'assistant', 2, answer2(T0 + 10))
    }
    const result = read()
    expect(merged('model_call', result)).toEqual(['ses_z'])
    expect(merged('message', result)).toEqual(['ses_z', 'ses_z'])
  })

  it('repeats what was carried over with its id, and goes on', () => {
    const made = store([...FIRST, 'session_v2', 'session_message'])
    conversation(made, 'ses_a', T0)
    made.session('ses_a', T0 - 100, {}, 'session_v2')
    made.row('msg_ses_a_2', 'ses_a', 'assistant', 2, answer2(T0 + 10))
    made.row('msg_new', 'ses_a', 'assistant', 9, answer2(T0 + 99_000))
    const result = read()
    expect(ids(result)).toEqual(['msg_ses_a_2', 'msg_ses_a_3', 'msg_new'])
    expect(result.drops.repeated_row).toEqual({ records: 3, tokens: 2 * 1335 + 1314 })
  })

  it('was written beside the first under other ids before it had sessions of its own', () => {
    const made = store([...FIRST, 'session_message'])
    conversation(made, 'ses_a', T0)
    made.row('msg_evt_2', 'ses_a', 'assistant', 2, answer2(T0 + 13))
    made.session('ses_b', T0)
    made.row('msg_b', 'ses_b', 'assistant', 2, answer2(T0 + 500))
    expect(ids(read())).toEqual(['msg_ses_a_2', 'msg_ses_a_3', 'msg_b'])
  })

  it('joins a fork made of a message of several calls with the last of them', () => {
    const made = store([...FIRST, 'session_v2', 'session_message'])
    made.session('ses_z', T0 - 5)
    const steps = [
      ...STEP,
      finish({ tokens: tokens(5, 1), cost: 0.01 }),
      finish({ tokens: tokens(10, 20), cost: 0.002 }),
    ]
    made.message('msg_1', 'ses_z', answer(T0, { tokens: tokens(10, 20), cost: 0.012 }), steps)
    made.session('ses_a', T0 + 60_000, { fork_session_id: 'ses_z' }, 'session_v2')
    const { total: _, ...plain } = tokens(10, 20)
    made.row('msg_evt_1', 'ses_a', 'assistant', 1, answer2(T0, { tokens: plain, cost: 0.012 }))
    expect(merged('model_call', read())).toEqual(['ses_z', 'ses_z'])
  })
})

describe('reading again', () => {
  const minute = 60_000

  it('reads what was written since, with a little before', () => {
    const made = store()
    made.session('ses_a', T0)
    for (const [i, age] of [60, 30, 2, 1, 0].entries())
      made.message(`msg_${i}`, 'ses_a', answer(T0 + i, { cost: i }), STEP, T0 + 60 * minute - age * minute)
    const first = read()
    expect(ids(first)).toHaveLength(5)
    expect(first.read_to).toBe(String(T0 + 60 * minute))
    expect(ids(read(first.read_to))).toEqual(['msg_3', 'msg_4'])
  })

  it('reads a message whose parts changed, and nothing where nothing did', () => {
    const made = store()
    conversation(made, 'ses_a', T0)
    conversation(made, 'ses_b', T0 + 1)
    const first = read()
    const later = T0 + 60 * minute
    made.message('msg_later', 'ses_b', answer(later), STEP, later)
    const second = read(first.read_to)
    made.part(
      'prt_new',
      'msg_ses_a_2',
      'ses_a',
      tool('bash', done({}), 'toolu_03abcdefgh'),
      later + 60 * minute,
    )
    const third = read(second.read_to)
    // What was read last is read once more.
    expect(ids(third)).toEqual(['msg_ses_a_2', 'msg_later'])
    expect(factsOf(third, 'tool_call')).toHaveLength(2)
    expect(Number(third.read_to)).toBe(later + 60 * minute)
    const again = read(third.read_to)
    expect(ids(again)).toEqual(['msg_ses_a_2'])
    expect(again.read_to).toBe(third.read_to)
  })

  it('reads rows of the second generation since', () => {
    const made = store(SECOND)
    made.session('ses_a', T0, {}, 'session_v2')
    made.row('msg_1', 'ses_a', 'assistant', 1, answer2(T0), T0)
    made.row('msg_2', 'ses_a', 'assistant', 2, answer2(T0 + 1), T0 + 60 * minute)
    expect(ids(read(String(T0 + 60 * minute)))).toEqual(['msg_2'])
  })

  it('makes the same of a message, whether all is read or what changed', () => {
    const made = store()
    conversation(made, 'ses_z', T0)
    fork(made, 'ses_z', 'ses_m', T0 + 60_000)
    made.db.exec(`UPDATE message SET time_updated = ${T0 + 600_000} WHERE session_id = 'ses_m'`)
    const all = read()
    const some = read(String(T0 + 600_000))
    expect(some.facts.length).toBeLessThan(all.facts.length)
    for (const fact of some.facts) expect(all.facts).toContainEqual(fact)
  })

  it('is not led astray by a clock that ran ahead, or by words of another', () => {
    const made = store()
    made.session('ses_a', T0)
    made.message('msg_1', 'ses_a', answer(T0), STEP, 9e12)
    expect(Number(read().read_to)).toBeLessThanOrEqual(Date.now())
    expect(ids(read('no number'))).toEqual(['msg_1'])
    expect(ids(read('-5'))).toEqual(['msg_1'])
  })
})

describe('a writer at work', () => {
  it('is read through its log, and is not held up', () => {
    const made = store()
    conversation(made, 'ses_a', T0)
    made.db.exec('BEGIN IMMEDIATE')
    made.message('msg_open', 'ses_a', answer(T0 + 50_000), STEP)
    // What is not committed is not there.
    expect(ids(read())).toEqual(['msg_ses_a_2', 'msg_ses_a_3'])
    made.db.exec('COMMIT')
    expect(ids(read())).toHaveLength(3)
    expect(openCode.formats[0]?.beside?.(path)).toEqual([`${path}-wal`])
  })

  it('may have gone without tidying up', () => {
    const made = store()
    conversation(made, 'ses_a', T0)
    made.db.close()
    open.length = 0
    expect(ids(read())).toHaveLength(2)
  })
})

describe('agents of the same engine', () => {
  it('are told apart by the names of their files', () => {
    const takes = (name: string) =>
      [openCode, kiloCli, mimoCode].filter((s) => s.formats.some((f) => f.accepts(name))).map((s) => s.id)
    expect(takes('/h/.local/share/opencode/opencode.db')).toEqual(['opencode'])
    expect(takes('/h/.local/share/opencode/opencode-dev.db')).toEqual(['opencode'])
    expect(takes('/h/.local/share/kilo/kilo.db')).toEqual(['kilo-cli'])
    expect(takes('/h/.local/share/kilo/kilo-nightly.db')).toEqual(['kilo-cli'])
    expect(takes('/h/.local/share/mimocode/mimocode.db')).toEqual(['mimocode'])
    expect(takes('/h/.local/share/opencode/storage/message/ses_a/msg_b.json')).toEqual(['opencode'])
    expect(takes('/h/.local/share/kilo/storage/message/ses_a/msg_b.json')).toEqual(['kilo-cli'])
    expect(takes('/copied/storage/message/ses_a/msg_b.json')).toEqual(['opencode'])
    for (const other of [
      'opencode.db-wal',
      'opencode.db-shm',
      'usage.db',
      'session/p/ses_a.json',
      'part/m/prt_a.json',
    ])
      expect(takes(`/h/.local/share/opencode/${other}`)).toEqual([])
  })

  it('with a database that kept the name belong to their folder', () => {
    const takes = (name: string) =>
      [openCode, kiloCli, mimoCode].filter((s) => s.formats.some((f) => f.accepts(name))).map((s) => s.id)
    expect(takes('/h/.local/share/kilo/opencode-dev.db')).toEqual(['kilo-cli'])
  })

  it('have keys of their own', () => {
    const at = join(home, 'kilo.db')
    conversation(store(FIRST, at), 'ses_a', T0)
    const result = read(null, kiloCli, at)
    expect(factsOf(result, 'model_call')).toMatchObject([{ harness: 'kilo-cli' }, { harness: 'kilo-cli' }])
    for (const fact of result.facts)
      if ('keys' in fact) for (const key of fact.keys) expect(key).toMatch(/^kilo-cli\//)
  })

  it('leave out what they took from other agents', () => {
    const at = join(home, 'mimocode.db')
    const made = store([...FIRST, 'external_import'], at)
    made.db.exec("ALTER TABLE message ADD COLUMN agent_id text NOT NULL DEFAULT 'main'")
    for (const id of ['ses_a', 'ses_b', 'ses_c']) conversation(made, id, T0 + id.charCodeAt(4))
    const took = { source_key: 'x', source_path: '/x', source_mtime: 1, time_imported: 1 }
    made.insert('external_import', {
      source: 'cc',
      ...took,
      session_id: 'ses_a',
      message_ids: ['msg_ses_a_2'],
    })
    made.insert('external_import', { source: 'codex', ...took, session_id: 'ses_b', message_ids: null })
    const result = read(null, mimoCode, at)
    expect(factsOf(result, 'model_call').map((call) => call.keys[0])).toEqual([
      'mimocode/msg:msg_ses_a_3',
      'mimocode/msg:msg_ses_c_2',
      'mimocode/msg:msg_ses_c_3',
    ])
    expect(result.drops.replayed_call).toEqual({ records: 4, tokens: 1335 * 2 + 1314 })
  })

  it('have sub-agents within a session, to whom nobody types', () => {
    const at = join(home, 'mimocode.db')
    const made = store(FIRST, at)
    made.db.exec("ALTER TABLE message ADD COLUMN agent_id text NOT NULL DEFAULT 'main'")
    conversation(made, 'ses_a', T0)
    made.message('msg_sub', 'ses_a', prompt(T0 + 5), [TYPED])
    made.db.exec("UPDATE message SET agent_id = 'explore-1' WHERE id = 'msg_sub'")
    expect(factsOf(read(null, mimoCode, at), 'message').filter((m) => m.human)).toHaveLength(1)
  })

  it('have folders that can be moved', () => {
    const roots = (env: Record<string, string>) => kiloCli.roots({ home: '/home/ana', env })
    const usual = ['kilo.db', 'kilo-next.db', 'kilo-dev.db', 'kilo-local.db', 'storage/message']
    expect(roots({})).toEqual(usual.map((name) => `/home/ana/.local/share/kilo/${name}`))
    expect(roots({ XDG_DATA_HOME: '/data' })).toEqual([
      ...usual.map((name) => `/data/kilo/${name}`),
      ...roots({}),
    ])
  })
})

describe('odd databases', () => {
  it('without the tables tell nothing', () => {
    const made = store([])
    made.db.exec('CREATE TABLE message (text text)')
    expect(read()).toMatchObject({ facts: [], rows: 0 })
  })

  it('without times of writing are read whole', () => {
    const made = store([])
    made.db.exec('CREATE TABLE message (id text, session_id text, data text)')
    made.insert('message', { id: 'msg_1', session_id: 'ses_a', data: answer(T0) })
    const result = read('99999999999999')
    expect(ids(result)).toEqual(['msg_1'])
    expect(result).not.toHaveProperty('read_to')
  })

  it('that are none are told from them', () => {
    writeFileSync(path, 'no database')
    expect(() => readTranscript(openCode, path)).toThrow(/not a database/)
  })
})
