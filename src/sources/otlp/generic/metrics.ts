/** The metrics of the conventions: counts that stand in where neither spans nor events tell a session. */
import type { CounterFact } from '../../../facts/index.ts'
import type { MetricPoint } from '../../../otlp/signals.ts'
import { providerNamed, vendorOf } from '../../provider.ts'
import { toolName } from '../../tool-names.ts'
import { type Counted, counterOf } from '../counters.ts'
import { genai, MODEL_OPERATIONS } from '../genai.ts'
import type { Context } from '../origin.ts'
import { word } from '../values.ts'

/** By `gen_ai.token.type`. */
const TYPES: Readonly<Record<string, Counted['name']>> = {
  input: 'tokens_input',
  output: 'tokens_output',
  completion: 'tokens_output',
}

const servedBy = ({ attributes }: MetricPoint) => {
  const model = genai(attributes, 'model')
  return { model, provider: providerNamed(genai(attributes, 'provider')) ?? vendorOf(model) }
}

function tokens(point: MetricPoint): Counted[] {
  const type = word(point.attributes, 'gen_ai.token.type') ?? ''
  const counter = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
  return counter && isCall(point) ? [{ name: counter, ...servedBy(point) }] : []
}

/** Metrics of older versions do not tell the operation. */
const isCall = ({ attributes }: MetricPoint): boolean =>
  MODEL_OPERATIONS.has(word(attributes, 'gen_ai.operation.name') ?? 'chat')

function durations(point: MetricPoint): Counted[] {
  const status = genai(point.attributes, 'error') === null ? 'ok' : 'error'
  if (isCall(point)) return [{ name: 'model_calls', of: 'count', status, ...servedBy(point) }]
  if (word(point.attributes, 'gen_ai.operation.name') !== 'execute_tool') return []
  const { tool, mcp_server } = toolName(genai(point.attributes, 'tool') ?? '')
  const told = { tool, mcp_server, status }
  return [
    { name: 'tool_calls', of: 'count', ...told },
    { name: 'tool_time', scale: 1000, ...told },
  ]
}

/** None without a session: nothing could then say that spans tell the same. Throws Implausible. */
export function readings(point: MetricPoint, at: number, who: Context): CounterFact[] {
  if (who.session === null) return []
  const { name } = point.metric
  const counted =
    name === 'gen_ai.client.token.usage'
      ? tokens(point)
      : name === 'gen_ai.client.operation.duration'
        ? durations(point)
        : []
  return counted.flatMap((one) => counterOf(point, at, who, one) ?? [])
}
