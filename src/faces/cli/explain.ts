/** `tachograph explain`: why the total is what it is, and by what a naive count of the same files would be off. */
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import {
  addDrops,
  DROP_REASONS,
  type DropReason,
  type Drops,
  drop,
  type ModelCall,
} from '../../facts/index.ts'
import { fileReader, jobOf } from '../../importer/read.ts'
import { findTranscripts, tellProblems } from './import.ts'
import { bar, hint, number, say, table } from './terminal.ts'

export function explain(program: Command): void {
  program
    .command('explain')
    .argument('[path...]', 'files or folders (default: where the agents keep them on this machine)')
    .description('show by reason how a plain sum over transcripts differs from the true count')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
    .action(async (paths: string[], flags: { json?: boolean; data?: string }) => {
      loadConfig({ data: flags.data }, process.env)
      const found = await findTranscripts(paths)
      const progress = bar('reading')
      const count = new Explanation()
      const read = fileReader({ user: null, lineKey: '' })
      const total = found.files.reduce((sum, f) => sum + f.size, 0)
      const problems = [...found.unreadable]
      let done = 0
      for (const file of found.files) {
        const { facts, naive, drops, problem } = read(jobOf(file))
        if (problem) problems.push({ path: file.path, why: problem })
        count.file(
          facts.filter((f): f is ModelCall => f.type === 'model_call'),
          naive,
          drops,
        )
        done += file.size
        progress.update(done, total, '')
      }
      progress.end()
      if (flags.json) say(JSON.stringify({ files: found.files.length, ...count.result() }))
      else print(count.result(), found.files.length)
      tellProblems(problems)
      if (problems.length > 0) process.exitCode = 1
    })
}

/** One call as the store would keep it: the best of its tellings. */
interface Kept {
  completeness: number
  tokens: number
  keys: string[]
}

const tokensOf = (c: ModelCall) =>
  (c.in_uncached ?? 0) + (c.cache_read ?? 0) + (c.cache_write ?? 0) + (c.out ?? 0)

/** Adds up files, joining calls that share a key, as the store does: plain sum − drops = counted. Tokens: input of all kinds plus output. */
export class Explanation {
  #naive = { rows: 0, tokens: 0 }
  #drops: Drops = {}
  #byKey = new Map<string, Kept>()
  #counted = { calls: 0, tokens: 0 }

  file(calls: readonly ModelCall[], naive: { rows: number; tokens: number }, drops: Drops): void {
    this.#naive.rows += naive.rows
    this.#naive.tokens += naive.tokens
    for (const [reason, d] of Object.entries(drops)) if (d.tokens > 0) addDrops(this.#drops, { [reason]: d })
    for (const call of calls) this.#call(call)
  }

  #call(call: ModelCall): void {
    let kept: Kept = { completeness: call.completeness, tokens: tokensOf(call), keys: [...call.keys] }
    this.#counted.calls++
    this.#counted.tokens += kept.tokens
    const known = new Set(call.keys.flatMap((k) => this.#byKey.get(k) ?? []))
    for (const other of known) kept = this.#join(kept, other)
    for (const key of kept.keys) this.#byKey.set(key, kept)
  }

  /** Two tellings of one call: the more complete one counts, among equals the one with more tokens. */
  #join(a: Kept, b: Kept): Kept {
    const better = a.completeness - b.completeness || a.tokens - b.tokens
    const [kept, copy] = better > 0 ? [a, b] : [b, a]
    drop(this.#drops, 'replayed_call', copy.tokens)
    this.#counted.calls--
    this.#counted.tokens -= copy.tokens
    return { ...kept, keys: [...a.keys, ...b.keys] }
  }

  result() {
    return { naive: this.#naive, drops: this.#drops, counted: this.#counted }
  }
}

function print(r: ReturnType<Explanation['result']>, files: number): void {
  const rows = [
    {
      step: 'plain sum of all rows',
      records: r.naive.rows,
      tokens: r.naive.tokens,
      why: `${number(files)} files`,
    },
    ...Object.entries(r.drops).map(([reason, d]) => ({
      step: `− ${reason}`,
      records: d.records,
      tokens: -d.tokens,
      why: DROP_REASONS[reason as DropReason],
    })),
    { step: '= counted', records: r.counted.calls, tokens: r.counted.tokens, why: 'model calls' },
  ]
  const text = (name: string) => ({ name, unit: 'label' as const, description: '' })
  const figure = (name: string) => ({ name, unit: 'count' as const, description: '' })
  say(table([text('step'), figure('records'), figure('tokens'), text('why')], rows))
  const factor = r.naive.tokens / r.counted.tokens
  if (Number.isFinite(factor))
    hint(
      `A plain sum says ${factor.toFixed(2)} times the true number of tokens. Tokens: input of all kinds plus output.`,
    )
}
