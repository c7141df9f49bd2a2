/** Takes records out of a request of OTLP/JSON that may not be passed on, such as those of erased people. */

/** What an organisation keeps of what names people. */
export interface Screen {
  /** Everything passes as it is. */
  open: boolean
  /** Whether anything in a value names somebody of whom nothing may be kept. */
  names(value: unknown): boolean
  /** The value with the names under which people are kept. */
  renamed(value: unknown): unknown
}

/** Lists within lists, down to what counts as a record. */
const GROUPS = ['resourceLogs', 'resourceMetrics', 'resourceSpans', 'scopeLogs', 'scopeMetrics', 'scopeSpans']
const RECORDS = ['logRecords', 'spans', 'dataPoints']

export interface Screened {
  /** Null when nothing is left of it. */
  request: unknown
  /** Records that were taken out. */
  removed: number
}

export function screened(request: unknown, screen: Screen): Screened {
  if (screen.open) return { request, removed: 0 }
  const all = recordsIn(request)
  const left = walk(request, screen)
  const kept = recordsIn(left)
  return { request: kept === 0 ? null : screen.renamed(left), removed: all - kept }
}

type Values = Record<string, unknown>
const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function recordsIn(value: unknown): number {
  if (!isObject(value)) return 0
  let n = 0
  for (const [name, one] of Object.entries(value)) {
    if (RECORDS.includes(name) && Array.isArray(one)) n += one.length
    else if (Array.isArray(one)) for (const inner of one) n += recordsIn(inner)
    else n += recordsIn(one)
  }
  return n
}

function walk(value: unknown, screen: Screen): unknown {
  if (!isObject(value)) return value
  if (screen.names(value.resource) || screen.names(value.scope)) return {}
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      if (RECORDS.includes(name) && Array.isArray(one)) return [name, one.filter((r) => !screen.names(r))]
      if ((GROUPS.includes(name) || name === 'metrics') && Array.isArray(one))
        return [name, one.map((inner) => walk(inner, screen)).filter((inner) => recordsIn(inner) > 0)]
      return [name, isObject(one) ? walk(one, screen) : one]
    }),
  )
}
