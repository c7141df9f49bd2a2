/** What nobody should write, and somebody will: a reader never throws on it, and counts it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { droppedOf, factsOf, readTranscript, sumOf, unfit } from '../fixtures/reading.ts'
import type { ReadResult } from '../source.ts'
import {
  answer,
  answer2,
  FIRST,
  file,
  finish,
  prompt,
  STEP,
  Store,
  T0,
  TYPED,
  tokens,
  tool,
} from './fixtures/store.ts'
import { openCode } from './index.ts'

let home: string
let path: string
let made: Store
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tachograph-opencode-'))
  path = join(home, 'opencode.db')
  made = new Store(path, [...FIRST, 'session_message', 'session_v2', 'external_import'])
})
afterEach(() => {
  made.db.close()
  rmSync(home, { recursive: true })
})

function read(): ReadResult {
  const result = readTranscript(openCode, path, { hashLine: () => '0123456789abcdef' })
  expect(result.naive.tokens - droppedOf(result)).toBe(sumOf(result))
  expect(unfit(result.facts)).toEqual([])
  return result
}

const ODD: unknown[] = [
  ...[null, true, -1, 1e300, 0.5, 'x', '', [], {}, '__proto__', '\u001b[31mred\u001b[0m', 'ü'.repeat(9_000)],
  ...[Number.MAX_SAFE_INTEGER, { toString: 'x' }, JSON.parse('{"__proto__":{"polluted":1}}'), T0],
]

/** The same with another value in each place, one at a time. */
function* disturbed(value: unknown, odd: unknown): Generator<unknown> {
  yield odd
  if (typeof value !== 'object' || value === null) return
  for (const key of Object.keys(value)) {
    for (const other of disturbed((value as Record<string, unknown>)[key], odd)) {
      const copy = structuredClone(value) as Record<string, unknown>
      copy[key] = other
      yield copy
    }
  }
}

const EDIT = tool('edit', {
  ...{
    status: 'completed',
    input: { filePath: '/a', oldString: 'a', newString: 'b', command: 'git commit' },
    output: 'x',
  },
  metadata: {
    diff: '+a',
    filediff: { additions: 1 },
    files: [{ file: 'a', patch: '+x', type: 'add' }],
    results: [{ diff: '+a' }],
  },
  time: { start: T0, end: T0 + 1 },
})

describe('values of any kind in any place', () => {
  it.each(ODD.map((odd) => [JSON.stringify(odd)?.slice(0, 40), odd]))('%s', (_, odd) => {
    let n = 0
    made.db.exec('BEGIN')
    for (const data of disturbed(answer(T0, { error: { name: 'x' } }), odd))
      made.message(`msg_a${n++}`, 'ses_a', data as object, [...STEP, EDIT])
    for (const data of disturbed(prompt(T0), odd))
      made.message(`msg_p${n++}`, 'ses_a', data as object, [TYPED])
    for (const part of disturbed(EDIT, odd))
      made.message(`msg_t${n++}`, 'ses_b', answer(T0 + n), [part as object])
    for (const part of disturbed(finish({ tokens: tokens(1, 2, 3, 4, 5) }), odd))
      made.message(`msg_s${n++}`, 'ses_b', answer(T0 + n), [part as object, finish({ tokens: tokens(1, 2) })])
    const content = [
      {
        type: 'tool',
        id: 'x'.repeat(20),
        name: 'shell',
        state: { status: 'error', error: { type: 'x' } },
        time: { ran: T0 },
      },
    ]
    for (const data of disturbed(answer2(T0, { content }), odd))
      made.row(`msg_r${n++}`, 'ses_c', 'assistant', n, data as object)
    for (const [i, column] of ['parent_id', 'directory', 'version', 'time_created'].entries()) {
      made.session(`ses_${i}`, T0)
      const value = typeof odd === 'string' || typeof odd === 'number' ? odd : JSON.stringify(odd)
      made.db.prepare(`UPDATE session SET ${column} = ? WHERE id = ?`).run(value ?? 'null', `ses_${i}`)
      made.message(`msg_o${i}`, `ses_${i}`, answer(T0 + 1_000_000), STEP)
    }
    made.insert('external_import', {
      ...{
        source: 'cc',
        source_key: 'x',
        session_id: 'none',
        source_path: '/x',
        source_mtime: 1,
        time_imported: 1,
      },
      message_ids: JSON.stringify(odd) ?? 'null',
    })
    made.db.exec('COMMIT')
    const result = read()
    expect(result.rows).toBeGreaterThan(n)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })
})

describe('what cannot be read', () => {
  it('is broken JSON, which costs its row', () => {
    made.message('msg_1', 'ses_a', answer(T0), STEP)
    made.db.exec(
      `INSERT INTO message VALUES ('msg_2', 'ses_a', 1, 1, '{"role":"assist'), ('msg_3', 'ses_a', 1, 1, x'00ff')`,
    )
    made.db.exec(`INSERT INTO part VALUES ('prt_x', 'msg_1', 'ses_a', 1, 1, '[1]')`)
    made.db.exec(`INSERT INTO session_message VALUES ('msg_4', 'ses_a', 'user', 1, 1, 1, 'null')`)
    const result = read()
    expect(factsOf(result, 'model_call')).toHaveLength(1)
    expect(result.drops.broken_line?.records).toBe(4)
  })

  it('is a kind that this version does not know', () => {
    made.message('msg_1', 'ses_a', { ...answer(T0), role: 'judge' })
    made.message('msg_2', 'ses_a', answer(T0), [...STEP, { type: 'hologram' }])
    made.row('msg_3', 'ses_a', 'hologram', 1, {})
    expect(read().drops.unknown_record?.records).toBe(3)
  })

  it('is a call without a time that can be, or with a count that cannot', () => {
    made.message('msg_1', 'ses_a', answer(T0, { time: {} }), STEP)
    made.message('msg_2', 'ses_a', answer(5), STEP)
    made.message('msg_3', 'ses_a', answer(T0, { tokens: tokens(-7, 5) }), STEP)
    made.message('msg_4', 'ses_a', answer(T0 + 1, { tokens: { input: '12', output: 5 } }), STEP)
    made.message('msg_5', 'ses_a', answer(T0 + 2, { tokens: tokens(1e15, 5) }), STEP)
    const result = read()
    expect(factsOf(result, 'model_call')).toEqual([])
    expect(result.drops.no_time).toEqual({ records: 1, tokens: 1335 })
    expect(result.drops.time_out_of_range).toEqual({ records: 1, tokens: 1335 })
    expect(result.drops.implausible_count?.records).toBe(3)
  })

  it('is a file that was half written', () => {
    const whole = file(join(home, 'storage'), 'ses_a', 'msg_1', answer(T0))
    const half = readTranscript(openCode, whole, { content: '{"id":"msg_1","role":"assis' })
    expect(half).toMatchObject({ facts: [], rows: 1, drops: { broken_line: { records: 1, tokens: 0 } } })
  })
})

describe('much of it', () => {
  it('takes time that grows with its length', () => {
    const deep = `{"role":"user","time":{"created":${T0}},"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`
    made.db.prepare('INSERT INTO message VALUES (?, ?, 1, 1, ?)').run('msg_1', 'ses_a', deep)
    const parts = Array.from({ length: 5_000 }, () => finish({ tokens: tokens(1, 1) }))
    made.db.exec('BEGIN')
    made.message('msg_2', 'ses_a', answer(T0), parts)
    for (const text of [`The user ${' '.repeat(100_000)}`, `${'x '.repeat(100_000)}was aborted`])
      made.message(`msg_${text.length}`, 'ses_a', answer(T0 + text.length), [
        tool('bash', { status: 'error', error: text }, `toolu_${text.length}`),
      ])
    made.db.exec('COMMIT')
    const began = Date.now()
    const result = read()
    expect(factsOf(result, 'model_call')).toHaveLength(5_002)
    expect(Date.now() - began).toBeLessThan(30_000)
  })
})
