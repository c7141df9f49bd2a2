/** Which folder may import which: the table of CONTRIBUTING.md, held for every import line under src/. */
import { existsSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Import, importsOf, ROOT, sourceFiles } from './support/source.ts'

/** What a rule allows: a folder or file below src/, any kind of import or types alone. */
interface Allowed {
  to: string
  types?: true
}
const types = (to: string): Allowed => ({ to, types: true })
const all = (...to: string[]): Allowed[] => to.map((t) => ({ to: t }))

/** The longest prefix of a file decides. A folder may always import itself. */
const TABLE: Record<string, Allowed[]> = {
  facts: [],
  otlp: [],
  sources: [...all('facts'), types('otlp')],
  forward: all('otlp', 'spool'),
  prices: all('facts'),
  store: all('facts', 'errors.ts', 'entry.ts'),
  spool: [],
  redact: [],
  ingest: all('facts', 'store', 'spool', 'redact', 'errors.ts', 'seconds.ts', 'settings.ts'),
  control: all('errors.ts', 'seconds.ts', 'settings.ts'),
  connect: all('errors.ts'),
  rollups: all('facts', 'prices', 'store', 'ingest', 'errors.ts'),
  metrics: [types('store'), ...all('facts', 'prices', 'errors.ts', 'seconds.ts')],
  sessions: [types('store'), ...all('facts', 'metrics', 'rollups', 'prices', 'errors.ts')],
  importer: all('sources', 'ingest', 'facts', 'entry.ts', 'spool/secrets.ts'),
  demo: all('facts'),
  faces: [
    types('store'),
    ...all('control', 'metrics', 'sessions', 'ingest', 'importer', 'demo', 'facts', 'otlp', 'forward'),
    ...all('sources/index.ts'),
    ...all('config.ts', 'errors.ts', 'instance.ts', 'seconds.ts', 'settings.ts', 'version.ts'),
  ],
  'faces/cli': [
    types('store'),
    ...all(
      'connect',
      'control',
      'store/lock.ts',
      'faces',
      'metrics',
      'sessions',
      'ingest',
      'importer',
      'demo',
      'facts',
      'forward',
      'sources/index.ts',
    ),
    ...all('config.ts', 'errors.ts', 'instance.ts', 'settings.ts', 'version.ts'),
  ],
  client: [],
  web: [types('faces/contract.ts')],
  'main.ts': all('faces', 'errors.ts', 'version.ts'),
  'instance.ts': all('control', 'ingest', 'spool', 'rollups', 'prices', 'store', 'facts', 'settings.ts'),
  'config.ts': all('errors.ts', 'forward', 'prices', 'settings.ts'),
  'errors.ts': [],
  'seconds.ts': [],
  'settings.ts': all('facts'),
  'entry.ts': [],
  'version.ts': [],
}

/** Packages that only one place may know. Everything else is open to every folder that has no rule of its own. */
const SOLE_USERS: Record<string, string[]> = {
  chdb: ['store/engine'],
  'ffi-rs': ['store/engine'],
  '@clickhouse/client': ['store/clickhouse.ts'],
  '@pydantic/genai-prices': ['prices'],
  fastify: ['faces/http'],
  '@fastify/compress': ['faces/http'],
  '@fastify/helmet': ['faces/http'],
  '@fastify/cookie': ['faces/http'],
  'prom-client': ['faces/http/prometheus.ts'],
  libsql: ['importer/database.ts'],
  diff: ['sources/added-lines.ts'],
  fzstd: ['faces/http/unpack.ts'],
  '@grpc/grpc-js': ['faces/grpc'],
  '@electric-sql/pglite': ['control/database.ts'],
  pg: ['control/database.ts'],
  'drizzle-orm': ['control'],
  '@node-rs/argon2': ['control/passwords.ts'],
  'openid-client': ['control/oidc.ts'],
  'openapi-fetch': ['client'],
  commander: ['faces/cli', 'main.ts'],
  'cli-progress': ['faces/cli'],
  'cli-table3': ['faces/cli'],
  picocolors: ['faces/cli'],
  react: ['web'],
  'react-dom': ['web'],
  echarts: ['web'],
}

/** What a folder may use from outside at all, where that is little. */
const OUTSIDE: Record<string, string[]> = {
  facts: ['zod', 'node:crypto'],
  sources: ['node:path', 'node:crypto', 'diff'],
  metrics: ['zod', 'temporal-polyfill'],
  ingest: ['zod', 'node:crypto'],
  demo: ['zod', 'node:crypto'],
}

/** Folders that are closed but for these. One agent's folder in sources is known to the list of sources alone. */
const PRIVATE: Record<string, string[]> = {
  'faces/cli': ['main.ts'],
  'store/engine': ['instance.ts'],
}

/** Agents that are made from another one, and telemetry whose folder is called otherwise than that of its transcripts. */
const RELATED: Record<string, string[]> = {
  'sources/openclaw': ['sources/pi'],
  'sources/qwen-code': ['sources/gemini-cli'],
  'sources/copilot-chat': ['sources/copilot-cli'],
  'sources/otlp/gemini': ['sources/gemini-cli', 'sources/qwen-code'],
  'sources/otlp/copilot': ['sources/copilot-cli', 'sources/copilot-chat'],
}

function isPrivate(file: string, target: string): boolean {
  const agent = /^sources\/(?:otlp\/)?[^/]+(?=\/)/.exec(target)?.[0]
  // What an agent writes to disk and what it sends have names in common.
  if (agent && file.startsWith(agent.replace('sources/', 'sources/otlp/'))) return false
  if (agent && Object.entries(RELATED).some(([place, to]) => below(file, place) && to.includes(agent)))
    return false
  const [place, open] = agent ? [agent, ['sources/index.ts']] : (ruleOf(PRIVATE, target) ?? [])
  return place !== undefined && !below(file, place) && !open?.includes(file)
}

const below = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`)

/** The most exact entry of a table for a file. */
function ruleOf<T>(table: Record<string, T>, file: string): [string, T] | undefined {
  return Object.entries(table)
    .filter(([place]) => below(file, place))
    .sort(([a], [b]) => b.length - a.length)[0]
}

const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')

/** Import lines that break the table, one sentence each. */
function violations(file: string, imports: readonly Import[]): string[] {
  const rule = ruleOf(TABLE, file)
  if (!rule) return [`${file} lies in no folder of the table`]
  const [place, allowed] = rule
  const found: string[] = []
  for (const { name, typeOnly } of imports) {
    if (name.startsWith('.')) {
      const target = join(dirname(file), name)
      const own = below(target, place) && target !== file
      const open = !isPrivate(file, target)
      if (open && (own || allowed.some((a) => below(target, a.to) && (typeOnly || !a.types)))) continue
      found.push(`${file} may not import ${typeOnly ? 'types of ' : ''}${target}`)
      continue
    }
    const pack = name.startsWith('node:') ? name : packageOf(name)
    const users = SOLE_USERS[pack]
    if (users && !users.some((u) => below(file, u))) found.push(`${file} may not use ${pack}`)
    const outside = ruleOf(OUTSIDE, file)?.[1]
    if (outside && !outside.includes(pack)) found.push(`${file} may not use ${pack}`)
    if (below(file, 'web') && pack.startsWith('node:') && !file.endsWith('vite.config.ts'))
      found.push(`${file} runs in a browser and may not use ${pack}`)
  }
  return found
}

/** Rings of files that import each other, types aside, which do not exist when the program runs. */
function rings(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]) => {
    const at = path.indexOf(file)
    if (at >= 0) found.push([...path.slice(at), file].join(' → '))
    if (at >= 0 || done.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return found
}

const files = sourceFiles('src').map((path) => ({
  file: path.slice('src/'.length),
  imports: importsOf(path, readFileSync(join(ROOT, path), 'utf8')),
}))
const program = files.filter(({ file }) => !file.endsWith('.test.ts') && !file.includes('/fixtures/'))

describe('import lines under src/', () => {
  it('are found', () => {
    expect(program.length).toBeGreaterThan(90)
    expect(program.flatMap((f) => f.imports).length).toBeGreaterThan(300)
  })

  it('follow the table', () => {
    expect(program.flatMap(({ file, imports }) => violations(file, imports))).toEqual([])
  })

  it('name files that exist, with their extension', () => {
    const missing = files.flatMap(({ file, imports }) =>
      imports
        .filter((i) => i.name.startsWith('.') && !existsSync(join(ROOT, 'src', dirname(file), i.name)))
        .map((i) => `${file}: ${i.name}`),
    )
    expect(missing).toEqual([])
  })

  it('never go in a ring', () => {
    const graph = new Map(
      program.map(({ file, imports }) => [
        file,
        imports.filter((i) => !i.typeOnly && i.name.startsWith('.')).map((i) => join(dirname(file), i.name)),
      ]),
    )
    expect(rings(graph)).toEqual([])
  })

  it('name built-in modules with node: and only packages of package.json', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    ) as Record<string, Record<string, string>>
    const wrong = program.flatMap(({ file, imports }) =>
      imports
        .filter(({ name }) => !name.startsWith('.') && !name.startsWith('node:'))
        .filter(({ name }) => {
          const known = { ...dependencies, ...(below(file, 'web') ? devDependencies : {}) }
          return builtinModules.includes(name) || !(packageOf(name) in known)
        })
        .map(({ name }) => `${file}: ${name}`),
    )
    expect(wrong).toEqual([])
  })
})

describe('the check itself', () => {
  const check = (file: string, text: string) => violations(file, importsOf(file, text))

  it('finds an arrow that goes back', () => {
    expect(check('facts/x.ts', "import { connect } from '../store/clickhouse.ts'")).toHaveLength(1)
    expect(check('sources/x/parse.ts', "export * from '../../ingest/row.ts'")).toHaveLength(1)
    expect(check('store/x.ts', "const m = await import('../metrics/index.ts')")).toHaveLength(1)
  })

  it('tells types from values', () => {
    expect(check('metrics/x.ts', "import type { Store } from '../store/store.ts'")).toEqual([])
    expect(check('metrics/x.ts', "import { type Store } from '../store/store.ts'")).toEqual([])
    expect(check('metrics/x.ts', "import { type Store, connect } from '../store/store.ts'")).toHaveLength(1)
    expect(check('web/x.ts', "import { METRICS } from '../faces/contract.ts'")).toHaveLength(1)
    expect(check('web/x.ts', "import type { Row } from '../faces/contract.ts'")).toEqual([])
    expect(check('web/x.ts', "export type { Row } from '../faces/contract.ts'")).toEqual([])
    expect(check('web/x.ts', "export { answer } from '../faces/contract.ts'")).toHaveLength(1)
    expect(check('web/x.ts', "const c = await import('../faces/contract.ts')")).toHaveLength(1)
    expect(check('web/x.ts', "import type { Backend } from '../faces/backend.ts'")).toHaveLength(1)
    expect(check('web/x.ts', "import type { Metric } from '../metrics/metric.ts'")).toHaveLength(1)
  })

  it('reads imports of several lines', () => {
    expect(check('demo/x.ts', "import {\n  a,\n  b,\n} from '../ingest/row.ts'")).toHaveLength(1)
  })

  it('lets the command line read the lock, and no other face', () => {
    expect(check('faces/cli/x.ts', "import { holderOf } from '../../store/lock.ts'")).toEqual([])
    expect(check('faces/http/x.ts', "import { holderOf } from '../../store/lock.ts'")).toHaveLength(1)
  })

  it('keeps folders closed', () => {
    expect(check('faces/http/x.ts', "import { bar } from '../cli/terminal.ts'")).toHaveLength(1)
    expect(check('store/x.ts', "import { startEngine } from './engine/supervisor.ts'")).toHaveLength(1)
    expect(check('sources/codex/x.ts', "import { usageOf } from '../claude-code/usage.ts'")).toHaveLength(1)
    expect(check('sources/index.ts', "import { codex } from './codex/index.ts'")).toEqual([])
  })

  it('keeps the engine, the framework and the network in their places', () => {
    expect(check('ingest/x.ts', "import { createClient } from '@clickhouse/client'")).not.toEqual([])
    expect(check('sources/x/x.ts', "import { readFileSync } from 'node:fs'")).toHaveLength(1)
    expect(check('web/x.tsx', "import { join } from 'node:path'")).toHaveLength(1)
    expect(check('store/x.ts', "const x = require('chdb/libchdb')")).toHaveLength(1)
  })

  it('finds a ring', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ])
    expect(rings(graph)).toEqual(['b → c → b'])
  })
})
