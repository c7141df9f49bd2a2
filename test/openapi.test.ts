/** openapi.json is a valid description, of exactly the routes that are served and of what they answer. */
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildServer } from '../src/faces/http/server.ts'
import { openapi } from '../src/faces/openapi.ts'
import { METRICS } from '../src/metrics/index.ts'
import { columnsOf, type Metric } from '../src/metrics/metric.ts'
import { type Listening, listening } from './faces/listening.ts'

interface Schema {
  $ref?: string
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
}
interface Operation {
  operationId: string
  summary: string
  parameters?: { name: string; in: string; schema: Schema }[]
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}
interface Description {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

const description = openapi('0.0.0') as Description
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, o]) => ({ method: method.toUpperCase(), path, ...o })),
)

let server: Listening
beforeAll(async () => {
  server = await listening()
  await server.post([
    {
      ...{ type: 'counter', id: 'n', at: '2026-03-04T10:00:00Z', session: 's' },
      ...{ series: 'x', temporality: 'delta', name: 'commits', value: 2 },
    },
    {
      type: 'model_call',
      id: 'c',
      at: '2026-03-04T10:00:00Z',
      session: 's',
      user: 'jo',
      agent: 'reviewer',
      model: 'claude-sonnet-4-5',
      in_uncached: 1000,
      out: 10,
    },
    {
      type: 'model_call',
      id: 'd',
      at: '2026-03-04T10:00:00Z',
      session: 's',
      user: 'jo',
      model: 'no-such-model',
      in_uncached: 1000,
      out: 10,
      status: 'error',
    },
    {
      type: 'tool_call',
      id: 't',
      at: '2026-03-04T10:00:01Z',
      session: 's',
      user: 'jo',
      tool: 'MCP',
      mcp_server: 'docs',
      status: 'ok',
    },
    {
      type: 'tool_call',
      id: 'x',
      at: '2026-03-04T10:00:01Z',
      session: 's',
      user: 'jo',
      tool: 'Execute',
      duration_ms: 12,
    },
    {
      type: 'message',
      id: 'm',
      at: '2026-03-04T10:00:00Z',
      session: 's',
      user: 'jo',
      role: 'user',
      human: true,
    },
    {
      type: 'file_change',
      id: 'f',
      at: '2026-03-04T10:00:02Z',
      session: 's',
      user: 'jo',
      path: 'a.ts',
      op: 'create',
      added: 3,
      extension: '.ts',
      language: 'TypeScript',
    },
    ...[
      { type: 'feature_use', id: 'u', kind: 'skill', name: 'review' },
      { type: 'commit', id: 'k', sha: 'abc1234', attribution: 'explicit', added: 3 },
    ].map((fact) => ({ ...fact, at: '2026-03-04T10:00:03Z', session: 's', user: 'jo' })),
  ])
})
afterAll(() => server.close())

describe('the description', () => {
  it('is valid OpenAPI 3.1, by the official schema', async () => {
    const result = await new Validator().validate(JSON.parse(JSON.stringify(description)))
    expect(result.errors ?? []).toEqual([])
    expect(result.valid).toBe(true)
    expect(description.openapi).toMatch(/^3\.1\.\d+$/)
  })

  it('refers only to schemas that it has, and has none that nothing refers to', () => {
    const text = JSON.stringify(description)
    const refs = new Set(
      [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name),
    )
    expect([...refs].sort()).toEqual(Object.keys(description.components.schemas).sort())
    expect(text.match(/"\$ref":"(?!#\/components\/schemas\/)/g)).toBeNull()
  })

  it('gives each operation an id and a sentence of its own, and each parameter once', () => {
    expect(new Set(operations.map((o) => o.operationId)).size).toBe(operations.length)
    expect(new Set(operations.map((o) => o.summary)).size).toBe(operations.length)
    for (const { parameters = [] } of operations)
      expect(new Set(parameters.map((p) => `${p.in} ${p.name}`)).size).toBe(parameters.length)
  })

  it('has an answer and an error for each operation', () => {
    for (const { responses, operationId } of operations) {
      // A browser is sent on to where people log in.
      const good = ['signOn', 'signedOn'].includes(operationId) ? '302' : '200'
      expect(Object.keys(responses)).toEqual(expect.arrayContaining([good, 'default']))
      // OTLP has a form of its own for errors, and so have Factory and Sessions Analytics.
      if (operationId.startsWith('otlp.')) continue
      const own = { factory: 'FactoryError', 'sessions.analytics': 'SessionAnalyticsError' }
      const [, error] = Object.entries(own).find(([id]) => operationId.startsWith(`${id}.`)) ?? ['', 'Error']
      expect(responses.default?.content?.['application/json']?.schema.$ref).toBe(
        `#/components/schemas/${error}`,
      )
    }
  })
})

describe('routes', () => {
  const pattern = (path: string) => path.replace(/\{(\w+)\}/g, ':$1')
  /** What a server without a page has registered; HEAD comes by itself with GET. */
  const served = async (): Promise<string[]> => {
    const app = await buildServer({ backend: server.backend, logLevel: 'silent', web: 'none' })
    await app.ready()
    const parents: string[] = []
    return app
      .printRoutes({ commonPrefix: false })
      .split('\n')
      .flatMap((line) => {
        const [, indent = '', part = '', methods = ''] = /^(.*)[└├]── (\S+)(?: \((.*)\))?$/.exec(line) ?? []
        const depth = indent.length / 4
        parents.length = depth
        parents.push(part)
        return methods ? methods.split(', ').map((m) => `${m} ${parents.join('')}`) : []
      })
      .filter((route) => !route.startsWith('HEAD '))
  }

  it('are described when they are served', async () => {
    const routes = await served()
    const described = new Set(operations.map((o) => `${o.method} ${pattern(o.path)}`))
    const metric = 'GET /api/v1/metrics/:id'
    expect(routes).toContain(metric)
    expect(routes.filter((route) => route !== metric && !described.has(route))).toEqual([])
  })

  it('are served when they are described', async () => {
    const routes = await served()
    const missing = operations.map(({ method, path }) => {
      const isMetric = path.startsWith('/api/v1/metrics/')
      return `${method} ${isMetric ? '/api/v1/metrics/:id' : pattern(path)}`
    })
    expect(missing.filter((route) => !routes.includes(route))).toEqual([])
  })

  it('answer the description itself', async () => {
    expect(await (await server.get('/openapi.json')).json()).toEqual(JSON.parse(JSON.stringify(description)))
  })
})

/** A whole week, as some metrics count by those. */
const WINDOW = 'from=2026-03-02&to=2026-03-08'

describe('answers', () => {
  const schemaAt = (path: string, type = 'application/json') =>
    description.paths[path]?.get?.responses['200']?.content?.[type]?.schema

  it.each(METRICS.map((m: Metric) => [m.id, m] as const))(
    '%s has the described columns and meta',
    async (id, m) => {
      const path = `/api/v1/metrics/${id}`
      const { data, meta } = await server.ask(id, WINDOW)
      const row = schemaAt(path)?.properties?.data?.items
      expect(data.length).toBeGreaterThan(0)
      for (const told of data)
        expect(Object.keys(told).sort()).toEqual(Object.keys(row?.properties ?? {}).sort())
      expect(columnsOf(m).map((c) => c.name)).toEqual(Object.keys(row?.properties ?? {}))
      const { properties, required } = description.components.schemas.Meta ?? {}
      expect(Object.keys(meta).sort()).toEqual((m.paged ? Object.keys(properties ?? {}) : required)?.sort())
      const csv = await (await server.get(`${path}?${WINDOW}&format=csv`)).text()
      expect(csv.split('\r\n')[0]).toBe(
        columnsOf(m)
          .map((c) => c.name)
          .join(','),
      )
    },
  )

  it('of facts have the described fields', async () => {
    const described = description.components.schemas.Receipt
    expect(Object.keys(await server.post('{}')).sort()).toEqual([...(described?.required ?? [])].sort())
  })
})
