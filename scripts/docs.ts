/** Writes docs/reference from the code: metrics, facts, drops, errors, configuration, command line, API. `npm run docs`. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { configSchema, ENVIRONMENT } from '../src/config.ts'
import { ERRORS } from '../src/errors.ts'
import { openapi } from '../src/faces/openapi.ts'
import { ENVELOPE, EVENT_ENVELOPE, OBSERVED_AT } from '../src/facts/fact.ts'
import { EARLIEST, MAX_COUNT, MAX_TEXT, MAX_USD } from '../src/facts/field.ts'
import { DROP_REASONS, FACT_TYPES, type Field, type FieldKind } from '../src/facts/index.ts'
import { buildProgram } from '../src/main.ts'
import { METRICS } from '../src/metrics/index.ts'
import { columnsOf, FILTERS, type Metric, UNITS } from '../src/metrics/metric.ts'
import { VERSION } from '../src/version.ts'
import { commandLine } from './command-line.ts'
import { anchor, code, page, table } from './markdown.ts'

export const REFERENCE = fileURLToPath(new URL('../docs/reference', import.meta.url))

/** What a value of each kind looks like in JSON. */
const KINDS: Record<FieldKind, string> = {
  label: `String of at most ${MAX_TEXT} characters, few different ones.`,
  text: `String of at most ${MAX_TEXT} characters.`,
  labels: 'Array of at most 1,000 strings.',
  count: `Whole number from 0 to ${MAX_COUNT.toLocaleString('en')}.`,
  ms: 'Milliseconds, from 0; rounded to whole ones.',
  usd: `US dollars, at most ${MAX_USD.toLocaleString('en')} either way.`,
  ratio: 'Number.',
  flag: '`true` or `false`.',
  time: `ISO 8601 with zone, such as \`2026-03-05T09:30:00Z\`; from ${new Date(EARLIEST).toISOString().slice(0, 10)} on.`,
  json: 'Any JSON object or array.',
}

/** Variables that stand for no key of the configuration. */
const OTHER_VARIABLES: Record<string, string> = {
  TACHOGRAPH_DATA: 'Data folder. Default: `~/.tachograph`. `--data` wins over it.',
  TACHOGRAPH_URL: 'Server that `push` sends to. `--to` wins over it.',
  TACHOGRAPH_KEY: 'Key that `push` sends with. `--key` wins over it.',
  TACHOGRAPH_DEBUG: 'When set, a failing command prints the cause of its error too.',
  CLAUDE_CONFIG_DIR: 'Where Claude Code keeps its files, one folder or several separated by commas.',
  XDG_CONFIG_HOME: 'Where programs keep their configuration; further transcripts of Claude Code lie there.',
}

/** Flags that win over a key of the configuration. */
const FLAGS: Partial<Record<keyof z.infer<typeof configSchema>, string>> = {
  host: '--host',
  port: '--port',
  user: '--user',
  discover: '--no-discover',
}

function metricPart(m: Metric): string {
  const rows = columnsOf(m).map((c) => {
    const others = c.filters ? m.filters.filter((f) => !c.filters?.includes(f)) : []
    const narrowed = others.length > 0 ? ` Null with ${others.map(code).join(', ')}.` : ''
    return [code(c.name), c.unit, c.description + narrowed]
  })
  return [
    `## ${m.id}`,
    `**${m.title}** (${m.unit}). ${m.doc}`,
    `Filters: ${m.filters.map(code).join(', ')}. Catalogue: ${m.catalogue.join(', ')}.`,
    ...(m.coverage ? ['`meta.coverage` says for how many calls a cost is known.'] : []),
    ...(m.notes ?? []),
    table(['column', 'unit', 'meaning'], rows),
  ].join('\n\n')
}

function metrics(): string {
  const list = METRICS.map((m: Metric) => [`[${m.id}](#${anchor(m.id)})`, m.unit, m.title])
  return page(
    'Metrics',
    'Each is asked with `GET /api/v1/metrics/ID` or `tachograph query ID`. All take `from`, `to` and `tz`; see [the API](api.md). Catalogue ids name the rows of the specification that a metric implements.',
    table(['metric', 'unit', 'title'], list),
    '## Units',
    table(
      ['unit', 'meaning'],
      Object.entries(UNITS).map(([name, doc]) => [code(name), doc]),
    ),
    '## Filters',
    'Several values of one filter mean "or", several filters mean "and". `unknown` stands for what nobody told. `dimensions.` and the name of a filter is the metric that lists the names that occur.',
    table(
      ['filter', 'meaning'],
      Object.entries(FILTERS).map(([name, doc]) => [code(name), doc]),
    ),
    ...METRICS.map(metricPart),
  )
}

const fieldRows = (fields: Record<string, Field>): string[][] =>
  Object.entries(fields).map(([name, f]) => [code(name), f.kind, f.required ? 'yes' : '', f.doc])
const FIELD_HEAD = ['field', 'kind', 'required', 'meaning']

function facts(): string {
  const at = { kind: 'time', required: true, doc: 'When it happened.' } as Field
  const events = { at, ...EVENT_ENVELOPE }
  const states = { observed_at: { ...OBSERVED_AT, kind: 'time' } as Field }
  return page(
    'Facts',
    'What `POST /api/v1/facts` takes, one JSON object a line; [the guide](../guide/facts-api.md) shows how. An **event** happened once and does not change; a **state** exists and is updated field by field. `type` names the type; fields that are not listed here are refused.',
    table(
      ['type', 'kind', 'meaning'],
      FACT_TYPES.map((t) => [`[${t.name}](#${t.name})`, t.kind, t.doc]),
    ),
    '## Kinds of field',
    table(
      ['kind', 'value'],
      Object.entries(KINDS).map(([name, doc]) => [code(name), doc]),
    ),
    '## Fields of every fact',
    'A state needs its `id`: it names the thing for ever.',
    table(FIELD_HEAD, fieldRows(ENVELOPE)),
    '## Fields of every event',
    table(FIELD_HEAD, fieldRows(events)),
    '## Fields of every state',
    table(FIELD_HEAD, fieldRows(states)),
    ...FACT_TYPES.map((t) =>
      [`## ${t.name}`, `${t.doc} (${t.kind})`, table(FIELD_HEAD, fieldRows(t.fields))].join('\n\n'),
    ),
  )
}

function drops(): string {
  return page(
    'Drops',
    'Why something that was read did not become a fact of its own. Every drop is counted under one of these reasons: `tachograph import` and `tachograph explain` show the counts, `POST /api/v1/facts` names the reason of every line it refuses.',
    table(
      ['reason', 'meaning'],
      Object.entries(DROP_REASONS).map(([name, doc]) => [code(name), doc]),
    ),
  )
}

function errors(): string {
  const rows = Object.entries(ERRORS).map(([name, e]) => [
    code(name),
    String(e.status),
    String(e.exit),
    e.doc,
  ])
  return page(
    'Errors',
    'Every error of the API has one shape, with `param` where a parameter is at fault:',
    '```json\n{ "error": { "code": "bad_param", "message": "…", "param": "from", "request_id": "…" } }\n```',
    'A command ends with the exit code of its error, and with 0 when all went well. With `--json` the last line that a failing command writes to stderr is its error in the shape above, without `request_id`; what is wrong with the command line itself is a `bad_request`.',
    table(['code', 'HTTP status', 'exit code', 'meaning'], rows),
  )
}

interface JsonSchema {
  type?: string
  format?: string
  description?: string
  default?: unknown
  minimum?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
}

const schemaRows = (schema: JsonSchema): string[][] =>
  Object.entries(schema.properties ?? {}).map(([name, s]) => [
    code(name),
    s.format ?? s.type ?? '',
    s.default === undefined
      ? schema.required?.includes(name)
        ? 'required'
        : ''
      : code(JSON.stringify(s.default)),
    s.description ?? '',
  ])

function configuration(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema
  const variables = Object.fromEntries(Object.entries(ENVIRONMENT).map(([name, key]) => [key, name]))
  const keys = schemaRows(schema).map(([key = '', type = '', ...rest]) => {
    const name = key.slice(1, -1) as keyof typeof FLAGS
    const others = [variables[name], FLAGS[name]].filter((o) => o !== undefined)
    return [key, type, others.map(code).join(', '), ...rest]
  })
  return page(
    'Configuration',
    'Keys of `config.json` in the data folder. A flag wins over the environment, the environment over the file, the file over the default. Unknown keys are refused. [The guide](../guide/configuration.md) has examples.',
    table(['key', 'type', 'also set by', 'default', 'meaning'], keys),
    '## Keys of a row of `prices`',
    'In USD per million tokens.',
    table(['key', 'type', 'default', 'meaning'], schemaRows(schema.properties?.prices?.items ?? {})),
    '## Further variables of the environment',
    table(
      ['variable', 'meaning'],
      Object.entries(OTHER_VARIABLES).map(([name, doc]) => [code(name), doc]),
    ),
  )
}

const program = await buildProgram()

interface Operation {
  summary: string
  description?: string
  parameters?: { name: string; in: string; required?: boolean; description: string }[]
  requestBody?: { content: Record<string, unknown> }
}

function api(description: { paths: Record<string, Record<string, Operation>> }): string {
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, o]) => ({ name: `${method.toUpperCase()} ${path}`, path, o })),
  )
  const isMetric = (path: string) => path.startsWith('/api/v1/metrics/')
  const basic = operations
    .filter(({ path }) => isMetric(path))
    .map(({ o }) => o.parameters ?? [])
    .map((all) => all.filter((p) => !(p.name in FILTERS)))[0]
  return page(
    'API',
    'The whole description for programs is [openapi.json](openapi.json); a running server answers it at `/openapi.json`. Errors have [one shape](errors.md).',
    table(
      ['route', 'does'],
      operations.map(({ name, path, o }) => [
        isMetric(path)
          ? `[\`${name}\`](metrics.md#${anchor(path.slice('/api/v1/metrics/'.length))})`
          : code(name),
        o.summary,
      ]),
    ),
    '## Parameters of every metric',
    'Besides these every metric takes the filters that [its description](metrics.md) names, given once, several times or with commas.',
    table(
      ['parameter', 'meaning'],
      (basic ?? []).map((p) => [code(p.name), p.description]),
    ),
    '## What comes with an answer',
    'An answer is `{ "data": [row, …], "meta": { … } }`; with `format=csv` it is the rows alone.',
    table(
      ['field of meta', 'meaning'],
      [
        ['`metric`, `unit`, `org`, `filters`', 'What was asked.'],
        ['`from`, `to`, `tz`', 'First and last day, inclusive, and the zone of their midnights.'],
        ['`partial`', 'True when the last day is not over.'],
        ['`as_of`', 'Everything acknowledged before this instant is included.'],
        [
          '`coverage`',
          'Of how many things the answer speaks, where some are unknown: `{known, total}`, else null.',
        ],
        [
          '`kept_from`',
          'First whole day from which on all that the answer counts is kept; null where that is so of all its days. See [retention](../guide/privacy.md#retention).',
        ],
        ['`notes`', 'What a reader must know to read the figures rightly.'],
      ],
    ),
    ...operations
      .filter(({ path, o }) => !isMetric(path) && o.description)
      .map(({ name, o }) => {
        const takes = Object.keys(o.requestBody?.content ?? {}).map(code)
        const body = takes.length > 0 ? [`Body: ${takes.join(', ')}.`] : []
        return [`## ${name}`, o.description as string, ...body].join('\n\n')
      }),
  )
}

/** Every page of the reference by its file name. */
export function reference(): Map<string, string> {
  const description = openapi(VERSION)
  return new Map([
    ['metrics.md', metrics()],
    ['facts.md', facts()],
    ['drops.md', drops()],
    ['errors.md', errors()],
    ['configuration.md', configuration()],
    ['cli.md', commandLine(program)],
    ['api.md', api(description as Parameters<typeof api>[0])],
    ['openapi.json', `${JSON.stringify(description, null, 2)}\n`],
  ])
}

function write(): void {
  mkdirSync(REFERENCE, { recursive: true })
  const pages = reference()
  for (const name of readdirSync(REFERENCE)) if (!pages.has(name)) rmSync(join(REFERENCE, name))
  for (const [name, text] of pages) writeFileSync(join(REFERENCE, name), text)
  process.stdout.write(`${pages.size} pages in docs/reference\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write()
