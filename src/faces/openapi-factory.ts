/** The part of the OpenAPI description that is the Factory Analytics API (catalogue 1.6). */
import type { z } from 'zod'
import {
  ACTIVITY_VIEWS,
  GROUPS,
  LIMIT,
  ORDERS,
  parametersOf,
  VIEW_NAMES,
  type ViewName,
} from './factory/parameters.ts'
import * as shapes from './factory/shapes.ts'
import { SORTABLE } from './factory/users.ts'
import { json, ref, schemaOf } from './openapi-schema.ts'

const listOf = (row: z.ZodType, meta: string) => ({
  type: 'object',
  properties: { data: { type: 'array', items: schemaOf(row) }, meta: ref(meta) },
  required: ['data', 'meta'],
})

/** What each view answers: its rows, those by group, and what is no list. */
const ANSWERS: Readonly<Record<ViewName, object>> = {
  tokens: either(shapes.tokensRow, shapes.groupedTokens),
  tools: either(shapes.toolsRow, shapes.groupedTools),
  activity: {
    anyOf: [
      listOf(shapes.activityRow, 'FactoryMeta'),
      listOf(shapes.groupedActivity, 'FactoryMeta'),
      schemaOf(shapes.activitySummary),
    ],
  },
  productivity: either(shapes.productivityRow, shapes.groupedProductivity),
  users: listOf(shapes.usersRow, 'FactoryUsersMeta'),
}

function either(row: z.ZodType, group: z.ZodType): object {
  return { anyOf: [listOf(row, 'FactoryMeta'), listOf(group, 'FactoryMeta')] }
}

const QUESTIONS: Readonly<Record<ViewName, string>> = {
  tokens: 'What are we spending? Tokens by day',
  tools: 'How is it used? Tools and features by day',
  activity: 'Is my organisation using it? People, sessions and messages by day',
  productivity: 'What is being shipped? Files, commits and pull requests by day',
  users: 'Who does what? By person and day, in pages',
}

interface Parameter {
  doc: string
  schema: object
}
const words = (doc: string, values?: readonly string[]): Parameter => ({
  doc,
  schema: { type: 'string', ...(values && { enum: values }) },
})
const day = (doc: string): Parameter => ({ doc, schema: { type: 'string', format: 'date' } })

const parameterOf = (view: ViewName, name: string): Parameter => {
  const all: Record<string, Parameter> = {
    startDate: day('First day, YYYY-MM-DD, by UTC.'),
    endDate: day('Last day, inclusive; yesterday at the latest.'),
    extra: words('1 adds fields that Factory does not have.', ['0', '1']),
    format: words('csv answers a table; so does `Accept: text/csv`.', ['json', 'csv']),
    group_by: words('One row for each day and group.', GROUPS[view]),
    view: words('The figures of the whole period, or of each day.', ACTIVITY_VIEWS),
    limit: {
      doc: 'People on a page.',
      schema: { type: 'integer', minimum: 1, maximum: LIMIT.most, default: LIMIT.default },
    },
    cursor: words('`meta.next_cursor` of the page before.'),
    search: words('Only people whose address or name contains this, in any case.'),
    sort: words('Field to sort people by, over the whole period. Default: user_id.', SORTABLE),
    order: words('Default: asc for names, desc for figures.', ORDERS),
    aggregate: words('1 gives one row a person, with days_active.', ['0', '1']),
  }
  return all[name] as Parameter
}

const pathOf = (view: ViewName, short: boolean) => ({
  get: {
    operationId: short ? `factory.${view}.short` : `factory.${view}`,
    summary: `${QUESTIONS[view]}${short ? ', of the last 30 days where none are given' : ''}`,
    description:
      'For owners, admins and managers. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields.',
    parameters: parametersOf(view).map((name) => {
      const { doc: description, schema } = parameterOf(view, name)
      return { name, in: 'query', required: !short && /Date$/.test(name), description, schema }
    }),
    responses: {
      200: {
        description: QUESTIONS[view],
        headers: {
          'X-Tachograph-Empty': {
            description: 'Fields with a 0 that stands for nothing known, separated by commas.',
            schema: { type: 'string' },
          },
        },
        content: {
          'application/json': { schema: ANSWERS[view] },
          'text/csv': { schema: { type: 'string' } },
        },
      },
      default: { description: 'What went wrong.', ...json(ref('FactoryError')) },
    },
  },
})

export const FACTORY_PATHS = Object.fromEntries(
  VIEW_NAMES.flatMap((view) => [
    [`/api/v1/analytics/${view}`, pathOf(view, false)],
    [`/analytics/${view}`, pathOf(view, true)],
  ]),
)

export const FACTORY_SCHEMAS = {
  FactoryMeta: schemaOf(shapes.metaShape),
  FactoryUsersMeta: schemaOf(shapes.usersMeta),
  FactoryError: schemaOf(shapes.failureShape),
}
