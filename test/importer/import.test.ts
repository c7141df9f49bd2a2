/** Importing: newest first and soon, patient with an engine that is away, and one bad file costs one file. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TachographError } from '../../src/errors.ts'
import { discover } from '../../src/importer/discover.ts'
import { type ImportProgress, importTranscripts, type Sink } from '../../src/importer/import.ts'
import { repositoryFinder } from '../../src/importer/repository.ts'
import { TRANSCRIPT_SOURCES } from '../../src/sources/index.ts'
import { assistantRow } from '../faces/program.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tachograph-import-'))
})
afterEach(() => rmSync(home, { recursive: true }))

function file(name: string, content: string, age = 0): string {
  const path = join(home, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  utimesSync(path, 1_750_000_000 - age, 1_750_000_000 - age)
  return path
}
const rows = (session: string, n: number) =>
  Array.from({ length: n }, (_, i) => assistantRow(`${session}-${i}`, { session })).join('\n')

interface Written {
  sessions: Set<string>
  /** Progress at that moment. */
  filesDone: number
}
async function run(
  o: { fail?: (call: number) => Error | null; signal?: AbortSignal; paths?: string[] } = {},
) {
  const written: Written[] = []
  let calls = 0
  let filesDone = 0
  const sink: Sink = {
    form: 'lines',
    write: async (lines) => {
      const error = o.fail?.(++calls)
      if (error) throw error
      const facts = lines.map((l) => JSON.parse(l) as { session?: string })
      written.push({ sessions: new Set(facts.flatMap((f) => f.session ?? [])), filesDone })
      return { accepted: lines.length, updated: 0, duplicate: 0, refused: {} }
    },
  }
  const progress = await importTranscripts({
    discovery: await discover(TRANSCRIPT_SOURCES, { home, env: {} }, o.paths ?? [home]),
    user: 'ana@acme.example',
    lineKey: 'key',
    sink,
    signal: o.signal,
    onProgress: (p: ImportProgress) => {
      filesDone = p.files_done
    },
  })
  return { progress, written, calls }
}
const away = () => new TachographError('unavailable', 'away')

describe('what is newest', () => {
  it('is written while older files are still to be read', async () => {
    for (let i = 0; i < 12; i++) file(`t/s${i}.jsonl`, rows(`s${i}`, 3_000), i * 60)
    const { progress, written } = await run()
    expect(progress).toMatchObject({
      files_done: 12,
      files_total: 12,
      calls: 36_000,
      drops: {},
      problems: [],
    })
    expect(progress.accepted).toBe(progress.facts)
    expect(progress.bytes_done).toBe(progress.bytes_total)
    // Two threads read side by side: which of the two newest files is done first is chance.
    const early = written.slice(0, 2).flatMap((w) => [...w.sessions])
    expect(early).toContain('s0')
    expect(early.every((session) => ['s0', 's1', 's2', 's3'].includes(session))).toBe(true)
    expect(written[0]?.filesDone).toBeLessThan(12)
  }, 60_000)
})

describe('an engine that is away', () => {
  it('is waited for, and nothing is told less or more', async () => {
    file('t/a.jsonl', rows('a', 10))
    const { progress, written, calls } = await run({ fail: (call) => (call <= 2 ? away() : null) })
    expect(calls).toBe(3)
    expect(written).toHaveLength(1)
    expect(progress.accepted).toBe(progress.facts)
  })

  it('is not waited for by who has been told to stop', async () => {
    file('t/a.jsonl', rows('a', 10))
    const stop = new AbortController()
    const began = Date.now()
    const failed = run({
      signal: stop.signal,
      fail: () => {
        stop.abort()
        return away()
      },
    })
    await expect(failed).rejects.toMatchObject({ code: 'unavailable' })
    expect(Date.now() - began).toBeLessThan(5_000)
  })

  it('any other failure ends the import', async () => {
    file('t/a.jsonl', rows('a', 10))
    const failed = run({ fail: () => new TachographError('internal', 'not so') })
    await expect(failed).rejects.toMatchObject({ code: 'internal' })
  })
})

describe('one bad file', () => {
  it('that goes away after it was found is named, the others are imported', async () => {
    file('t/a.jsonl', rows('a', 3))
    const gone = file('t/b.jsonl', rows('b', 3))
    const discovery = await discover(TRANSCRIPT_SOURCES, { home, env: {} }, [home])
    rmSync(gone)
    const progress = await importTranscripts({
      discovery,
      user: null,
      lineKey: 'key',
      sink: {
        form: 'lines',
        write: async (lines) => ({ accepted: lines.length, updated: 0, duplicate: 0, refused: {} }),
      },
    })
    expect(progress).toMatchObject({
      files_done: 2,
      calls: 3,
      drops: { unreadable_file: { records: 1 } },
      problems: [{ path: gone, why: expect.stringContaining('ENOENT') }],
    })
  })

  it('what a server refuses is counted by its reason', async () => {
    file('t/a.jsonl', rows('a', 3))
    const progress = await importTranscripts({
      discovery: await discover(TRANSCRIPT_SOURCES, { home, env: {} }, [home]),
      user: null,
      lineKey: 'key',
      sink: {
        form: 'lines',
        write: async (lines) => ({
          accepted: lines.length - 1,
          updated: 0,
          duplicate: 0,
          refused: { invalid_fact: { records: 1, tokens: 0 } },
        }),
      },
    })
    expect(progress.drops).toEqual({ invalid_fact: { records: 1, tokens: 0 } })
    expect(progress.accepted + 1).toBe(progress.facts)
  })
})

describe('the repository of a folder', () => {
  it('is found from below, in a worktree, and not where there is none', () => {
    const repoOf = repositoryFinder()
    file(
      'shop/.git/config',
      '[core]\n\tbare = false\n[remote "origin"]\n\turl = git@github.com:Acme/shop.git\n\tfetch = x\n',
    )
    file('shop/src/deep/a.ts', 'x')
    file('tree/.git', `gitdir: ${home}/shop/.git/worktrees/tree\n`)
    file('plain/a.ts', 'x')
    file('local/.git/config', '[remote "origin"]\n\turl = /srv/git/local.git\n')
    expect(repoOf(join(home, 'shop'))).toBe('github.com/Acme/shop')
    expect(repoOf(join(home, 'shop/src/deep'))).toBe('github.com/Acme/shop')
    expect(repoOf(join(home, 'shop/gone/below'))).toBe('github.com/Acme/shop')
    expect(repoOf(join(home, 'tree'))).toBe('github.com/Acme/shop')
    expect(repoOf(join(home, 'plain'))).toBeNull()
    expect(repoOf(join(home, 'local'))).toBeNull()
    expect(repoOf('relative')).toBeNull()
    expect(repoOf('')).toBeNull()
  })
})
