/** The engine as a process: killed in the middle of things it comes back, and nothing acknowledged is lost or doubled. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { TachographError } from '../src/errors.ts'
import type { ModelCall } from '../src/facts/index.ts'
import { type Instance, openInstance } from '../src/instance.ts'
import { connect } from '../src/store/clickhouse.ts'
import { startEngine } from '../src/store/engine/supervisor.ts'
import { call, MINUTE, NOON, OTLP, session } from './support/facts.ts'
import { broken } from './support/invariants.ts'

const MEMORY = 1_000_000_000
const folders: string[] = []
const folder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-engine-'))
  folders.push(dir)
  return dir
}
afterAll(() => {
  for (const dir of folders) rmSync(dir, { recursive: true, force: true })
})

const batch = (round: number, n: number): ModelCall[] =>
  Array.from({ length: n }, (_, i) =>
    call({
      keys: [`${round}:${i}`],
      at: NOON + (i % 200) * MINUTE,
      source: round % 2 ? OTLP : 'claude-code/transcript',
      session: `s${i % 7}`,
      in_uncached: 1,
      out: 1,
    }),
  )
const unavailable = (error: unknown) => error instanceof TachographError && error.code === 'unavailable'

async function whole(instance: Instance, calls: number): Promise<void> {
  await instance.rebuilder.flush()
  const rows = await instance.store.rows<{ calls: number; tokens: number }>(
    'SELECT sum(calls) AS calls, sum(in_uncached) AS tokens FROM rollup_usage FINAL',
  )
  expect(rows).toEqual([{ calls, tokens: calls }])
  expect(await broken(instance.store, instance.org)).toEqual({})
}

describe('an engine that is killed', () => {
  let instance: Instance
  beforeAll(async () => {
    instance = await openInstance({ dir: folder(), clickhouseUrl: null, memory: MEMORY })
  })
  afterAll(() => instance?.close())
  const pid = () => instance.engine?.pid() as number | null

  it('comes back; writes meanwhile are refused as unavailable, and none that was taken is lost or doubled', async () => {
    const told: ModelCall[][] = []
    for (let round = 0; round < 5; round++) {
      const open: ModelCall[][] = Array.from({ length: 6 }, (_, i) => batch(round * 6 + i, 300))
      const killed = pid() as number
      setTimeout(() => process.kill(killed, 'SIGKILL'), 5 + round * 25)
      const rebuilding = instance.rebuilder.flush().catch((error) => expect(unavailable(error)).toBe(true))
      for (const facts of open) {
        for (;;) {
          try {
            await instance.writer.write(facts)
            break
          } catch (error) {
            if (!unavailable(error)) throw error
            await sleep(50)
          }
        }
        told.push(facts)
      }
      await rebuilding
      while ((pid() ?? killed) === killed) await sleep(20)
    }
    await whole(instance, told.length * 300)
    for (const facts of told.slice(-3)) {
      expect(new Set((await instance.writer.write(facts)).outcomes)).toEqual(new Set(['duplicate']))
    }
  }, 60_000)

  it('keeps what was taken before, also for the next process', async () => {
    const before = await instance.store.rows('SELECT count() AS n FROM model_call FINAL')
    process.kill(pid() as number, 'SIGKILL')
    const { dir } = instance
    await instance.close()
    instance = await openInstance({ dir, clickhouseUrl: null, memory: MEMORY })
    expect(await instance.store.rows('SELECT count() AS n FROM model_call FINAL')).toEqual(before)
    await whole(instance, 5 * 6 * 300)
  }, 60_000)

  it('answers nothing to those who do not know the password', async () => {
    const address = new URL(instance.engine?.url ?? '')
    const ask = (sql: string, user: string) =>
      fetch(`http://${address.host}/`, {
        method: 'POST',
        body: sql,
        headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': '' },
      })
    for (const user of ['default', 'tachograph'])
      for (const sql of [
        'SELECT * FROM tachograph.model_call',
        `SELECT * FROM file('/etc/passwd', LineAsString)`,
      ])
        expect((await ask(sql, user)).ok).toBe(false)
  })
})

it('an engine that is frozen is ended and started again: who waits for it is told, and what was written is there', async () => {
  const engine = await startEngine({ dir: folder(), memory: MEMORY, patience: 1_800 })
  const store = connect(engine.url, 'default')
  try {
    await store.command(
      'CREATE TABLE kept (n UInt8) ENGINE = MergeTree ORDER BY n SETTINGS fsync_after_insert = 1',
    )
    await store.insert('kept', [{ n: 1 }])
    const before = engine.pid() as number
    process.kill(before, 'SIGSTOP')
    const asked = [store.rows('SELECT n FROM kept'), store.insert('kept', [{ n: 2 }])]
    for (const outcome of await Promise.allSettled(asked))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } })
    const again = async (): Promise<unknown[]> =>
      store.rows('SELECT n FROM kept WHERE n = 1').catch(() => sleep(50).then(again))
    expect(await again()).toEqual([{ n: 1 }])
    expect(engine.pid()).not.toBe(before)
  } finally {
    await store.close()
    await engine.stop()
  }
}, 60_000)

describe('a data folder', () => {
  let open: Instance | null = null
  afterEach(async () => {
    await open?.close()
    open = null
  })

  it('is refused to a second process while the first one lives', async () => {
    const dir = folder()
    open = await openInstance({ dir, clickhouseUrl: null, memory: MEMORY })
    await expect(openInstance({ dir, clickhouseUrl: null, memory: MEMORY })).rejects.toMatchObject({
      code: 'locked',
    })
    expect(await open.store.rows('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('is free, with all that was acknowledged, after its process was killed', async () => {
    const dir = folder()
    const script = `
      const { openInstance } = await import(${JSON.stringify(fileURLToPath(new URL('../dist/instance.js', import.meta.url)))})
      const instance = await openInstance({ dir: ${JSON.stringify(dir)}, clickhouseUrl: null, memory: ${MEMORY} })
      await instance.writer.write(${JSON.stringify(batch(0, 50))})
      console.log('acknowledged')
      for (let i = 1; ; i++) await instance.writer.write(${JSON.stringify(batch(1, 50))}.map((f) => ({ ...f, keys: [i + f.keys[0]] })))`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    await sleep(100)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const began = Date.now()
    open = await openInstance({ dir, clickhouseUrl: null, memory: MEMORY })
    expect(Date.now() - began).toBeLessThan(10_000)
    const outcomes = await open.writer.write(batch(0, 50))
    expect(new Set(outcomes.outcomes)).toEqual(new Set(['duplicate']))
    await open.rebuilder.flush()
    expect(await broken(open.store, open.org)).toEqual({})
  }, 40_000)

  it('opens again on the same data, as often as one likes', async () => {
    const dir = folder()
    for (let i = 0; i < 3; i++) {
      open = await openInstance({ dir, clickhouseUrl: null, memory: MEMORY })
      const { outcomes } = await open.writer.write([...batch(7, 10), session({ id: 's1', user: 'jo' })])
      expect(new Set(outcomes)).toEqual(new Set([i === 0 ? 'accepted' : 'duplicate']))
      await whole(open, 10)
      await open.close()
      open = null
    }
  }, 40_000)
})
