/** One process at a time writes to a data folder, and a dead one is in nobody's way. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TachographError } from '../src/errors.ts'
import { holderOf, takeLock } from '../src/store/lock.ts'

const LOCK_MODULE = fileURLToPath(new URL('../dist/store/lock.js', import.meta.url))
let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tachograph-lock-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Another process that asks for the folder, says "held" or the code of the refusal, and stays until its stdin ends. */
function asker() {
  const script = `
    const { takeLock } = await import(${JSON.stringify(LOCK_MODULE)})
    try { takeLock(${JSON.stringify(dir)}); console.log('held') } catch (e) { console.log(e.code) }
    process.stdin.resume()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answer = once(child.stdout, 'data').then(([said]) => String(said).trim())
  const kill = async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  return { pid: child.pid as number, answer, kill }
}

const refusal = (): TachographError => {
  try {
    takeLock(dir).release()
  } catch (error) {
    if (error instanceof TachographError) return error
    throw error
  }
  throw new Error('the folder was given away')
}

describe('a folder that is held', () => {
  it('is refused to others, who learn by whom and where it answers', () => {
    const lock = takeLock(dir)
    lock.announce('http://127.0.0.1:8484', null)
    expect(refusal()).toMatchObject({ code: 'locked', exitCode: 4 })
    expect(refusal().message).toContain(`Process ${process.pid}`)
    expect(refusal().message).toContain('http://127.0.0.1:8484')
    expect(holderOf(dir)).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:8484', held: true })
    lock.release()
    expect(holderOf(dir)).toBeNull()
    takeLock(dir).release()
    expect(readdirSync(dir)).toEqual([])
  })

  it('is refused to another process, and free when its holder is killed', async () => {
    const first = asker()
    expect(await first.answer).toBe('held')
    expect(refusal().message).toContain(`Process ${first.pid}`)
    const second = asker()
    expect(await second.answer).toBe('locked')
    await first.kill()
    expect(holderOf(dir)).toBeNull()
    const lock = takeLock(dir)
    lock.release()
    await second.kill()
  })
})

describe('what a dead process left', () => {
  const claim = (pid: number, started: string | null) =>
    writeFileSync(join(dir, `lock.${pid}-00`), JSON.stringify({ pid, started, url: null, held: true }))

  it('is removed when its pid is nobody', async () => {
    const gone = asker()
    await gone.answer
    await gone.kill()
    rmSync(dir, { recursive: true })
    dir = mkdtempSync(join(tmpdir(), 'tachograph-lock-'))
    claim(gone.pid, null)
    takeLock(dir).release()
    expect(readdirSync(dir)).toEqual([])
  })

  it.runIf(process.platform === 'linux')('is removed when its pid is somebody else by now', () => {
    claim(process.pid, '1')
    takeLock(dir).release()
    expect(readdirSync(dir)).toEqual([])
  })

  it('is respected while nobody knows better', () => {
    claim(process.pid, null)
    expect(refusal().code).toBe('locked')
    writeFileSync(join(dir, `lock.${process.pid}-00`), '')
    expect(refusal().code).toBe('locked')
  })

  it('does not matter when it is half a claim', () => {
    writeFileSync(join(dir, 'lock.1-00.new'), '{"pi')
    takeLock(dir).release()
  })
})

/** Threads that ask for a folder in the same instant, folder by folder; how many got each. Threads share a pid, which is fine. */
async function askedAtOnce(threads: number, folders: readonly string[]): Promise<number[]> {
  const script = `
    const { parentPort, workerData } = require('node:worker_threads')
    import(workerData.module).then(({ takeLock }) => {
      const gate = new Int32Array(workerData.gate)
      const got = workerData.folders.map((dir, i) => {
        Atomics.add(gate, i, 1)
        while (Atomics.load(gate, i) < workerData.threads);
        try { takeLock(dir); return 1 } catch (e) { if (e.code !== 'locked') throw e; return 0 }
      })
      parentPort.postMessage(got)
    })`
  const gate = new SharedArrayBuffer(4 * folders.length)
  const workerData = { module: LOCK_MODULE, folders, gate, threads }
  const answers = Array.from({ length: threads }, async () => {
    const [got] = await once(new Worker(script, { eval: true, workerData }), 'message')
    return got as number[]
  })
  const all = await Promise.all(answers)
  return folders.map((_, i) => all.reduce((n, got) => n + (got[i] ?? 0), 0))
}

it('of many that ask at once exactly one gets the folder, in spite of what a dead one left', async () => {
  const folders = Array.from({ length: 60 }, (_, i) => join(dir, String(i)))
  for (const folder of folders) {
    mkdirSync(folder)
    writeFileSync(join(folder, 'lock.999999-00'), '{"pid":999999,"started":"1","url":null,"held":true}')
  }
  expect(await askedAtOnce(3, folders)).toEqual(folders.map(() => 1))
})

it('a claim is whole whenever it is read', () => {
  const lock = takeLock(dir)
  const file = readdirSync(dir)[0] ?? ''
  for (let i = 0; i < 100; i++) {
    lock.announce(`http://127.0.0.1:${i}`, null)
    expect(JSON.parse(readFileSync(join(dir, file), 'utf8'))).toMatchObject({ url: `http://127.0.0.1:${i}` })
  }
  lock.release()
})
