/** `tachograph import`: reads transcripts into the store. */
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { PERSONAL } from '../../control/mode.ts'
import { TachographError } from '../../errors.ts'
import { DROP_REASONS, type DropReason } from '../../facts/index.ts'
import { type Discovery, discover } from '../../importer/discover.ts'
import { type ImportProgress, importTranscripts } from '../../importer/import.ts'
import { machineUser } from '../../importer/machine.ts'
import { TRANSCRIPT_SOURCES } from '../../sources/index.ts'
import { access, lineKeyOf } from './access.ts'
import { usualPlaces } from './sources.ts'
import { bar, hint, number, pairs, printable, say } from './terminal.ts'

/** Nobody looks at figures before all are there, and few large writes are cheaper than many small ones. */
const FIRST_BATCH = 40_000

interface ImportFlags {
  data?: string
  user?: string
  json?: boolean
}

export function importCommand(program: Command): void {
  program
    .command('import')
    .argument('[path...]', 'files or folders (default: where the agents keep them on this machine)')
    .description('import transcripts of agents; importing again changes nothing')
    .option('--user <who>', "person they belong to (default: git's user.email)")
    .option('--json', 'print the result as JSON')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
    .action(async (paths: string[], flags: ImportFlags) => {
      const config = loadConfig({ data: flags.data, user: flags.user }, process.env)
      const began = Date.now()
      // The folder is opened while the transcripts are looked for.
      const to = await access(config, hint)
      const progress = bar('importing')
      try {
        const found = await findTranscripts(paths)
        const result = await importTranscripts({
          discovery: found,
          user: config.user ?? machineUser(),
          lineKey: lineKeyOf(config, PERSONAL),
          sink: to.sink,
          firstBatch: FIRST_BATCH,
          onProgress: (p) => progress.update(p.bytes_done, p.bytes_total, `${number(p.calls)} calls`),
        })
        progress.end()
        await to.settled()
        const seconds = (Date.now() - began) / 1000
        if (flags.json) say(JSON.stringify({ ...result, seconds }))
        else report(result, seconds)
        tellProblems(result.problems)
        if (result.problems.length > 0) process.exitCode = 1
        if (result.facts === 0 && paths.length > 0) {
          hint('Nothing in these files was the record of an agent that is known.')
          process.exitCode = 1
        }
      } finally {
        progress.end()
        await to.close()
      }
    })
}

/** The transcripts below the paths, or of this machine where none are named. Errors: `not_found` when there are none. */
export async function findTranscripts(paths: readonly string[]): Promise<Discovery> {
  const named = paths.length > 0 ? paths.map((p) => resolve(p)) : null
  const found = await discover(TRANSCRIPT_SOURCES, { home: homedir(), env: process.env }, named)
  if (found.files.length > 0) return found
  const reasons = found.unreadable
    .map(({ path, why }) => (why.includes(path) ? why : `${path}: ${why}`))
    .join('; ')
  if (reasons) throw new TachographError('not_found', `Cannot be read: ${reasons}.`)
  throw new TachographError(
    'not_found',
    named
      ? `No transcripts of a known agent in ${named.join(', ')}. Known are ${usualPlaces()}.`
      : `No transcripts on this machine of ${usualPlaces()}. Name a folder as PATH.`,
  )
}

const MAX_TOLD = 10

/** Names what could not be read. */
export function tellProblems(problems: readonly { path: string; why: string }[]): void {
  for (const { path, why } of problems.slice(0, MAX_TOLD))
    hint(printable(`Cannot be read: ${why.includes(path) ? why : `${path}: ${why}`}`))
  if (problems.length > MAX_TOLD) hint(`and ${number(problems.length - MAX_TOLD)} more.`)
}

function report(r: ImportProgress, seconds: number): void {
  const speed = (r.bytes_done / 1e6 / seconds).toFixed(0)
  say(
    pairs([
      ['files', number(r.files_done)],
      ...outcomeRows(r),
      ['time', `${seconds.toFixed(1)} s (${speed} MB/s)`],
    ]),
  )
}

/** What was read, and what became of it. */
export function outcomeRows(r: ImportProgress): [string, string][] {
  return [
    ['rows', number(r.rows)],
    [
      'facts',
      `${number(r.accepted)} new, ${number(r.updated)} completed, ${number(r.duplicate)} known before`,
    ],
    ['model calls', `${number(r.calls)} told, copies included`],
    ...Object.entries(r.drops).map(([reason, d]): [string, string] => [
      reason,
      `${number(d.records)}  ${DROP_REASONS[reason as DropReason]}`,
    ]),
  ]
}
