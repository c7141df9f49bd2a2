/** Requests of OTLP/JSON as Claude Code sends them, for tests of what becomes of them. */
const SCOPE = 'com.anthropic.claude_code.events'
export const TELEMETRY_AT = Date.parse('2026-03-04T10:00:00Z')
/** The day they are of. */
export const TELEMETRY_DAY = 'from=2026-03-04&to=2026-03-04'

type Told = string | number

const anyValue = (told: Told) => (typeof told === 'number' ? { doubleValue: told } : { stringValue: told })
export const attributes = (told: Record<string, Told>) =>
  Object.entries(told).map(([key, value]) => ({ key, value: anyValue(value) }))

/** A request with one log record for each of these; each has an `event.name` among its attributes. */
export const logs = (...records: Record<string, Told>[]) => ({
  resourceLogs: [
    {
      resource: { attributes: attributes({ 'service.name': 'claude-code' }) },
      scopeLogs: [
        {
          scope: { name: SCOPE, version: '2.1.247' },
          logRecords: records.map((told) => ({
            timeUnixNano: `${TELEMETRY_AT}000000`,
            body: { stringValue: `claude_code.${told['event.name']}` },
            attributes: attributes(told),
          })),
        },
      ],
    },
  ],
})

/** What a model call tells: 15 tokens. */
export const call = (id: string, more: Record<string, Told> = {}): Record<string, Told> => ({
  ...{ 'event.name': 'api_request', 'session.id': 's1', 'user.email': 'ada@example.com' },
  ...{ model: 'claude-sonnet-4-5', request_id: id, query_source: 'repl_main_thread' },
  ...{ input_tokens: 10, output_tokens: 5, cache_read_tokens: 0, cache_creation_tokens: 0 },
  ...{ cost_usd: 0.01, duration_ms: 100, ...more },
})

/** A request with one model call for each id. */
export const calls = (...ids: string[]): string => JSON.stringify(logs(...ids.map((id) => call(id))))

/** Sends a request to a server; the status and what it is told of trying again. */
export async function sendLogs(
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; retryAfter: string | null; text: string }> {
  const response = await fetch(`${url}/v1/logs`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    text: await response.text(),
  }
}

/** How many model calls a server tells of, once everything acknowledged shows. */
export async function callsOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  await fetch(`${url}/api/v1/status?settled=true`, { headers })
  const response = await fetch(`${url}/api/v1/metrics/tokens.by_model?${TELEMETRY_DAY}`, { headers })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  const { data } = (await response.json()) as { data: { calls: number }[] }
  return data.reduce((sum, row) => sum + row.calls, 0)
}
