/** The metrics of Cline: they repeat its events, and stand in for them where only metrics are sent. */
import type { MetricPoint } from '../../../otlp/signals.ts'
import { providerNamed, vendorOf } from '../../provider.ts'
import { toolName } from '../../tool-names.ts'
import type { Counted } from '../counters.ts'
import { flag, name } from '../values.ts'

type Counting = (point: MetricPoint) => Counted | null

function ofModel({ attributes }: MetricPoint): Pick<Counted, 'model' | 'provider'> {
  const model = name(attributes, 'model')
  return { model, provider: providerNamed(name(attributes, 'provider')) ?? vendorOf(model) }
}

const tokens =
  (counter: Counted['name']): Counting =>
  (point) => ({ name: counter, ...ofModel(point) })

/** Told by turns as well as by requests, in the same metric: those of turns name a mode. */
const byRequest =
  (counter: Counted['name']): Counting =>
  (point) =>
    point.attributes.has('mode') ? null : { name: counter, ...ofModel(point) }

const toolCalls: Counting = ({ attributes }) => {
  const { tool } = toolName(name(attributes, 'tool') ?? '')
  const refused = flag(attributes, 'success') === false && flag(attributes, 'autoApproved') === false
  return { name: 'tool_calls', tool, status: refused ? 'rejected' : null }
}

const nothing: Counting = () => null

/** By the name of the metric, without its prefix. */
export const METRICS: ReadonlyMap<string, Counting> = new Map<string, Counting>([
  ['tokens.input.per_response', (point) => ({ name: 'model_calls', of: 'count', ...ofModel(point) })],
  ['tokens.input.total', tokens('tokens_input')],
  ['tokens.output.total', tokens('tokens_output')],
  ['cache.read.tokens.total', byRequest('tokens_cache_read')],
  ['cache.write.tokens.total', byRequest('tokens_cache_write')],
  ['cost.total', byRequest('cost')],
  ['tool.calls.total', toolCalls],
  ['hooks.executions.total', () => ({ name: 'hooks' })],
  ...(
    'turns.total turns.per_task tokens.output.per_response cost.per_event cache.write.tokens.per_event ' +
    'cache.read.tokens.per_event cache.hits.total tool.calls.per_task errors.total errors.per_task api.ttft.seconds ' +
    'api.duration.seconds api.throughput.tokens_per_second hooks.duration.seconds hooks.failures.total ' +
    'hooks.cancellations.total hooks.context_modifications.total hooks.cache.accesses.total grpc.response.size_bytes ' +
    'workspace.active_roots'
  )
    .split(' ')
    .map((metric) => [metric, nothing] as const),
])

/** Edits are counted by the events that tell them. */
export const ASIDE = /^ai_output\./
