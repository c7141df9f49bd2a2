/** The metrics of the plugin: counts that stand in for its events where those are switched off. */
import type { CounterFact } from '../../../facts/index.ts'
import type { MetricPoint } from '../../../otlp/signals.ts'
import { providerNamed, vendorOf } from '../../provider.ts'
import { toolName } from '../../tool-names.ts'
import { type Counted, counterOf } from '../counters.ts'
import type { Context } from '../origin.ts'
import { flag, name, word } from '../values.ts'

/** By the attribute `type`: five parts that do not overlap, of which the output we keep is two. */
const TOKENS: Readonly<Record<string, readonly Counted['name'][]>> = {
  input: ['tokens_input'],
  output: ['tokens_output'],
  reasoning: ['tokens_output', 'tokens_reasoning'],
  cacheread: ['tokens_cache_read'],
  cachecreation: ['tokens_cache_write'],
}

type Counting = (point: MetricPoint) => readonly Counted[]

const servedBy = ({ attributes }: MetricPoint) => {
  const model = name(attributes, 'model')
  return { model, provider: providerNamed(name(attributes, 'provider')) ?? vendorOf(model) }
}

const tokens: Counting = (point) => {
  const type = word(point.attributes, 'type') ?? ''
  const counters = Object.hasOwn(TOKENS, type) ? TOKENS[type] : undefined
  return (counters ?? []).map((counter) => ({ name: counter, ...servedBy(point) }))
}

const tools: Counting = ({ attributes }) => {
  const { tool, mcp_server } = toolName(name(attributes, 'tool_name') ?? '')
  const success = flag(attributes, 'success')
  const told = { tool, mcp_server, status: success === null ? null : success ? 'ok' : 'error' }
  return [
    { name: 'tool_calls', of: 'count', ...told },
    { name: 'tool_time', ...told },
  ]
}

const nothing: Counting = () => []

/**
 * By the end of the name: what stands before it is a setting. Lines are left out: their counter adds the whole
 * difference again with every change in some versions. So are commits: every command that looks like one is counted.
 */
const METRICS: readonly (readonly [string, Counting])[] = [
  ['token.usage', tokens],
  ['cost.usage', (point) => [{ name: 'cost', ...servedBy(point) }]],
  ['model.usage', (point) => [{ name: 'model_calls', ...servedBy(point) }]],
  ['tool.duration', tools],
  ...(
    'lines_of_code.count lines_of_code.total commit.count session.count session.duration session.token.total ' +
    'session.cost.total cache.count message.count retry.count subtask.count skill.count'
  )
    .split(' ')
    .map((suffix) => [suffix, nothing] as const),
]

/** The readings of a point; null for a metric this version does not know. Throws Implausible. */
export function readings(point: MetricPoint, at: number, who: Context): CounterFact[] | null {
  const counting = METRICS.find(([suffix]) => point.metric.name.endsWith(suffix))?.[1]
  // Without a session nobody knows whether events tell the same one by one.
  if (counting && who.session === null) return []
  return counting ? counting(point).flatMap((counted) => counterOf(point, at, who, counted) ?? []) : null
}
