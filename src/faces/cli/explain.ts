/** `tachograph explain`: why the total is what it is, and by what a naive count of the same files would be off. */
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { TachographError } from '../../errors.ts'
import {
  addDrops,
  DROP_REASONS,
  type DropReason,
  type Drops,
  drop,
  type ModelCall,
} from '../../facts/index.ts'
import { discover } from '../../importer/discover.ts'
import { fileReader } from '../../importer/read.ts'
import { TRANSCRIPT_SOURCES } from '../../sources/index.ts'
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
      const found = await discover(
        TRANSCRIPT_SOURCES,
        { home: homedir(), env: process.env },
        paths.length > 0 ? paths.map((p) => resolve(p)) : null,
      )
      if (found.files.length === 0)
        throw new TachographError(
          'not_found',
          'No transcripts found. Name a folder: tachograph explain PATH.',
        )
      const progress = bar('reading')
      const count = new Count()
      const read = fileReader({ user: null, lineKey: '' })
      let done = 0
      for (const file of found.files) {
        const { facts, naive, drops } = read(file.path, file.source.id)
        count.file(
          facts.filter((f): f is ModelCall => f.type === 'model_call'),
          naive,
          drops,
        )
        done += file.size
        progress.update(
          done,
          found.files.reduce((s, f) => s + f.size, 0),
          '',
        )
      }
      progress.end()
      if (flags.json) say(JSON.stringify(count.result()))
      else print(count.result(), found.files.length)
    })
}

const tokensOf = (c: ModelCall) =>
  (c.in_uncached ?? 0) + (c.cache_read ?? 0) + (c.cache_write ?? 0) + (c.out ?? 0)

/** Adds up files, joining calls that share a key, as the store does. */
class Count {
  #naive = { rows: 0, tokens: 0 }
  #drops: Drops = {}
  #calls = new Map<string, { tokens: number }>()
  #true = { calls: 0, tokens: 0 }

  file(calls: readonly ModelCall[], naive: { rows: number; tokens: number }, drops: Drops): void {
    this.#naive.rows += naive.rows
    this.#naive.tokens += naive.tokens
    for (const [reason, d] of Object.entries(drops)) if (d.tokens > 0) addDrops(this.#drops, { [reason]: d })
    for (const call of calls) this.#call(call)
  }

  #call(call: ModelCall): void {
    const tokens = tokensOf(call)
    const known = call.keys.map((k) => this.#calls.get(k)).find((c) => c !== undefined)
    const entry = known ?? { tokens }
    for (const key of call.keys) this.#calls.set(key, entry)
    if (!known) {
      this.#true.calls++
      this.#true.tokens += tokens
      return
    }
    // The fuller telling counts, the other one is the copy.
    drop(this.#drops, 'replayed_call', Math.min(tokens, entry.tokens))
    this.#true.tokens += Math.max(tokens - entry.tokens, 0)
    entry.tokens = Math.max(tokens, entry.tokens)
  }

  result() {
    return { naive: this.#naive, drops: this.#drops, counted: this.#true }
  }
}

function print(r: ReturnType<Count['result']>, files: number): void {
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
