/** The spool on disk: order, room, damage of any byte, and a file system that fails at any call. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Drain } from './drain.ts'
import { FILES, type Files } from './files.ts'
import { contentOf, lineOf } from './lines.ts'
import { Spool, SpoolFull, SpoolUnreadable } from './spool.ts'

let dir: string
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'tachograph-spool-')), 'spool')
})
const opened: Spool[] = []
afterEach(async () => {
  for (const spool of opened.splice(0)) await spool.close()
  rmSync(join(dir, '..'), { recursive: true, force: true })
})

const open = (more: { mostBytes?: number; fileBytes?: number; files?: Files } = {}) => {
  const spool = new Spool({ dir, mostBytes: 1_000_000, ...more })
  opened.push(spool)
  return spool
}
const names = () => readdirSync(dir).filter((name) => name.endsWith('.jsonl'))
const aside = () => readdirSync(join(dir, 'set-aside'))

/** Everything that waits, in order; the spool is empty then. */
async function emptied(spool: Spool): Promise<string[]> {
  const all: string[] = []
  for (let taken = await spool.first(); taken; taken = await spool.first()) {
    all.push(...taken.records.map((record) => record.text))
    await spool.remove(taken)
  }
  return all
}

describe('a spool', () => {
  it('hands over in order what was put, over many files and a new process', async () => {
    const first = open({ fileBytes: 200 })
    const all = Array.from({ length: 50 }, (_, i) => `{"n":${i},"text":"Füße\\n𝄞"}`)
    for (let i = 0; i < 30; i += 3) await first.put(all.slice(i, i + 3), 1_000 + i)
    await first.close()
    const second = open({ fileBytes: 200 })
    await second.put(all.slice(30), 2_000)
    expect(second.state()).toMatchObject({ records: 50, oldest_at: 1_000, damaged: 0, set_aside: 0 })
    expect(names().length).toBeGreaterThan(5)
    expect(await emptied(second)).toEqual(all)
    expect(second.state()).toMatchObject({ bytes: 0, records: 0, oldest_at: null })
    expect(names()).toEqual([])
  })

  it('is the same again until what was taken is removed', async () => {
    const spool = open()
    await spool.put(['a'], 1)
    const taken = await spool.first()
    await spool.put(['b'], 2)
    expect((await spool.first())?.records).toEqual(taken?.records)
    expect(await emptied(open())).toEqual(['a', 'b'])
  })

  it('has room for so many bytes, counts what lies there, and has room again', async () => {
    const line = lineOf({ at: 1, text: 'x'.repeat(80) }).length
    const spool = open({ mostBytes: line * 3, fileBytes: 1 })
    for (let i = 0; i < 3; i++) await spool.put(['x'.repeat(80)], 1)
    await expect(spool.put(['x'], 1)).rejects.toBeInstanceOf(SpoolFull)
    const again = open({ mostBytes: line * 3 })
    await expect(again.put(['x'], 1)).rejects.toBeInstanceOf(SpoolFull)
    expect(again.state().bytes).toBe(line * 3)
    await again.remove((await again.first()) as never)
    await again.put(['y'.repeat(80)], 1)
    expect(await emptied(again)).toHaveLength(3)
  })

  it('writes many at once together, each acknowledged when it is on disk', async () => {
    let syncs = 0
    const files: Files = {
      ...FILES,
      create: async (path) => {
        const file = await FILES.create(path)
        const sync = () => {
          syncs++
          return file.sync()
        }
        return { ...file, sync }
      },
    }
    const spool = open({ files })
    await Promise.all(Array.from({ length: 200 }, (_, i) => spool.put([String(i)], 1)))
    expect(syncs).toBeLessThan(20)
    expect((await emptied(open())).map(Number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, i) => i),
    )
  })

  it('ends a file that is large enough, however much comes at once', async () => {
    const spool = open({ fileBytes: 500 })
    const all = Array.from({ length: 100 }, (_, i) => `${i} ${'x'.repeat(80)}`)
    await Promise.all(all.map((text) => spool.put([text], 1)))
    const longest = lineOf({ at: 1, text: all.at(-1) as string }).length
    for (const name of names()) expect(statSync(join(dir, name)).size).toBeLessThan(500 + longest)
    expect(names().length).toBeGreaterThan(15)
    expect(await emptied(open({ fileBytes: 500 }))).toEqual(all)
  })

  it('that is closed takes nothing more', async () => {
    const spool = open()
    await spool.close()
    await expect(spool.put(['x'], 1)).rejects.toBeInstanceOf(SpoolFull)
  })
})

describe('damage', () => {
  const TEXTS = ['{"first":1}', '{"second":"zwei ü"}', '{"third":3}']
  const written = async () => {
    const spool = open()
    await spool.put(TEXTS, 5)
    await spool.close()
    const [name] = names()
    return { path: join(dir, name as string), bytes: readFileSync(join(dir, name as string)) }
  }

  it('of the end: the file cut off at every byte costs the last record and no other', async () => {
    const { path, bytes } = await written()
    const last = lineOf({ at: 5, text: TEXTS[2] as string }).length
    for (let cut = 1; cut < last; cut++) {
      writeFileSync(path, bytes.subarray(0, bytes.length - cut))
      const spool = open()
      await spool.ready()
      expect(spool.state()).toMatchObject({ records: 2, damaged: 1 })
      expect(await emptied(spool)).toEqual(TEXTS.slice(0, 2))
      expect(aside()).toHaveLength(1)
      rmSync(join(dir, 'set-aside'), { recursive: true })
    }
  })

  it('of any bit costs the records it lies in, is counted once, and what is left comes', async () => {
    const { path, bytes } = await written()
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
      writeFileSync(path, flipped)
      const { records, damaged } = contentOf(flipped)
      expect(damaged, `bit ${bit}`).toBeGreaterThan(0)
      expect(records.length, `bit ${bit}`).toBeGreaterThanOrEqual(1)
      for (const { text } of records) expect(TEXTS).toContain(text)
      if (bit % 16 > 0) continue
      const spool = open()
      expect(await emptied(spool)).toEqual(records.map((record) => record.text))
      expect(spool.state()).toMatchObject({ damaged, set_aside: 1 })
      rmSync(join(dir, 'set-aside'), { recursive: true })
    }
  })

  it('of whole files: a folder, bytes at random and nothing at all in their place', async () => {
    mkdirSync(join(dir, '000000000001.jsonl'), { recursive: true })
    writeFileSync(join(dir, '000000000002.jsonl'), Buffer.from([255, 10, 0, 10, 10, 200]))
    writeFileSync(join(dir, '000000000003.jsonl'), '')
    writeFileSync(join(dir, 'somebody.txt'), 'else')
    const lines: string[] = []
    const spool = new Spool({ dir, mostBytes: 1000, log: (line) => lines.push(line) })
    await spool.put(['good'], 1)
    expect(await emptied(spool)).toEqual(['good'])
    expect(aside()).toEqual(['000000000001.jsonl', '000000000002.jsonl'])
    expect(spool.state()).toMatchObject({ bytes: 0, records: 0, set_aside: 2 })
    expect(spool.state().damaged).toBeGreaterThan(2)
    expect(lines.join('\n')).toContain('set aside')
  })

  it.skipIf(process.getuid?.() === 0)('of permissions: nothing can be put, and nothing is lost', async () => {
    const { path } = await written()
    chmodSync(path, 0o000)
    const spool = open()
    await expect(spool.first()).rejects.toBeInstanceOf(SpoolUnreadable)
    expect(spool.state()).toMatchObject({ damaged: 0, set_aside: 0 })
    chmodSync(path, 0o600)
    expect(await emptied(spool)).toEqual(TEXTS)
    chmodSync(dir, 0o500)
    await expect(open().put(['x'], 1)).rejects.toThrow()
    chmodSync(dir, 0o700)
  })

  it('keeps no more of it than has a use', async () => {
    mkdirSync(dir, { recursive: true })
    for (let i = 1; i <= 3; i++)
      writeFileSync(join(dir, `00000000000${i}.jsonl`), Buffer.alloc(7 * 1024 * 1024, 120))
    const spool = open({ mostBytes: 1e9 })
    expect(await emptied(spool)).toEqual([])
    expect(spool.state()).toMatchObject({ damaged: 3, set_aside: 2 })
    expect([names(), aside().length]).toEqual([[], 2])
  })
})

describe('a file system that fails', () => {
  /** Fails the call of that number, counted from 1, as a disk does that is full: a write leaves half of its bytes. */
  function failingAt(at: number): Files & { calls(): number } {
    let calls = 0
    const call = async <T>(run: () => Promise<T>, torn?: () => Promise<void>): Promise<T> => {
      if (++calls !== at) return run()
      await torn?.()
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    }
    return {
      calls: () => calls,
      makeFolder: (path) => call(() => FILES.makeFolder(path)),
      list: (path) => call(() => FILES.list(path)),
      size: (path) => call(() => FILES.size(path)),
      read: (path) => call(() => FILES.read(path)),
      move: (from, to) => call(() => FILES.move(from, to)),
      remove: (path) => call(() => FILES.remove(path)),
      create: (path) =>
        call(async () => {
          const file = await FILES.create(path)
          return {
            write: (bytes) =>
              call(
                () => file.write(bytes),
                () => file.write(bytes.subarray(0, bytes.length >> 1)),
              ),
            sync: () => call(() => file.sync()),
            truncate: (length) => call(() => file.truncate(length)),
            close: () =>
              call(
                () => file.close(),
                () => file.close(),
              ),
          }
        }),
    }
  }

  it('at any call loses nothing that was acknowledged, and goes on', async () => {
    let calls = Number.POSITIVE_INFINITY
    for (let at = 1; at <= calls; at++) {
      rmSync(dir, { recursive: true, force: true })
      const before = open({ fileBytes: 60 })
      for (const text of ['old 1', 'old 2', 'old 3', 'old 4']) await before.put([text], 1)
      await before.close()

      const acknowledged = ['old 1', 'old 2', 'old 3', 'old 4']
      const files = failingAt(at)
      const spool = open({ fileBytes: 60, files })
      const delivered: string[] = []
      const put = (text: string) =>
        spool.put([text], 2).then(
          () => acknowledged.push(text),
          () => {},
        )
      await put('new 1')
      const taken = await spool.first()
      if (taken) {
        delivered.push(...taken.records.map((record) => record.text))
        await spool.remove(taken)
      }
      await Promise.all([put('new 2'), put('new 3')])
      // One call fails, so one of the next two puts is good.
      await put('new 4')
      await put('new 5')
      expect(['new 4', 'new 5'], `at ${at}`).toContain(acknowledged.at(-1))
      await spool.close()

      const after = open({ fileBytes: 60 })
      delivered.push(...(await emptied(after)))
      const kept = existing()
      for (const text of acknowledged) expect([...delivered, ...kept], `at ${at}: ${text}`).toContain(text)
      calls = files.calls()
    }
    expect(calls).toBeGreaterThan(15)
  })

  /** What lies in files that were set aside, because they could not be read then. */
  const existing = (): string[] => {
    try {
      return aside().flatMap((name) =>
        contentOf(readFileSync(join(dir, 'set-aside', name))).records.map((record) => record.text),
      )
    } catch {
      return []
    }
  }
})

describe('a file that cannot be read for a while', () => {
  /** While `broken`, one kind of call fails as it does when too many files are open. */
  function failing(kind: 'list' | 'size' | 'read', only = '') {
    const at = { broken: true }
    const call = async (path: string): Promise<never> =>
      at.broken && path.endsWith(only)
        ? Promise.reject(Object.assign(new Error('too many open files'), { code: 'EMFILE' }))
        : (FILES[kind](path) as Promise<never>)
    return { at, files: { ...FILES, [kind]: call } as Files }
  }
  const old = async () => {
    const before = open({ fileBytes: 1 })
    for (const text of ['a', 'b', 'c']) await before.put([text], 1)
    await before.close()
    mkdirSync(join(dir, 'set-aside'))
    writeFileSync(join(dir, 'set-aside', '000000000009.jsonl'), '')
    // Full: what is removed from now on is gone.
    truncateSync(join(dir, 'set-aside', '000000000009.jsonl'), 16 * 1024 * 1024)
  }

  for (const kind of ['list', 'size', 'read'] as const)
    it(`stays, and comes when it can be read again: ${kind}`, async () => {
      await old()
      const { at, files } = failing(kind)
      const spool = open({ files })
      for (let i = 0; i < 3; i++) await expect(spool.first()).rejects.toBeInstanceOf(SpoolUnreadable)
      expect(names()).toHaveLength(3)
      at.broken = false
      expect(await emptied(spool)).toEqual(['a', 'b', 'c'])
      expect(spool.state()).toMatchObject({ bytes: 0, records: 0, damaged: 0, set_aside: 1 })
    })

  it('holds up no other, and a drain comes back to it', async () => {
    await old()
    const { at, files } = failing('read', '000000000001.jsonl')
    const lines: string[] = []
    const spool = new Spool({ dir, mostBytes: 1_000, files, log: (line) => lines.push(line) })
    opened.push(spool)
    const got: string[] = []
    let told = 0
    const deliver = async (records: readonly { text: string }[]) => {
      got.push(...records.map(({ text }) => text))
      return { done: records.length, wait: 0 }
    }
    const drain = new Drain(spool, deliver, () => told++)
    drain.wake()
    while (told < 2) await sleep(20)
    expect(got).toEqual(['b', 'c'])
    expect(lines.filter((line) => line.includes('EMFILE') || line.includes('too many'))).toHaveLength(1)
    at.broken = false
    await drain.empty()
    expect(got).toEqual(['b', 'c', 'a'])
    await drain.stop()
  })
})

describe('a drain', () => {
  it('goes on where it was, tries again, and sees what comes while it is at it', async () => {
    const spool = open({ fileBytes: 100 })
    const got: string[] = []
    let refuse = 3
    let put = 0
    const drain = new Drain(spool, async (records) => {
      if (refuse-- > 0 || put < 10) return { done: 0, wait: 1 }
      got.push((records[0] as { text: string }).text)
      if (got.length === 5) await spool.put(['late'], 1)
      return { done: 1, wait: 0 }
    })
    for (let i = 0; i < 10; i++) {
      await spool.put([`r${i}`], 1)
      put++
      drain.wake()
    }
    await drain.empty()
    expect(got).toEqual([...Array.from({ length: 10 }, (_, i) => `r${i}`), 'late'])
    await drain.stop()
    expect(names()).toEqual([])
  })

  it('hands over so much at once, and never nothing', async () => {
    const spool = open({ mostBytes: 1e9 })
    const long = 'x'.repeat(300_000)
    await spool.put([...Array.from({ length: 7 }, (_, i) => `${i}${long}`), long.repeat(5), 'last'], 1)
    const sizes: number[] = []
    const drain = new Drain(spool, async (records) => {
      sizes.push(records.length)
      return { done: records.length, wait: 0 }
    })
    await drain.empty()
    expect(sizes).toEqual([3, 3, 1, 1, 1])
    await drain.stop()
  })

  it('that is stopped waits for nobody who does not answer', async () => {
    const spool = open()
    await spool.put(['a'], 1)
    const drain = new Drain(spool, () => new Promise(() => {}))
    drain.wake()
    await sleep(50)
    await drain.stop()
    await spool.close()
    expect(await emptied(open())).toEqual(['a'])
  })

  it('that is stopped leaves what waits', async () => {
    const spool = open()
    await spool.put(['a', 'b'], 1)
    const drain = new Drain(spool, async () => ({ done: 0, wait: 60_000 }))
    drain.wake()
    await drain.stop()
    await spool.close()
    expect(await emptied(open())).toEqual(['a', 'b'])
  })
})
