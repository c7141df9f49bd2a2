/** Finding transcripts: newest first, each once, and only what has changed. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Imported } from '../../src/importer/changed.ts'
import { discover } from '../../src/importer/discover.ts'
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
const find = (paths: string[] | null = null, env = {}) => discover(TRANSCRIPT_SOURCES, { home, env }, paths)
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

describe('what has changed', () => {
  it('is what is new, larger or written again since it was imported', async () => {
    const imported = new Imported()
    const one = file('t/one.jsonl', 100)
    file('t/two.jsonl', 200)
    const first = imported.changed(await find([join(home, 't')]))
    expect(names(first)).toEqual(['t/one.jsonl', 't/two.jsonl'])
    // Until it is imported it stays new.
    expect(imported.changed(await find([join(home, 't')])).files).toHaveLength(2)
    imported.add(first.files)
    expect(imported.changed(await find([join(home, 't')])).files).toEqual([])
    writeFileSync(one, 'x and more')
    file('t/three.jsonl', 0)
    expect(names(imported.changed(await find([join(home, 't')]))).sort()).toEqual([
      't/one.jsonl',
      't/three.jsonl',
    ])
  })
})
