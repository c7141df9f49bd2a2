/** Before all tests: builds what is stale, since the engine starts from the build, and starts the one engine of the run. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { startEngine } from '../../src/store/engine/supervisor.ts'

declare module 'vitest' {
  interface ProvidedContext {
    engineUrl: string
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const HOST = join(ROOT, 'dist/store/engine/host.js')
const STAMP = join(ROOT, 'dist/.built-for-tests')
const MEMORY = 2_000_000_000

/** Starts the engine, or takes the one at TACHOGRAPH_TEST_ENGINE_URL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildIfStale()
  const shared = process.env.TACHOGRAPH_TEST_ENGINE_URL
  if (shared) {
    project.provide('engineUrl', shared)
    return async () => {}
  }
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-test-'))
  const engine = await startEngine({ dir, memory: MEMORY })
  project.provide('engineUrl', engine.url)
  return async () => {
    await engine.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

function buildIfStale(): void {
  if (existsSync(HOST) && existsSync(STAMP) && newestSource() < statSync(STAMP).mtimeMs) return
  const began = new Date()
  try {
    execFileSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], { cwd: ROOT, stdio: 'inherit' })
  } catch (error) {
    // The compiler writes its output in spite of type errors; `npm run check` is what reports them.
    if (!existsSync(HOST)) throw error
    process.stderr.write('The build reported errors; the tests go on with what it wrote.\n')
  }
  writeFileSync(STAMP, began.toISOString())
}

function newestSource(): number {
  let newest = 0
  for (const entry of readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.test.ts')) continue
    newest = Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs)
  }
  return newest
}
