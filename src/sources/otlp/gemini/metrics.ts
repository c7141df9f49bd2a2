/** The metrics of Gemini CLI and its forks: what stands in for events where those tell nothing. */
import type { CounterFact, CounterName } from '../../../facts/index.ts'
import type { MetricPoint } from '../../../otlp/signals.ts'
import { toolName } from '../../tool-names.ts'
import { type Counted, counterOf } from '../counters.ts'
import type { Context } from '../origin.ts'
import { flag, name, word } from '../values.ts'

type Counting = (point: MetricPoint) => Counted | null

const toolOf = ({ attributes }: MetricPoint): Pick<Counted, 'tool'> => ({
  tool:
    word(attributes, 'tool_type') === 'mcp' ? 'MCP' : toolName(name(attributes, 'function_name') ?? '').tool,
})

const calls: Counting = (point) => {
  const success = flag(point.attributes, 'success')
  const rejected = word(point.attributes, 'decision') === 'reject'
  const status = rejected ? 'rejected' : success === null ? null : success ? 'ok' : 'error'
  return { name: 'tool_calls', ...toolOf(point), status }
}

const byWord =
  (key: string, names: ReadonlyMap<string, CounterName>): Counting =>
  ({ attributes }) => {
    const counter = names.get(word(attributes, key) ?? '')
    return counter ? { name: counter, language: name(attributes, 'programming_language') } : null
  }

const FILES = new Map<string, CounterName>([
  ['create', 'files_created'],
  ['update', 'files_edited'],
  ['read', 'files_read'],
])
const LINES = new Map<string, CounterName>([
  ['added', 'lines_added'],
  ['removed', 'lines_removed'],
])

/**
 * By name, without the prefix. Tokens are not among them: input contains what was read from the cache, which is a
 * series of its own. Nor are API requests: one that failed is counted twice.
 */
const METRICS: ReadonlyMap<string, Counting> = new Map<string, Counting>([
  ['tool.call.count', calls],
  ['tool.call.latency', (point) => ({ name: 'tool_time', ...toolOf(point) })],
  ['file.operation.count', byWord('operation', FILES)],
  ['lines.changed', byWord('type', LINES)],
  ['hook_call.count', () => ({ name: 'hooks' })],
  ['agent.run.count', () => ({ name: 'subagents' })],
  ['subagent.execution.count', byWord('status', new Map([['started', 'subagents']]))],
])

/** Metrics of how the program itself runs, and those that repeat what events tell. */
const SILENT =
  /^(?:gen_ai|session|token|api|chat|chat_compression|model_routing|network_retry|slash_command|hook_call|agent|tool|startup|memory|cpu|event_loop|performance|ui|exit|plan|keychain|token_storage|onboarding|overage|credits|browser_agent|arena|channel|daemon)(?:\.|$)/

/** The readings of a point of that name; null for a metric that this version does not know. Throws Implausible. */
export function readings(point: MetricPoint, short: string, at: number, who: Context): CounterFact[] | null {
  const counting = METRICS.get(short)
  if (!counting) return SILENT.test(short) ? [] : null
  // Without a session it can stand in for nothing.
  const counted = who.session === null ? null : counting(point)
  const counter = counted && counterOf(point, at, who, counted)
  return counter ? [counter] : []
}
