/** The metrics of Factory Droid: what it counts, in increments of a minute. */
import type { Fact } from '../../../facts/index.ts'
import type { MetricPoint } from '../../../otlp/signals.ts'
import { toolName } from '../../tool-names.ts'
import { type Counted, counterOf } from '../counters.ts'
import type { Context } from '../origin.ts'
import { flag, name, word } from '../values.ts'

/** The facts of a point. Throws Implausible. */
type Counting = (point: MetricPoint, at: number, who: Context) => Fact[]

const counted = (point: MetricPoint, at: number, who: Context, what: Counted): Fact[] => {
  const counter = counterOf(point, at, who, what)
  return counter ? [counter] : []
}

const plain =
  (counter: Counted['name']): Counting =>
  (point, at, who) =>
    counted(point, at, who, { name: counter })

/** Which attribute tells how a call ended is not documented. */
function outcomeOf({ attributes }: MetricPoint): string | null {
  const success = flag(attributes, 'tool.success') ?? flag(attributes, 'success')
  if (success !== null) return success ? 'ok' : 'error'
  return OUTCOMES[word(attributes, 'tool.status') ?? word(attributes, 'status') ?? ''] ?? null
}
const OUTCOMES: Readonly<Record<string, string>> = {
  ok: 'ok',
  success: 'ok',
  error: 'error',
  failure: 'error',
  failed: 'error',
  rejected: 'rejected',
  denied: 'rejected',
}

function toolOf(point: MetricPoint): Pick<Counted, 'tool' | 'mcp_server' | 'status'> {
  const raw = name(point.attributes, 'tool.name')
  const named = raw === null ? null : toolName(raw)
  const mcp_server = name(point.attributes, 'mcp.server')?.toLowerCase() ?? named?.mcp_server ?? null
  const tool = mcp_server === null ? (named?.tool ?? null) : 'MCP'
  return { tool, mcp_server, status: outcomeOf(point) }
}

/** ms in one unit of a metric of time; the documentation says ms. */
const MS: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, us: 0.001 }

const toolTime: Counting = (point, at, who) => {
  const unit = point.metric.unit
  const scale = Object.hasOwn(MS, unit) ? MS[unit] : undefined
  return scale === undefined ? [] : counted(point, at, who, { name: 'tool_time', scale, ...toolOf(point) })
}

const happened = ({ value }: MetricPoint): boolean => value !== null && Number(value) > 0

/** With its hash a commit is told one by one as well, under the key that transcripts give it. */
const commits: Counting = (point, at, who) => {
  const counters = counted(point, at, who, { name: 'commits' })
  const sha = word(point.attributes, 'commit.hash')
  if (sha === null || !/^[0-9a-f]{7,64}$/.test(sha) || !happened(point)) return counters
  const place = who.repo ?? who.session
  const keys = [place === null ? `droid/commit:${sha}` : `git/${place}/sha:${sha}`]
  return [
    ...counters,
    { type: 'commit', at, keys, completeness: 1, sha, attribution: 'explicit', ...who, agent: null },
  ]
}

const pullRequests: Counting = (point, at, who) => {
  const counters = counted(point, at, who, { name: 'pull_requests' })
  const url = name(point.attributes, 'pr.url')
  if (url === null || !/^https?:\/\//.test(url) || !happened(point)) return counters
  const { repo, session, source, parser_version } = who
  const told = Number(word(point.attributes, 'pr.number') ?? Number.NaN)
  return [
    ...counters,
    {
      type: 'pull_request',
      id: url,
      observed_at: at,
      ...{ source, subject: null, parser_version, repo, url },
      number: Number.isSafeInteger(told) && told > 0 ? told : null,
      // A running total is reported again every minute.
      created_at: point.metric.temporality === 'delta' ? at : null,
      sessions: session === null ? null : [session],
      attribution: session === null ? null : 'explicit',
    },
  ]
}

const none: Counting = () => []

/** By the name of the metric, without its prefix. What is not counted stands here too: anything else is unknown. */
export const METRICS: ReadonlyMap<string, Counting> = new Map<string, Counting>([
  ['code.files_modified', plain('files_edited')],
  ['code.files_read', plain('files_read')],
  ['code.lines_modified', plain('lines_modified')],
  ['git.commits', commits],
  ['git.pull_requests', pullRequests],
  ['tool.invocations', (point, at, who) => counted(point, at, who, { name: 'tool_calls', ...toolOf(point) })],
  ['tool.execution_time', toolTime],
  // Nobody says whether tool.invocations contains these; added to them they could stand twice.
  ['mcp.tool_invocations', none],
  ['skill.invocations', plain('skills')],
  ['hook.invocations', plain('hooks')],
  ['slash_command.invocations', plain('slash_commands')],
  ['auth.login_success', none],
  // Tells of its session alone.
  ['repo.metadata', none],
])
