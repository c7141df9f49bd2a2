/** The OpenAPI description, made from the lists of metrics, facts and errors. */
import { z } from 'zod'
import { FACT_TYPES, inputSchema } from '../facts/index.ts'
import { METRICS } from '../metrics/index.ts'
import type { Metric } from '../metrics/metric.ts'
import { paramsOf } from './ask.ts'
import * as contract from './contract.ts'

const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const failure = { description: 'What went wrong.', ...json(ref('Error')) }

/** Answers may gain fields, so none of their schemas is closed. */
function schemaOf(schema: z.ZodType): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' })
  return rest
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
      '/api/v1/facts': factsPath,
      '/api/v1/status': statusPath,
      '/healthz': plain('healthz', 'The process is alive'),
      '/readyz': plain('readyz', 'The store takes writes'),
      '/openapi.json': plain('openapi', 'This description'),
    },
    components: {
      schemas: {
        Error: schemaOf(contract.failure),
        Meta: schemaOf(contract.answerMeta),
        Receipt: schemaOf(contract.postReceipt),
        ...Object.fromEntries(factSchemas),
      },
    },
  }
}
