/** The OpenAPI description, made from the lists of metrics, facts and errors. */
import { z } from 'zod'
import { FACT_TYPES, inputSchema } from '../facts/index.ts'
import { METRICS } from '../metrics/index.ts'
import type { Metric } from '../metrics/metric.ts'
import { LIMIT, SESSION_FILTERS } from '../sessions/index.ts'
import { paramsOf, QUESTION_PARAMS } from './ask.ts'
import { SESSIONS_PARAMS } from './ask-sessions.ts'
import * as contract from './contract.ts'
import { identitiesAnswer } from './contract-identities.ts'
import { reconciliationAnswer } from './contract-reconciliation.ts'
import { EVENT_PATHS, EVENT_SCHEMA } from './openapi-events.ts'
import { FACTORY_PATHS, FACTORY_SCHEMAS } from './openapi-factory.ts'
import { LOGIN_PATHS, LOGIN_SCHEMAS } from './openapi-login.ts'
import { PEOPLE_PATHS } from './openapi-people.ts'
import { PRIVACY_PATHS } from './openapi-privacy.ts'
import { failure, json, ref, schemaOf } from './openapi-schema.ts'
import { SESSION_ANALYTICS_PATHS, SESSION_ANALYTICS_SCHEMAS } from './openapi-session-analytics.ts'

const FORMAT = {
  name: 'format',
  in: 'query',
  required: false,
  description: QUESTION_PARAMS.format,
  schema: { type: 'string', enum: ['json', 'csv'] },
}
const CSV = { 'text/csv': { schema: { type: 'string' } } }

function metricPath(m: Metric) {
  const parameters = Object.entries<{ type: string; description: string }>(paramsOf(m).properties).map(
    ([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      required: false,
      description,
      schema,
      ...(schema.type === 'array' ? { style: 'form', explode: true } : {}),
    }),
  )
  const row = z.toJSONSchema(m.row, { target: 'draft-2020-12' })
  return {
    get: {
      operationId: m.id,
      summary: m.title,
      description: `${m.doc} Catalogue: ${m.catalogue.join(', ')}.`,
      parameters,
      responses: {
        200: {
          description: m.title,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { data: { type: 'array', items: row }, meta: ref('Meta') },
                required: ['data', 'meta'],
              },
            },
            ...CSV,
          },
        },
        default: failure,
      },
    },
  }
}

const factsPath = {
  post: {
    operationId: 'postFacts',
    summary: 'Store facts',
    description:
      'One JSON object a line. Sending the same again changes nothing. Answers once everything good is durable.',
    requestBody: {
      required: true,
      content: { 'application/x-ndjson': { schema: { oneOf: FACT_TYPES.map((t) => ref(t.name)) } } },
    },
    responses: {
      200: {
        description: 'What became of the lines.',
        ...json(ref('Receipt')),
      },
      default: failure,
    },
  },
}

const plain = (operationId: string, summary: string, schema: object = { type: 'object' }) => ({
  get: {
    operationId,
    summary,
    responses: { 200: { description: summary, ...json(schema) }, default: failure },
  },
})

const SETTLED = {
  name: 'settled',
  in: 'query',
  required: false,
  description: 'With true the answer waits until everything acknowledged so far shows in metrics.',
  schema: { type: 'string', enum: ['true'] },
}

const { get: status } = plain(
  'status',
  'Version, import under way, and how fresh the figures are',
  schemaOf(contract.status),
)
const statusPath = { get: { ...status, parameters: [SETTLED] } }

const KEY_IN_PATH = {
  name: 'key',
  in: 'path',
  required: true,
  description: 'A key for sending, in place of the header.',
  schema: { type: 'string' },
}

const binary = (type: string) => ({ [type]: { schema: { type: 'string', format: 'binary' } } })
const otlpPath = (signal: string, keyed = false) => ({
  post: {
    operationId: keyed ? `otlp.${signal}.keyed` : `otlp.${signal}`,
    summary: `OTLP ${signal}, ${keyed ? 'with the key in the address' : 'as the OpenTelemetry specification has it'}`,
    description:
      'Answers once every record that was taken is durable. Bodies may be packed by gzip, deflate or zstd.' +
      (keyed ? ' For senders that cannot set a header: the key is a part of the address.' : ''),
    ...(keyed ? { parameters: [KEY_IN_PATH] } : {}),
    requestBody: {
      required: true,
      content: { ...binary('application/x-protobuf'), 'application/json': { schema: { type: 'object' } } },
    },
    responses: {
      200: {
        description: 'Taken, perhaps but for some records.',
        content: { 'application/json': { schema: { type: 'object' } }, ...binary('application/x-protobuf') },
      },
      default: {
        description: '`google.rpc.Status`, in the encoding of the request.',
        content: { 'application/json': { schema: { type: 'object' } }, ...binary('application/x-protobuf') },
      },
    },
  },
})

const body = (schema: z.ZodType) => ({ required: true, ...json(schemaOf(schema)) })
/** An answer that comes as CSV too. */
const table = (summary: string, schema: object) => ({
  responses: {
    200: { description: summary, content: { ...json(schema).content, ...CSV } },
    default: failure,
  },
})
const done = (summary: string, schema: object = { type: 'object' }) => ({
  responses: { 200: { description: summary, ...json(schema) }, default: failure },
})
const list = (name: string) => ({
  type: 'object',
  properties: { data: { type: 'array', items: ref(name) } },
  required: ['data'],
})

/** What the parameters of a list of sessions are, where not any text. */
const SESSIONS_SCHEMAS: Partial<Record<keyof typeof SESSIONS_PARAMS, object>> = {
  from: { type: 'string', format: 'date' },
  to: { type: 'string', format: 'date' },
  limit: { type: 'integer', minimum: 1, maximum: LIMIT.most, default: LIMIT.default },
  roots: { type: 'string', enum: ['true'] },
  format: FORMAT.schema,
}

const TAKES_SESSIONS = `Takes ${[...Object.keys(SESSIONS_PARAMS), ...Object.keys(SESSION_FILTERS)].map((p) => `\`${p}\``).join(', ')}. \`meta.next_cursor\` is what to send as \`cursor\` for the next page.`
const SESSIONS_PARAMETERS = [
  ...Object.entries(SESSIONS_PARAMS).map(([name, description]) => {
    const schema = SESSIONS_SCHEMAS[name as keyof typeof SESSIONS_PARAMS] ?? { type: 'string' }
    return { name, in: 'query', required: false, description, schema }
  }),
  ...Object.entries(SESSION_FILTERS).map(([name, doc]) => ({
    ...{ name, in: 'query', required: false, description: `${doc} Several values mean "or".` },
    ...{ schema: { type: 'array', items: { type: 'string' } }, style: 'form', explode: true },
  })),
]

const SESSIONS = {
  '/api/v1/identities': {
    get: {
      operationId: 'identities',
      summary: 'The identities that sources report, and whose each is',
      parameters: [FORMAT],
      ...table('The identities.', schemaOf(identitiesAnswer)),
    },
  },
  '/api/v1/reconciliation': {
    get: {
      operationId: 'reconciliation',
      summary: 'What was read against what is counted, by agent and by session',
      description: `${TAKES_SESSIONS} Filters narrow the sessions; agents are those of the whole organisation, narrowed by harness alone.`,
      parameters: SESSIONS_PARAMETERS,
      ...table('Agents, and a page of sessions.', schemaOf(reconciliationAnswer)),
    },
  },
  '/api/v1/sessions': {
    get: {
      operationId: 'listSessions',
      summary: 'Sessions that started in a period, newest first, by pages',
      description: `${TAKES_SESSIONS} Catalogue: Z-11.`,
      parameters: SESSIONS_PARAMETERS,
      ...table('A page of sessions.', schemaOf(contract.sessionsAnswer)),
    },
  },
  '/api/v1/sessions/{id}': {
    get: {
      operationId: 'session',
      summary: 'A session with its tokens, cost, models, tools, files and sources',
      parameters: [
        { name: 'id', in: 'path', required: true, description: 'Its id.', schema: { type: 'string' } },
      ],
      ...done('The session.', schemaOf(contract.sessionAnswer)),
    },
  },
  '/api/v1/sessions/{id}/timeline': {
    get: {
      operationId: 'sessionTimeline',
      summary: 'The steps of a session: prompts, model calls, tools, edits, validations',
      description:
        'Spans, where there are any, say when a step began and what it lies within. Catalogue: D-TRC-1, D-TRC-2.',
      parameters: [
        { name: 'id', in: 'path', required: true, description: 'Its id.', schema: { type: 'string' } },
        FORMAT,
      ],
      ...table('The steps.', schemaOf(contract.timelineAnswer)),
    },
  },
}

/** For whoever runs the server, in team mode. */
const TEAM = {
  '/api/v1/organisations': {
    ...plain('listOrganisations', 'All organisations, for the operator', list('Organisation')),
    post: {
      operationId: 'createOrganisation',
      summary: 'Make an organisation, for the operator',
      requestBody: body(contract.newOrganisation),
      ...done('The organisation.', ref('Organisation')),
    },
  },
  '/api/v1/keys': {
    ...plain('listKeys', 'Keys of the organisation, for owners and admins', list('Key')),
    post: {
      operationId: 'createKey',
      summary: 'Make a key, for owners and admins',
      requestBody: body(contract.newKey),
      ...done('The key, told this once.', {
        allOf: [ref('Key'), { type: 'object', properties: { key: { type: 'string' } }, required: ['key'] }],
      }),
    },
  },
  '/api/v1/keys/{id}': {
    delete: {
      operationId: 'revokeKey',
      summary: 'End a key, for owners and admins',
      parameters: [
        { name: 'id', in: 'path', required: true, description: 'Id or name.', schema: { type: 'string' } },
      ],
      ...done('The key as it is now.', ref('Key')),
    },
  },
  '/api/v1/quarantine': {
    get: {
      ...plain(
        'quarantine',
        'Telemetry that was refused and kept, newest first',
        schemaOf(contract.quarantineAnswer),
      ).get,
      parameters: [
        {
          name: 'limit',
          in: 'query',
          required: false,
          description: 'How many: 1 to 1000.',
          schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
        },
      ],
    },
    delete: {
      operationId: 'clearQuarantine',
      summary: 'Throw refused telemetry away',
      ...done('How much that was.'),
    },
  },
  '/api/v1/quarantine/replay': {
    post: {
      operationId: 'replayQuarantine',
      summary: 'Try refused telemetry again',
      ...done('How much was taken now.'),
    },
  },
}

/** `version` is that of the product. */
export function openapi(version: string): object {
  const factSchemas = FACT_TYPES.map((t) => [
    t.name,
    { description: t.doc, ...z.toJSONSchema(inputSchema(t), { io: 'input', unrepresentable: 'any' }) },
  ])
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tachograph',
      version,
      description: 'Analytics for AI coding agents.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: {
      '/api/v1/metrics': plain(
        'listMetrics',
        'All metrics with unit, meaning, parameters and columns',
        schemaOf(contract.catalogueAnswer),
      ),
      ...Object.fromEntries(METRICS.map((m) => [`/api/v1/metrics/${m.id}`, metricPath(m)])),
      ...SESSIONS,
      ...PRIVACY_PATHS,
      ...EVENT_PATHS,
      ...PEOPLE_PATHS,
      ...FACTORY_PATHS,
      ...SESSION_ANALYTICS_PATHS,
      '/api/v1/facts': factsPath,
      '/api/v1/collector': plain(
        'collector',
        'What a collector has to know before it sends facts',
        schemaOf(contract.collectorAnswer),
      ),
      '/api/v1/status': statusPath,
      ...TEAM,
      ...LOGIN_PATHS,
      '/api/v1/ingest': plain(
        'ingest',
        'What came in through each door since the server started',
        schemaOf(contract.ingestAnswer),
      ),
      ...Object.fromEntries(['logs', 'metrics', 'traces'].map((s) => [`/v1/${s}`, otlpPath(s)])),
      ...Object.fromEntries(
        ['logs', 'metrics', 'traces'].map((s) => [`/k/{key}/v1/${s}`, otlpPath(s, true)]),
      ),
      '/metrics': {
        get: {
          operationId: 'prometheus',
          summary: 'Figures of the server itself, for Prometheus',
          responses: {
            200: { description: 'Text format.', content: { 'text/plain': { schema: { type: 'string' } } } },
            default: failure,
          },
        },
      },
      '/healthz': plain('healthz', 'The process is alive'),
      '/readyz': plain('readyz', 'The store takes writes'),
      '/openapi.json': plain('openapi', 'This description'),
    },
    components: {
      schemas: {
        ...LOGIN_SCHEMAS,
        Error: schemaOf(contract.failure),
        Meta: schemaOf(contract.answerMeta),
        Receipt: schemaOf(contract.postReceipt),
        Organisation: schemaOf(contract.organisation),
        Key: schemaOf(contract.apiKey),
        Event: EVENT_SCHEMA,
        ...FACTORY_SCHEMAS,
        ...SESSION_ANALYTICS_SCHEMAS,
        ...Object.fromEntries(factSchemas),
      },
    },
  }
}
