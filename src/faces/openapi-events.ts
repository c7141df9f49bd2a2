/** The part of the OpenAPI description that is about events as lines of JSON. */
import { EVENT_CONTEXT, EVENT_FIELDS, EVENT_TYPES } from '../sessions/index.ts'
import { EVENTS_FILTERS, EVENTS_PARAMS } from './ask-events.ts'
import { failure, ref } from './openapi-schema.ts'

const lines = (schema: object) => ({
  responses: {
    200: {
      description:
        'One JSON object a line, in the order of time. A connection that ends before its end has not told all.',
      content: { 'application/x-ndjson': { schema }, 'text/csv': { schema: { type: 'string' } } },
    },
    default: failure,
  },
})

const FORMAT = {
  name: 'format',
  in: 'query',
  required: false,
  description: EVENTS_PARAMS.format,
  schema: { type: 'string', enum: ['json', 'csv'] },
}

/** Null is unknown. */
export const EVENT_SCHEMA = {
  description: `At least: what happened when, by whom and where. Beside that, by type: ${EVENT_TYPES.map((type) => `${type}: ${Object.keys(EVENT_FIELDS[type]).join(', ')}`).join('; ')}.`,
  type: 'object',
  properties: {
    at: { type: 'string', format: 'date-time' },
    type: { type: 'string', enum: EVENT_TYPES },
    id: { type: 'string', format: 'uuid' },
    sources: { type: 'array', items: { type: 'string' } },
    ...Object.fromEntries(EVENT_CONTEXT.map((name) => [name, { type: ['string', 'null'] }])),
  },
  required: ['at', 'type', 'id', 'sources', ...EVENT_CONTEXT],
}

export const EVENT_PATHS = {
  '/api/v1/events': {
    get: {
      operationId: 'listEvents',
      summary: 'What was done in a period, event by event',
      description: `Takes ${[...Object.keys(EVENTS_PARAMS), ...Object.keys(EVENTS_FILTERS)].map((p) => `\`${p}\``).join(', ')}. Texts of people are not among it. Catalogue: D-AUD-1.`,
      parameters: [
        ...Object.entries(EVENTS_PARAMS).map(([name, description]) => {
          const schema = { type: 'string', ...(name === 'from' || name === 'to' ? { format: 'date' } : {}) }
          return { name, in: 'query', required: false, description, schema }
        }),
        ...Object.entries(EVENTS_FILTERS).map(([name, doc]) => ({
          ...{ name, in: 'query', required: false, description: `${doc} Several values mean "or".` },
          ...{ schema: { type: 'array', items: { type: 'string' } }, style: 'form', explode: true },
        })),
      ],
      ...lines(ref('Event')),
    },
  },
  '/api/v1/sessions/{id}/events': {
    get: {
      operationId: 'eventsOfSession',
      summary: 'What was done in a session, event by event',
      parameters: [
        { name: 'id', in: 'path', required: true, description: 'Its id.', schema: { type: 'string' } },
        FORMAT,
      ],
      ...lines(ref('Event')),
    },
  },
}
