/** Before all tests: builds, since the engine starts from the build, and starts the one engine of the run. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
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
const MEMORY = 2_000_000_000

/** Starts the engine, or takes the one at TACHOGRAPH_TEST_ENGINE_URL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  build()
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

/** The build script does nothing when nothing has changed. */
function build(): void {
  try {
    execFileSync(process.execPath, [join(ROOT, 'scripts/build.mjs')], { cwd: ROOT, stdio: 'inherit' })
  } catch (error) {
    // While somebody is at work the tree may not compile; `npm run check` is what reports that.
    if (!existsSync(HOST)) throw error
    process.stderr.write(
      'The build failed: the engine and worker threads of these tests are those of the last one.\n',
    )
  }
}
