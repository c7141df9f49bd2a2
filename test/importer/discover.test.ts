/** Finding transcripts: newest first, each once, also where it was looked before. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { discover } from '../../src/importer/discover.ts'
import { Listings } from '../../src/importer/listings.ts'
import { TRANSCRIPT_SOURCES } from '../../src/sources/index.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tachograph-discover-'))
})
afterEach(() => rmSync(home, { recursive: true }))

function file(name: string, age: number, content = 'x'): string {
  const path = join(home, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  utimesSync(path, 1_750_000_000 - age, 1_750_000_000 - age)
  return path
}
/** One agent's, so that what others write decides nothing here. */
const SOURCES = TRANSCRIPT_SOURCES.filter(({ id }) => id === 'claude-code')
const find = (paths: string[] | null = null, env = {}) => discover(SOURCES, { home, env }, paths)
const names = (found: Awaited<ReturnType<typeof find>>) =>
  found.files.map((f) => f.path.slice(home.length + 1))

describe('what is found', () => {
  it('is newest first, and by name among equals', async () => {
    file('.claude/projects/p/old.jsonl', 300)
    file('.claude/projects/q/new.jsonl', 0)
    file('.claude/projects/p/b.jsonl', 100)
    file('.claude/projects/p/a.jsonl', 100)
    expect(names(await find())).toEqual([
      '.claude/projects/q/new.jsonl',
      '.claude/projects/p/a.jsonl',
      '.claude/projects/p/b.jsonl',
      '.claude/projects/p/old.jsonl',
    ])
  })

  it('is a single file where a source keeps no more, and nothing beside it', async () => {
    const one = file('store/one.jsonl', 0)
    file('store/two.jsonl', 0)
    const kept = SOURCES.map((source) => ({ ...source, roots: () => [one, join(home, 'store/none.jsonl')] }))
    const found = await discover(kept, { home, env: {} }, null)
    expect(names(found)).toEqual(['store/one.jsonl'])
    expect(found.folders.map(({ exists }) => exists)).toEqual([true, false])
    expect(found.unreadable).toEqual([])
  })

  it('is each file once, whatever leads to it', async () => {
    const one = file('t/one.jsonl', 0)
    symlinkSync(join(home, 't'), join(home, 't/loop'))
    symlinkSync(one, join(home, 't/two.jsonl'))
    expect(names(await find([join(home, 't'), one, join(home, 't/loop/loop')]))).toHaveLength(1)
  })

  it('is no file of another kind, and nothing below what cannot hold any', async () => {
    file('t/notes.md', 0)
    file('t/history.jsonl', 0)
    file('t/one.jsonl', 0)
    expect(names(await find([join(home, 't')]))).toEqual(['t/one.jsonl'])
  })

  it('tells which folders were looked at, and what could not be read', async () => {
    const found = await find()
    expect(found.folders).toContainEqual({
      source: 'claude-code',
      path: join(home, '.claude/projects'),
      exists: false,
    })
    expect(found.unreadable).toEqual([])
    const named = await find([join(home, 'gone')])
    expect(named.unreadable).toEqual([{ path: join(home, 'gone'), why: 'there is no such file or folder' }])
  })

  it('passes over links that lead nowhere', async () => {
    file('t/one.jsonl', 0)
    symlinkSync('gone.jsonl', join(home, 't/dangling.jsonl'))
    symlinkSync('round', join(home, 't/round'))
    const found = await find([join(home, 't')])
    expect(names(found)).toEqual(['t/one.jsonl'])
    expect(found.unreadable).toEqual([])
  })

  it('ends in a tree without end', async () => {
    file(`t/${'d/'.repeat(40)}deep.jsonl`, 0)
    file('t/d/near.jsonl', 0)
    expect(names(await find([join(home, 't')]))).toEqual(['t/d/near.jsonl'])
  })
})

describe('looking again', () => {
  const again = (listings: Listings) => discover(SOURCES, { home, env: {} }, [join(home, 't')], listings)

  it('finds what is new, written to, gone or moved, in folders that were seen before', async () => {
    const listings = new Listings()
    const long = new Date(Date.now() - 60_000)
    const one = file('t/p/one.jsonl', 300)
    file('t/q/two.jsonl', 200)
    for (const folder of ['t', 't/p', 't/q']) utimesSync(join(home, folder), long, long)
    const before = await again(listings)
    expect(names(before)).toEqual(['t/q/two.jsonl', 't/p/one.jsonl'])
    expect((await again(listings)).files).toEqual(before.files)
    appendFileSync(one, 'more')
    const after = await again(listings)
    expect(names(after)).toEqual(['t/p/one.jsonl', 't/q/two.jsonl'])
    expect(after.files[0]?.state).not.toBe(before.files[1]?.state)
    file('t/q/deep/three.jsonl', 100)
    // Times of folders that were put in the place of others may be old.
    const other = new Date(Date.now() - 30_000)
    utimesSync(join(home, 't/q'), other, other)
    rmSync(one)
    renameSync(join(home, 't/q/two.jsonl'), join(home, 't/p/two.jsonl'))
    utimesSync(join(home, 't/q'), other, other)
    expect(names(await again(listings)).sort()).toEqual(['t/p/two.jsonl', 't/q/deep/three.jsonl'])
    rmSync(join(home, 't/q'), { recursive: true })
    expect(names(await again(listings))).toEqual(['t/p/two.jsonl'])
  })
})
