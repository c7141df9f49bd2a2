/** `tachograph import` and `explain` as processes: what is read, what is refused, and that the sums are those of the store. */
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assistantRow, type Home, newHome, promptRow, type Server } from './program.ts'

const FIXTURES = fileURLToPath(new URL('../../src/sources/claude-code/fixtures', import.meta.url))
/** Names of what is counted; the rest of a result says how fast it was. */
interface Imported {
  files_done: number
  rows: number
  facts: number
  calls: number
  accepted: number
  updated: number
  duplicate: number
  drops: Record<string, { records: number; tokens: number }>
  problems: { path: string; why: string }[]
}
interface Explained {
  files: number
  naive: { rows: number; tokens: number }
  drops: Record<string, { records: number; tokens: number }>
  counted: { calls: number; tokens: number }
}

const EVER = ['--from', '2020-01-01', '--to', '2029-12-31']
const MINE = ['--user', 'ana@acme.example']

/** Every metric that adds up over all time, as the folder at hand answers it. */
async function answers(home: Home): Promise<unknown[]> {
  const out: unknown[] = []
  for (const metric of ['tokens.by_model', 'tools.by_tool', 'productivity.by_language', 'summary.overview']) {
    const { stdout, code, stderr } = await home.run(['query', metric, '--json', ...EVER])
    expect([code, stderr]).toEqual([0, ''])
    out.push((JSON.parse(stdout) as { data: unknown }).data)
  }
  return out
}

async function imported(home: Home, ...args: string[]): Promise<Imported> {
  const { code, stdout, stderr } = await home.run(['import', ...args, '--json', ...MINE])
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as Imported
}

describe('all fixtures of the source', { timeout: 180_000 }, () => {
  let home: Home
  let first: Imported
  let told: unknown[]
  beforeAll(async () => {
    home = newHome()
    cpSync(FIXTURES, join(home.path, 'all'), { recursive: true })
    first = await imported(home, join(home.path, 'all'))
    told = await answers(home)
  }, 180_000)
  afterAll(() => home.remove())

  it('every fact has an outcome', () => {
    expect(first.facts).toBeGreaterThan(100)
    expect(first.accepted + first.updated + first.duplicate).toBe(first.facts)
    expect(first.problems).toEqual([])
  })

  it('explain: plain sum − reasons = counted, and that is what the store says', async () => {
    const { code, stdout } = await home.run(['explain', join(home.path, 'all'), '--json'])
    expect(code).toBe(0)
    const { files, naive, drops, counted } = JSON.parse(stdout) as Explained
    expect(files).toBe(first.files_done)
    const dropped = Object.values(drops).reduce((sum, d) => sum + d.tokens, 0)
    expect(naive.tokens - dropped).toBe(counted.tokens)
    expect(Object.keys(drops)).toEqual(expect.arrayContaining(['repeated_row', 'replayed_call', 'synthetic']))
    const [overview] = told[3] as Record<string, number>[]
    const { input = 0, output = 0, cache_read = 0, cache_write = 0, calls } = overview ?? {}
    expect(counted).toEqual({ calls, tokens: input + output + cache_read + cache_write })
    const text = await home.run(['explain', join(home.path, 'all')])
    expect(text.stdout).toContain(counted.tokens.toLocaleString('en-US'))
    expect(text.stdout).not.toContain('\u001b')
  })

  it('imported again, by another way and under other names, changes nothing', async () => {
    const again = await imported(home, join(home.path, 'all'))
    expect([again.accepted, again.updated]).toEqual([0, 0])
    cpSync(join(home.path, 'all'), join(home.path, 'renamed/deep'), { recursive: true })
    const copy = await imported(home, join(home.path, 'renamed'))
    expect(copy.facts).toBe(first.facts)
    expect([copy.accepted, copy.updated]).toEqual([0, 0])
    expect(await answers(home)).toEqual(told)
  })

  it('in another order, through a running server, one file after the other: the same answer', async () => {
    const other = newHome()
    try {
      const server = await other.serve(['--no-discover'])
      const parts = [
        'usage.jsonl',
        'fork/aaaabbbb-2222-4222-8333-444455556666.jsonl',
        'tools.jsonl',
        'aside.jsonl',
      ]
      let accepted = 0
      for (const part of parts) accepted += (await imported(other, join(home.path, 'all', part))).accepted
      accepted += (await imported(other, join(home.path, 'all'))).accepted
      expect(accepted).toBe(first.accepted)
      expect(await answers(other)).toEqual(told)
      expect((await server.end()).code).toBe(0)
    } finally {
      other.remove()
    }
  })
})

describe('files that are not as they should be', { timeout: 180_000 }, () => {
  let home: Home
  let server: Server
  // One server serves all cases: each has sessions and calls of its own.
  beforeAll(async () => {
    home = newHome()
    server = await home.serve(['--no-discover'])
  }, 180_000)
  afterAll(() => home.remove())
  let last = 0
  const name = () => `case-${++last}`
  const row = (id: string, more: object = {}) => assistantRow(id, { session: id, ...more })

  it('no line end at the end', async () => {
    const id = name()
    const file = home.write(`${id}/a.jsonl`, row(id))
    expect(await imported(home, file)).toMatchObject({ calls: 1, drops: {} })
  })

  it('a last line that is half written, then whole', async () => {
    const [a, b] = [name(), name()]
    const whole = row(b)
    const file = home.write(`${a}/a.jsonl`, `${row(a)}\n${whole.slice(0, 100)}`)
    const half = await imported(home, file)
    expect(half).toMatchObject({ calls: 1, drops: { half_written_line: { records: 1 } } })
    appendFileSync(file, `${whole.slice(100)}\n`)
    const full = await imported(home, file)
    expect(full).toMatchObject({ calls: 2, drops: {} })
    expect(full.accepted).toBeGreaterThan(0)
    expect(await imported(home, file)).toMatchObject({ accepted: 0, updated: 0 })
  })

  it('a line of 30 MB costs itself', async () => {
    const [a, b] = [name(), name()]
    const long = JSON.stringify({ type: 'user', content: 'x'.repeat(30_000_000) })
    const file = home.write(`${a}/a.jsonl`, `${row(a)}\n${long}\n${row(b)}\n`)
    expect(await imported(home, file)).toMatchObject({
      calls: 2,
      rows: 3,
      drops: { line_too_long: { records: 1 } },
    })
  })

  it('a last line of 30 MB without end', async () => {
    const a = name()
    const file = home.write(`${a}/a.jsonl`, `${row(a)}\n${'x'.repeat(30_000_000)}`)
    expect(await imported(home, file)).toMatchObject({ calls: 1, drops: { line_too_long: { records: 1 } } })
  })

  it('bytes that are no text, broken lines, unknown records, other line ends', async () => {
    const [a, b, c] = [name(), name(), name()]
    const lines = [row(a), '{"type":', 'nonsense', '{"type":"something-new"}', '[]', '', '   ', `${row(b)}\r`]
    const broken = Buffer.concat([Buffer.from('{"type":"assistant","x":"'), Buffer.from([0xff, 0xfe, 0xc3])])
    const file = home.write(
      `${c}/a.jsonl`,
      Buffer.concat([Buffer.from(`${lines.join('\n')}\n`), broken, Buffer.from(`\n${row(c)}\n`)]),
    )
    const result = await imported(home, file)
    expect(result.calls).toBe(3)
    expect(result.drops).toMatchObject({ broken_line: { records: 4 }, unknown_record: { records: 1 } })
  })

  it('links that go round, links that lead nowhere, links to a file: each file once', async () => {
    const id = name()
    const folder = join(home.path, id)
    const file = home.write(`${id}/real/a.jsonl`, row(id))
    symlinkSync(folder, join(folder, 'real/up'))
    symlinkSync('itself', join(folder, 'itself'))
    symlinkSync('gone', join(folder, 'nowhere.jsonl'))
    symlinkSync(file, join(folder, 'again.jsonl'))
    symlinkSync(join(folder, 'real'), join(folder, 'other'))
    expect(await imported(home, folder)).toMatchObject({ files_done: 1, calls: 1, problems: [] })
  })

  it('what cannot be read is named, the rest is imported, and the command fails', async () => {
    const id = name()
    home.write(`${id}/a.jsonl`, row(id))
    const gone = join(home.path, id, 'gone')
    const { code, stdout, stderr } = await home.run(['import', join(home.path, id), gone, '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ calls: 1, drops: { unreadable_file: { records: 1 } } })
    expect(stderr).toContain(`Cannot be read`)
    expect(stderr).toContain(gone)
  })

  // Whoever may read everything cannot be refused.
  it.skipIf(process.getuid?.() === 0)('a folder without leave to read', async () => {
    const id = name()
    home.write(`${id}/secret/a.jsonl`, row(id))
    home.write(`${id}/b.jsonl`, row(`${id}b`))
    chmodSync(join(home.path, id, 'secret'), 0)
    const { code, stderr } = await home.run(['import', join(home.path, id)])
    chmodSync(join(home.path, id, 'secret'), 0o700)
    expect(code).toBe(1)
    expect(stderr).toContain('secret')
  })

  it('nothing to import is an error that says where was looked', async () => {
    const empty = join(home.path, name())
    mkdirSync(empty)
    writeFileSync(join(empty, 'notes.txt'), 'x')
    const none = await home.run(['import', empty])
    expect([none.code, none.stdout]).toEqual([2, ''])
    expect(none.stderr).toContain(empty)
    const nowhere = await home.run(['import', join(home.path, 'nowhere')])
    expect(nowhere.code).toBe(2)
    expect(nowhere.stderr).toContain('nowhere')
    const usual = await home.run(['import'])
    expect(usual.code).toBe(2)
    expect(usual.stderr).toContain('Claude Code (~/.claude/projects)')
  })

  it.each([
    ['empty', ''],
    ['binary', Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 37) % 256))],
    ['of something else', '{"hello":"world"}\n'],
  ])('a file that is %s has no facts, and says so', async (_what, content) => {
    const file = home.write(`${name()}/a.jsonl`, content)
    const { code, stdout, stderr } = await home.run(['import', file, '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ facts: 0, accepted: 0 })
    expect(stderr).toContain('Nothing in these files')
  })

  it('more than one request takes: many facts and long ones', async () => {
    const id = name()
    const rows = Array.from({ length: 6_000 }, (_, i) => row(`${id}-${i}`, { session: id }))
    const file = home.write(`${id}/a.jsonl`, rows.join('\n'))
    const result = await imported(home, file)
    expect(result).toMatchObject({ calls: 6_000, drops: {} })
    expect(result.accepted + result.updated + result.duplicate).toBe(result.facts)
  })

  it('prints a table for people, without codes for a terminal', async () => {
    const id = name()
    const file = home.write(`${id}/a.jsonl`, `${promptRow(id, id)}\n${row(id)}\n`)
    const { code, stdout, stderr } = await home.run(['import', file], { CI: 'true' })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^files +1\nrows +2\nfacts +\d+ new, 0 completed, 0 known before\n/)
    expect(stdout).not.toContain('\u001b')
  })

  it('the server is well after all that', async () => {
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    expect((await server.end()).code).toBe(0)
    expect(server.said().stderr).not.toMatch(/"level":50|rebuild failed/)
  })
})

describe('the secret of a folder', { timeout: 180_000 }, () => {
  let home: Home
  beforeEach(() => {
    home = newHome()
  })
  afterEach(() => home.remove())

  it('is made once, is for its owner only, and is not made anew when damaged', async () => {
    const file = home.write('a/a.jsonl', assistantRow('a'))
    await imported(home, file)
    const path = join(home.data, 'secret')
    const secret = readFileSync(path, 'utf8')
    expect(secret).toMatch(/^[0-9a-f]{64}\n$/)
    await imported(home, file)
    expect(readFileSync(path, 'utf8')).toBe(secret)
    writeFileSync(path, '')
    const { code, stderr } = await home.run(['import', file])
    expect(code).toBe(6)
    expect(stderr).toContain('secret is damaged')
    expect(readFileSync(path, 'utf8')).toBe('')
  })
})
