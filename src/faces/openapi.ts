/** The OpenAPI description, made from the lists of metrics, facts and errors. */
import { z } from 'zod'
import { ERRORS } from '../errors.ts'
import { FACT_TYPES, inputSchema } from '../facts/index.ts'
import { METRICS } from '../metrics/index.ts'
import type { Metric } from '../metrics/metric.ts'
import { paramsOf } from './ask.ts'

const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const failure = { description: 'What went wrong.', ...json(ref('Error')) }

const META = {
  type: 'object',
  properties: {
    metric: { type: 'string' },
    unit: { type: 'string' },
    org: { type: 'string' },
    from: { type: 'string', format: 'date' },
    to: { type: 'string', format: 'date' },
    tz: { type: 'string' },
    partial: { type: 'boolean', description: 'True when the last day is not over.' },
    as_of: {
      type: 'string',
      format: 'date-time',
      description: 'Everything acknowledged before this instant is included.',
    },
    coverage: {
      description: 'Of how many things the answer speaks, where some are unknown.',
      anyOf: [
        {
          type: 'object',
          properties: { known: { type: 'number' }, total: { type: 'number' } },
          required: ['known', 'total'],
        },
        { type: 'null' },
      ],
    },
    filters: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
    notes: { type: 'array', items: { type: 'string' } },
  },
  required: ['metric', 'unit', 'org', 'from', 'to', 'tz', 'partial', 'as_of', 'coverage', 'filters', 'notes'],
}

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
            'text/csv': { schema: { type: 'string' } },
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
        ...json({
          type: 'object',
          properties: {
            accepted: { type: 'integer' },
            updated: { type: 'integer' },
            duplicate: { type: 'integer' },
            rejected: {
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  line: { type: 'integer' },
                  reason: { type: 'string' },
                  detail: { type: 'string' },
                },
                required: ['line', 'reason'],
              },
            },
            rejected_more: { type: 'integer', description: 'Refused lines beyond the first thousand.' },
          },
          required: ['accepted', 'updated', 'duplicate', 'rejected'],
        }),
      },
      default: failure,
    },
  },
}

const plain = (operationId: string, summary: string, parameters?: object[]) => ({
  get: {
    operationId,
    summary,
    ...(parameters ? { parameters } : {}),
    responses: { 200: { description: summary, ...json({ type: 'object' }) }, default: failure },
  },
})

const SETTLED = {
  name: 'settled',
  in: 'query',
  required: false,
  description: 'With true the answer waits until everything acknowledged so far shows in metrics.',
  schema: { type: 'string', enum: ['true'] },
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
      '/api/v1/metrics': plain('listMetrics', 'All metrics with unit, meaning, parameters and columns'),
      ...Object.fromEntries(METRICS.map((m) => [`/api/v1/metrics/${m.id}`, metricPath(m)])),
      '/api/v1/facts': factsPath,
      '/api/v1/status': plain('status', 'Version, import under way, and how fresh the figures are', [
        SETTLED,
      ]),
      '/healthz': plain('healthz', 'The process is alive'),
      '/readyz': plain('readyz', 'The store takes writes'),
      '/openapi.json': plain('openapi', 'This description'),
    },
    components: {
      schemas: {
        Error: {
          type: 'object',
          properties: {
            error: {
              type: 'object',
              properties: {
                code: { type: 'string', enum: Object.keys(ERRORS) },
                message: { type: 'string' },
                param: { type: 'string' },
                request_id: { type: 'string' },
              },
              required: ['code', 'message', 'request_id'],
            },
          },
          required: ['error'],
        },
        Meta: META,
        ...Object.fromEntries(factSchemas),
      },
    },
  }
}
