/** `tachograph push --dry-run`: what would leave the machine, fact by fact or summed up; nothing is sent. */
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Discovery } from '../../importer/discover.ts'
import { importTranscripts } from '../../importer/import.ts'
import type { Column } from '../../metrics/metric.ts'
import { bar, colors, hint, number, printable, say, table, written } from './terminal.ts'

const packed = promisify(gzip)

interface Seen {
  agent: string
  type: string
  facts: number
  bytes: number
}

/** What is known of a type: every field that occurs, and the telling with most of them. */
interface Shape {
  fields: Set<string>
  example: Record<string, unknown>
}

export async function preview(found: Discovery, user: string, json: boolean): Promise<void> {
  const seen = new Map<string, Seen>()
  const shapes = new Map<string, Shape>()
  const stop = new AbortController()
  const progress = bar('reading')
  let sent = 0
  const done = await importTranscripts({
    discovery: found,
    user,
    // Nothing is asked of the server, its key of hashes neither: they are of the right form, and of no use.
    lineKey: randomBytes(32).toString('hex'),
    signal: stop.signal,
    sink: {
      form: 'lines',
      write: async (lines) => {
        sent += (await packed(lines.join('\n'))).length
        for (const line of lines) look(line, seen, shapes)
        if (json && !(await written(`${lines.join('\n')}\n`))) stop.abort()
        return { accepted: lines.length, updated: 0, duplicate: 0, refused: {} }
      },
    },
    onProgress: (p) => progress.update(p.bytes_done, p.bytes_total, `${number(p.facts)} facts`),
  })
  progress.end()
  if (!json) tell([...seen.values()], shapes)
  hint(
    `Nothing was sent. ${number(done.files_done)} transcripts (${size(done.bytes_done)}) become ${number(done.facts)} facts, ` +
      `${size(sent)} on the way to a server. Those that a server has already are not sent again.`,
  )
}

const size = (bytes: number): string =>
  bytes < 1e6 ? `${number(Math.ceil(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`

function look(line: string, seen: Map<string, Seen>, shapes: Map<string, Shape>): void {
  const fact = JSON.parse(line) as Record<string, unknown>
  const type = String(fact.type)
  const agent = String(fact.source ?? fact.harness ?? '').split('/')[0] ?? ''
  const entry = seen.get(`${agent} ${type}`) ?? { agent, type, facts: 0, bytes: 0 }
  entry.facts++
  entry.bytes += line.length
  seen.set(`${agent} ${type}`, entry)
  const shape = shapes.get(type) ?? { fields: new Set(), example: fact }
  for (const field of Object.keys(fact)) shape.fields.add(field)
  if (Object.keys(fact).length > Object.keys(shape.example).length) shape.example = fact
  shapes.set(type, shape)
}

const COLUMNS: readonly Column[] = [
  { name: 'agent', unit: 'label', description: '' },
  { name: 'type', unit: 'label', description: '' },
  { name: 'facts', unit: 'count', description: '' },
  { name: 'bytes', unit: 'count', description: '' },
]

function tell(seen: readonly Seen[], shapes: ReadonlyMap<string, Shape>): void {
  const rows = seen.toSorted((a, b) => (`${a.agent} ${a.type}` < `${b.agent} ${b.type}` ? -1 : 1))
  say(
    table(
      COLUMNS,
      rows.map((row) => ({ ...row })),
    ),
  )
  for (const [type, { fields, example }] of [...shapes].sort()) {
    say(`\n${colors.bold(type)}: ${[...fields].join(', ')}`)
    say(colors.dim(printable(JSON.stringify(example))))
  }
}
