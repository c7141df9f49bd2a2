/** `tachograph import`: reads transcripts into the store. */
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { TachographError } from '../../errors.ts'
import { DROP_REASONS, type DropReason } from '../../facts/index.ts'
import { discover } from '../../importer/discover.ts'
import { type ImportProgress, importTranscripts } from '../../importer/import.ts'
import { machineUser, secretOf } from '../../importer/machine.ts'
import { TRANSCRIPT_SOURCES } from '../../sources/index.ts'
import { access } from './access.ts'
import { bar, hint, number, pairs, say } from './terminal.ts'

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
      const found = await discover(
        TRANSCRIPT_SOURCES,
        { home: homedir(), env: process.env },
        paths.length > 0 ? paths.map((p) => resolve(p)) : null,
      )
      if (found.files.length === 0) throw nothingFound(paths, found.folders, found.unreadable)
      const to = await access(config, hint)
      const progress = bar('importing')
      try {
        const result = await importTranscripts({
          discovery: found,
          user: config.user ?? machineUser(),
          lineKey: secretOf(config.data),
          sink: to.sink,
          onProgress: (p) => progress.update(p.bytes_done, p.bytes_total, `${number(p.calls)} calls`),
        })
        progress.end()
        await to.settled()
        const seconds = (Date.now() - began) / 1000
        if (flags.json) say(JSON.stringify({ ...result, seconds }))
        else report(result, seconds)
      } finally {
        progress.end()
        await to.close()
      }
    })
}

function nothingFound(paths: string[], folders: { path: string }[], unreadable: string[]): TachographError {
  if (unreadable.length > 0)
    return new TachographError('not_found', `Cannot be read: ${unreadable.join(', ')}.`)
  if (paths.length > 0)
    return new TachographError('not_found', `No transcripts of a known agent in ${paths.join(', ')}.`)
  return new TachographError(
    'not_found',
    `No transcripts in ${folders.map((f) => f.path).join(', ')}. Name a folder: tachograph import PATH.`,
  )
}

function report(r: ImportProgress, seconds: number): void {
  const rows: [string, string][] = [
    ['files', number(r.files_done)],
    ['rows', number(r.rows)],
    [
      'facts',
      `${number(r.accepted)} new, ${number(r.updated)} completed, ${number(r.duplicate)} known before`,
    ],
    ['model calls', number(r.calls)],
  ]
  for (const [reason, d] of Object.entries(r.drops)) {
    rows.push([reason, `${number(d.records)}  ${DROP_REASONS[reason as DropReason]}`])
  }
  rows.push(['time', `${seconds.toFixed(1)} s (${(r.bytes_done / 1e6 / seconds).toFixed(0)} MB/s)`])
  say(pairs(rows))
}
