/** The yardstick: ccusage reading the same folder, and how its totals differ from the truth. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { explained, FIELDS, type Field } from './counts.ts'
import type { Truth } from './generator/truth.ts'
import { type Measured, measure } from './measure.ts'

const require = createRequire(import.meta.url)

/** The program itself, without the Node script that only looks for it. */
function binary(): string {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return require.resolve(`@ccusage/ccusage-${process.platform}-${process.arch}/bin/ccusage${suffix}`)
}

export function ccusageVersion(): string {
  return (require('ccusage/package.json') as { version: string }).version
}

interface Daily {
  totals: { inputTokens: number; outputTokens: number; cacheReadTokens: number; cacheCreationTokens: number }
}

export interface CcusageRun {
  measured: Measured
  totals: Daily['totals']
}

/** How it is told to read the data of one agent, and the mistakes it makes there. */
export interface Asked {
  command: readonly string[]
  /** Names the folder. */
  variable: string
  mistakes: readonly string[]
}

/** Reads everything once; the home is empty, so that nothing but the folder is read and nothing is kept. */
export async function runCcusage(dir: string, { command, variable }: Asked): Promise<CcusageRun> {
  const home = mkdtempSync(join(tmpdir(), 'bench-home-'))
  try {
    const env = { PATH: process.env.PATH, HOME: home, [variable]: dir, TZ: 'UTC', NO_COLOR: '1' }
    const measured = await measure([binary(), ...command, '--json', '--offline'], env)
    const { totals } = JSON.parse(measured.stdout) as Daily
    // It says nothing of files that it cannot open.
    if (totals.outputTokens === 0) throw new Error(`${command.join(' ')}: ccusage found nothing in ${dir}`)
    return { measured, totals }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

export interface Deviation {
  field: Field
  truth: number
  said: number
  causes: { mistake: string; tokens: number }[]
  unexplained: number
}

export function deviations(totals: Daily['totals'], truth: Truth, { mistakes }: Asked): Deviation[] {
  const said = {
    input: totals.inputTokens,
    output: totals.outputTokens,
    cache_read: totals.cacheReadTokens,
    cache_write: totals.cacheCreationTokens,
  }
  return (Object.keys(said) as (keyof typeof said)[]).map((field) => {
    const right = truth.total[FIELDS[field]] ?? 0
    const causes = explained(field, truth, mistakes)
    const known = causes.reduce((sum, { tokens }) => sum + tokens, 0)
    return { field, truth: right, said: said[field], causes, unexplained: said[field] - right - known }
  })
}
