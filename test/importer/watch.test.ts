/** Importing on and on: what changes is read, once, whatever is done to the files, and what was imported stays, also across restarts. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importTranscripts } from '../../src/importer/import.ts'
import { Positions, type Target } from '../../src/importer/positions.ts'
import { watch } from '../../src/importer/watch.ts'
import { TRANSCRIPT_SOURCES } from '../../src/sources/index.ts'
import { answer, STEP, Store, T0, tokens } from '../../src/sources/opencode/fixtures/store.ts'
import type { TranscriptSource } from '../../src/sources/source.ts'
import { type Listening, listening } from '../faces/listening.ts'
import { assistantRow, rollout } from '../faces/program.ts'

let server: Listening
beforeAll(async () => {
  server = await listening()
})
afterAll(() => server.close())

let home: string
let prefix = 0
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tachograph-watch-'))
  prefix++
})
const running = new Set<{ end(): Promise<void> }>()
afterEach(async () => {
  for (const one of running) await one.end()
  rmSync(home, { recursive: true })
})

const PROJECT = '.claude/projects/-home-ana-shop'
function file(name: string, content: string): string {
  const path = join(home, PROJECT, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}
/** Calls of a session that no other test has; what it is called decides which calls these are. */
const rows = (session: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => {
    const id = `${prefix}-${session}-${from + i}`
    return `${assistantRow(id, { session: `${prefix}-${session}` })}\n`
  }).join('')

/** Calls that the store has of this test. */
async function calls(): Promise<number> {
  const { store, org } = server.instance
  const [row] = await store.rows<{ n: number }>(
    'SELECT toUInt32(uniqExact(id)) AS n FROM model_call WHERE org = {org:String} AND startsWith(session, {mine:String})',
    { params: { org, mine: `${prefix}-` } },
  )
  return row?.n ?? -1
}

interface Watching {
  /** Looks once; answers names of the files that were read. */
  look(): Promise<string[]>
  /** Model calls that were read the last time, copies included. */
  callsRead(): number
  said: string[]
  end(): Promise<void>
}
const TARGET: Target = { place: 'test', identity: 'one', org: 'default', user: 'ana', lineKey: 'key' }

/** Everything is as in a server, but that it looks when it is told to. */
function watching(
  target: Partial<Target> = {},
  sources: readonly TranscriptSource[] = TRANSCRIPT_SOURCES,
  beforeReading = () => {},
): Watching {
  const stop = new AbortController()
  const said: string[] = []
  let next: (() => void) | null = null
  let rested: (() => void) | null = null
  let read: string[] = []
  let callsRead = 0
  const over = watch({
    sources,
    machine: { home, env: {} },
    paths: null,
    positions: async () =>
      new Positions(join(home, 'imported'), { ...TARGET, ...target }, (l) => said.push(l)),
    signal: stop.signal,
    import: async (changed, noting) => {
      read = changed.files.map(({ path }) => path.slice(join(home, PROJECT).length + 1)).sort()
      beforeReading()
      const done = await importTranscripts({
        ...noting,
        discovery: changed,
        user: 'ana',
        lineKey: 'key',
        sink: { form: 'packed', write: (facts) => server.instance.writer.writePacked(facts) },
      })
      callsRead = done.calls
    },
    failed: (error) => said.push(error.message),
    pause: () =>
      new Promise((resolve) => {
        next = resolve
        rested?.()
      }),
  })
  const resting = () =>
    new Promise<void>((resolve) => {
      rested = resolve
      if (next) resolve()
    })
  const one: Watching = {
    said,
    callsRead: () => callsRead,
    look: async () => {
      if (next) {
        const go = next
        next = null
        go()
      }
      await resting()
      return read
    },
    end: async () => {
      stop.abort()
      await resting()
      next?.()
      await over
      running.delete(one)
    },
  }
  running.add(one)
  return one
}

const replaced = (path: string) => {
  rmSync(path)
  mkdirSync(path)
}
const positionsFile = () => join(home, 'imported', readdirSync(join(home, 'imported'))[0] as string)

describe('a file', () => {
  it('that is as it was is not read again, not after a restart either', async () => {
    file('a.jsonl', rows('a', 0, 3))
    const first = watching()
    expect(await first.look()).toEqual(['a.jsonl'])
    expect(await first.look()).toEqual([])
    await first.end()
    const second = watching()
    expect(await second.look()).toEqual([])
    file('b.jsonl', rows('b', 0, 2))
    expect(await second.look()).toEqual(['b.jsonl'])
    expect(await calls()).toBe(5)
  })

  it('that grows, also while nobody watches', async () => {
    const path = file('a.jsonl', rows('a', 0, 1))
    const first = watching()
    await first.look()
    appendFileSync(path, rows('a', 1, 2))
    expect(await first.look()).toEqual(['a.jsonl'])
    expect(await calls()).toBe(2)
    await first.end()
    appendFileSync(path, rows('a', 2, 4))
    expect(await watching().look()).toEqual(['a.jsonl'])
    expect(await calls()).toBe(4)
  })

  it('whose last line is half written has it once that is whole', async () => {
    const row = rows('a', 1, 2)
    const path = file('a.jsonl', rows('a', 0, 1) + row.slice(0, 80))
    const one = watching()
    await one.look()
    expect(await calls()).toBe(1)
    await one.end()
    appendFileSync(path, row.slice(80))
    await watching().look()
    expect(await calls()).toBe(2)
  })

  it('that is written anew in its place, shorter or as long as it was: all that was told stays', async () => {
    const path = file('a.jsonl', rows('a', 0, 3))
    const one = watching()
    await one.look()
    writeFileSync(path, rows('a', 5, 6))
    expect(await one.look()).toEqual(['a.jsonl'])
    expect(await calls()).toBe(4)
    writeFileSync(path, rows('a', 7, 8))
    expect(await one.look()).toEqual(['a.jsonl'])
    expect(await calls()).toBe(5)
  })

  it('that is cut off, and then goes on otherwise', async () => {
    const path = file('a.jsonl', rows('a', 0, 3))
    const one = watching()
    await one.look()
    truncateSync(path, rows('a', 0, 1).length)
    await one.look()
    expect(await calls()).toBe(3)
    appendFileSync(path, rows('a', 8, 9))
    await one.look()
    expect(await calls()).toBe(4)
  })

  it('that is moved, as into an archive, adds nothing', async () => {
    const path = file('a.jsonl', rows('a', 0, 3))
    const one = watching()
    await one.look()
    mkdirSync(join(home, PROJECT, 'archived'))
    renameSync(path, join(home, PROJECT, 'archived/a.jsonl'))
    expect(await one.look()).toEqual(['archived/a.jsonl'])
    expect(await calls()).toBe(3)
  })

  it('that Codex moves to its archive adds nothing', async () => {
    const thread = `01980000-0000-7000-8000-0000000000${prefix}`
    const path = join(home, '.codex/sessions/2026/03/04', `rollout-${thread}.jsonl`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, rollout(thread, 5))
    const told = async () => {
      const [row] = await server.instance.store.rows<{ n: number }>(
        'SELECT toUInt32(uniqExact(id)) AS n FROM model_call WHERE session = {thread:String}',
        { params: { thread } },
      )
      return row?.n
    }
    const one = watching()
    await one.look()
    expect(await told()).toBe(5)
    mkdirSync(join(home, '.codex/archived_sessions'))
    renameSync(path, join(home, '.codex/archived_sessions', `rollout-${thread}.jsonl`))
    await one.look()
    expect([one.callsRead(), await told()]).toEqual([5, 5])
  })

  it('that is deleted leaves its facts, and one that takes its place is read', async () => {
    const path = file('a.jsonl', rows('a', 0, 3))
    const one = watching()
    await one.look()
    await one.end()
    expect(readFileSync(positionsFile(), 'utf8')).toContain(path)
    rmSync(path)
    const second = watching()
    expect(await second.look()).toEqual([])
    await second.end()
    expect(await calls()).toBe(3)
    expect(readFileSync(positionsFile(), 'utf8').split('\n').at(-2)).toMatch(/^\w{8} \["[^"]+a\.jsonl"\]$/)
    file('a.jsonl', rows('a', 3, 4))
    await watching().look()
    expect(await calls()).toBe(4)
  })

  it('that is large is read again after a while, not whenever it grows', async () => {
    const line = `${JSON.stringify({ type: 'user', content: 'x'.repeat(21_000_000) })}\n`
    const path = file('a.jsonl', line + rows('a', 0, 1))
    const one = watching()
    await one.look()
    appendFileSync(path, rows('a', 1, 2))
    expect(await one.look()).toEqual([])
    await sleep(2_200)
    expect(await one.look()).toEqual(['a.jsonl'])
    expect(await calls()).toBe(2)
  })

  it('that goes away before it is read is named, and read when it is back', async () => {
    const path = file('a.jsonl', rows('a', 0, 1))
    file('b.jsonl', rows('b', 0, 1))
    const one = watching({}, TRANSCRIPT_SOURCES, () => rmSync(path, { force: true }))
    await one.look()
    expect(await calls()).toBe(1)
    const text = readFileSync(positionsFile(), 'utf8')
    expect([text.includes('b.jsonl'), text.includes('a.jsonl')]).toEqual([true, false])
  })
})

describe('a database', () => {
  const HOURS = 3_600_000
  const path = () => join(home, '.local/share/opencode/opencode.db')
  /** Copies of a call are known by its time and counts: other tests have other times. */
  const tell = (store: Store, from: number, to: number) => {
    store.session(`${prefix}-s`, T0)
    for (let i = from; i < to; i++) {
      const at = T0 + (100 * prefix + i) * HOURS
      const told = answer(at, { tokens: tokens(10 + i, 20) })
      store.message(`msg_${prefix}_${i}`, `${prefix}-s`, told, STEP, at)
    }
  }
  const opened = () => {
    mkdirSync(dirname(path()), { recursive: true })
    return new Store(path())
  }
  const look = async () => {
    const one = watching()
    const read = await one.look()
    await one.end()
    return read.length === 0 ? 0 : one.callsRead()
  }

  it('is read on from where it was read, while its agent writes, and left alone while it does not', async () => {
    const store = opened()
    tell(store, 0, 20)
    expect(await look()).toBe(20)
    expect(await look()).toBe(0)
    tell(store, 20, 21)
    expect(await look()).toBeLessThan(4)
    expect(await calls()).toBe(21)
    // What its agent leaves behind when it ends, and what reading that leaves behind, is no change for long.
    store.db.close()
    await look()
    await look()
    expect(await look()).toBe(0)
  })

  it('that was put in the place of another is read from its beginning', async () => {
    const store = opened()
    tell(store, 0, 20)
    store.db.close()
    await look()
    rmSync(dirname(path()), { recursive: true })
    const other = opened()
    tell(other, 0, 10)
    tell(other, 30, 40)
    other.db.close()
    expect(await look()).toBe(20)
    expect(await calls()).toBe(30)
  })
})

describe('what was imported', () => {
  it('is so for one target, one person and one key of hashes', async () => {
    file('a.jsonl', rows('a', 0, 1))
    const look = async (target: Partial<Target>) => {
      const one = watching(target)
      const read = await one.look()
      await one.end()
      expect(one.said).toEqual([])
      return read.length
    }
    expect(await look({})).toBe(1)
    expect(await look({})).toBe(0)
    for (const other of [{ place: 'elsewhere' }, { org: 'other' }, { user: 'eve' }]) {
      expect(await look(other)).toBe(1)
      expect(await look(other)).toBe(0)
    }
    // The same place, made anew: what is known of it holds no more.
    expect(await look({ identity: 'two' })).toBe(1)
    expect(await look({ identity: 'two', lineKey: 'other' })).toBe(1)
    expect(await look({ identity: 'two', lineKey: 'other' })).toBe(0)
    expect(await look({})).toBe(1)
  })

  it('is read again by a parser that reads it otherwise', async () => {
    file('a.jsonl', rows('a', 0, 1))
    const one = watching()
    await one.look()
    await one.end()
    const raised = TRANSCRIPT_SOURCES.map((s) => ({ ...s, parserVersion: s.parserVersion + 1 }))
    const second = watching({}, raised)
    expect(await second.look()).toEqual(['a.jsonl'])
    expect(await second.look()).toEqual([])
  })

  it.each<[string, (path: string, text: string) => void]>([
    [
      'with a bit that flipped',
      (path, text) => writeFileSync(path, text.replace('claude-code', 'claude-codf')),
    ],
    ['of zeros', (path, text) => writeFileSync(path, Buffer.alloc(text.length))],
    ['that is empty', (path) => writeFileSync(path, '')],
    ['that is a folder', (path) => replaced(path)],
  ])('in a file %s: everything is read again, which is said once', async (_, damage) => {
    file('a.jsonl', rows('a', 0, 1))
    file('b.jsonl', rows('b', 0, 1))
    const one = watching()
    await one.look()
    await one.end()
    damage(positionsFile(), readFileSync(positionsFile(), 'utf8'))
    const second = watching()
    expect(await second.look()).toEqual(['a.jsonl', 'b.jsonl'])
    expect(await second.look()).toEqual([])
    expect(second.said.filter((line) => line.includes('read again.'))).toHaveLength(1)
    expect(await calls()).toBe(2)
  })

  it('with a last line that was cut off: what it spoke of is read again', async () => {
    file('a.jsonl', rows('a', 0, 1))
    const one = watching()
    await one.look()
    file('b.jsonl', rows('b', 0, 1))
    await one.look()
    await one.end()
    truncateSync(positionsFile(), readFileSync(positionsFile()).length - 5)
    const second = watching()
    expect(await second.look()).toEqual(['b.jsonl'])
    await second.end()
    expect(second.said).toEqual([])
    expect(await watching().look()).toEqual([])
  })

  it('is written anew when most lines say nothing any more', () => {
    const path = file('a.jsonl', 'x')
    const positions = new Positions(join(home, 'imported'), TARGET, () => {})
    const [source] = TRANSCRIPT_SOURCES as [TranscriptSource]
    for (let i = 0; i < 1_500; i++) {
      const found = {
        path,
        source,
        format: source.formats[0] as never,
        size: 1,
        modified: i,
        state: `1 ${i} 1`,
      }
      positions.add([{ file: found, state: 'durable', read_to: null }])
    }
    expect(readFileSync(positionsFile(), 'utf8').split('\n').length).toBeLessThan(1_100)
  })
})

it('a folder that is filled while it is looked at shows all of it, whatever its time says', async () => {
  const one = watching()
  await one.look()
  const known = new Date(Date.now() - 1_000)
  for (const name of ['a', 'b', 'c']) {
    file(`${name}.jsonl`, rows(name, 0, 1))
    // As where the clock of a file system is coarse.
    utimesSync(join(home, PROJECT), known, known)
    expect(await one.look()).toEqual([`${name}.jsonl`])
  }
})
