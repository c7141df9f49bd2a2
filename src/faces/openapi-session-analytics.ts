/** The part of the OpenAPI description that is the Sessions Analytics API (catalogue 3). */
import { INTERVALS } from '../metrics/sessions-series.ts'
import { json, ref, schemaOf } from './openapi-schema.ts'
import {
  PER_PAGE,
  parametersOf,
  SERIES_METRICS,
  VIEW_NAMES,
  type ViewName,
} from './session-analytics/parameters.ts'
import { failureShape, meta, SHAPES } from './session-analytics/shapes.ts'

const QUESTIONS: Readonly<Record<ViewName, string>> = {
  summary: 'Sessions of a range, what they cost and how long they took',
  timeseries: 'Sessions, cost and tokens by hour, day, week or month',
  'by-agent': 'Sessions by the agents that worked in them',
  'cost-breakdown': 'Cost by model, project and user',
  'by-user': 'Sessions by user, with agents and hours they prefer',
  'by-project': 'Projects by sessions, cost and tokens',
  'success-trend': 'How sessions ended, by day',
  coaching: 'Sessions of people in the team Coaching, and those of all others',
}

const words = (description: string, values?: readonly string[]) => ({
  description,
  schema: { type: 'string', ...(values && { enum: values }) },
})
const day = (description: string) => ({ description, schema: { type: 'string', format: 'date' } })
const number = (description: string, most: number, otherwise: number) => ({
  description,
  schema: { type: 'integer', minimum: 1, maximum: most, default: otherwise },
})

const PARAMETERS: Readonly<Record<string, { description: string; schema: object }>> = {
  start_date: day('First day, YYYY-MM-DD. Default: 29 days before end_date.'),
  end_date: day('Last day, inclusive. Default: yesterday.'),
  project_id: words('Projects, separated by commas; `unassigned` for none.'),
  repo: words('Repositories, separated by commas.'),
  agent_name: words('Agents, separated by commas; `default` for the program itself.'),
  user_id: words('Users by id or address, separated by commas.'),
  interval: words('Default: day. Weeks are those of ISO 8601.', INTERVALS),
  metric: words('One measure rather than all.', SERIES_METRICS),
  page: number('Page.', 1_000_000_000, 1),
  per_page: number('Rows of a page.', PER_PAGE.most, PER_PAGE.default),
  extra: words('1 adds fields beside the documented ones.', ['0', '1']),
  format: words('csv answers a table; so does `Accept: text/csv`.', ['json', 'csv']),
}

const pathOf = (view: ViewName, prefix: string) => ({
  get: {
    operationId: `sessions.analytics.${view}${prefix === '' ? '.short' : ''}`,
    summary: `${QUESTIONS[view]}${prefix === '' ? ', at the short address' : ''}`,
    description:
      'Members read their own sessions, managers those of their teams, viewers sums. Numbers that are not known are 0, and `X-Tachograph-Empty` names their fields; means of nothing are null.',
    parameters: [
      {
        name: 'org_id',
        in: 'path',
        required: true,
        description: 'The organisation of the key, by id or slug; `default` in personal mode.',
        schema: { type: 'string' },
      },
      ...parametersOf(view).map((name) => ({ name, in: 'query', required: false, ...PARAMETERS[name] })),
    ],
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
          'application/json': {
            schema: {
              type: 'object',
              properties: { data: schemaOf(SHAPES[view]), meta: ref('SessionAnalyticsMeta') },
              required: ['data', 'meta'],
            },
          },
          'text/csv': { schema: { type: 'string' } },
        },
      },
      default: {
        description: 'What went wrong.',
        ...json(ref('SessionAnalyticsError')),
      },
    },
  },
})

export const SESSION_ANALYTICS_PATHS = Object.fromEntries(
  VIEW_NAMES.flatMap((view) =>
    ['/api/v1', ''].map((prefix) => [`${prefix}/{org_id}/sessions/analytics/${view}`, pathOf(view, prefix)]),
  ),
)

export const SESSION_ANALYTICS_SCHEMAS = {
  SessionAnalyticsMeta: schemaOf(meta),
  SessionAnalyticsError: schemaOf(failureShape),
}
