/** The metrics of Claude Code: what it counts, in readings of a minute. */
import type { MetricPoint } from '../../../otlp/signals.ts'
import { providerOf } from '../../provider.ts'
import { toolName } from '../../tool-names.ts'
import { type Counted, counterOf } from '../counters.ts'
import type { Context } from '../origin.ts'
import { name, word } from '../values.ts'

/** By the attribute `type` of the metric. */
const TOKENS: Readonly<Record<string, Counted['name']>> = {
  input: 'tokens_input',
  output: 'tokens_output',
  cacheread: 'tokens_cache_read',
  cachecreation: 'tokens_cache_write',
}
const LINES: Readonly<Record<string, Counted['name']>> = { added: 'lines_added', removed: 'lines_removed' }
const ACTIVE: Readonly<Record<string, Counted['name']>> = { user: 'active_user', cli: 'active_agent' }

type Counting = (point: MetricPoint) => Counted | null

const byType =
  (names: Readonly<Record<string, Counted['name']>>, scale = 1): Counting =>
  ({ attributes }) => {
    const counter = names[word(attributes, 'type') ?? '']
    if (!counter) return null
    const model = name(attributes, 'model')
    return { name: counter, scale, model, provider: model && providerOf(model, null) }
  }

/** Whether a proposed edit was taken. */
const decision: Counting = ({ attributes }) => {
  const accepted = word(attributes, 'decision')
  if (accepted !== 'accept' && accepted !== 'reject') return null
  const { tool } = toolName(name(attributes, 'tool_name') ?? '')
  const language = name(attributes, 'language')
  return { name: accepted === 'accept' ? 'edits_accepted' : 'edits_rejected', tool, language }
}

/** By the name of the metric, without its prefix. Sessions are told by every record. */
export const METRICS: ReadonlyMap<string, Counting> = new Map<string, Counting>([
  ['token.usage', byType(TOKENS)],
  [
    'cost.usage',
    ({ attributes }) => {
      const model = name(attributes, 'model')
      return { name: 'cost', model, provider: model && providerOf(model, null) }
    },
  ],
  ['lines_of_code.count', byType(LINES)],
  ['active_time.total', byType(ACTIVE, 1000)],
  ['commit.count', () => ({ name: 'commits' })],
  ['pull_request.count', () => ({ name: 'pull_requests' })],
  ['code_edit_tool.decision', decision],
  ['session.count', () => null],
])

/** Counters of what nothing else tells. */
const ALONE: ReadonlySet<Counted['name']> = new Set([
  'active_user',
  'active_agent',
  'edits_accepted',
  'edits_rejected',
])

/** The reading of a point; none where it counts nothing that is kept. Throws Implausible. */
export function reading(point: MetricPoint, counting: Counting, at: number, who: Context) {
  const counted = counting(point)
  // Without a session nobody knows whether events, or a transcript, tell the same one by one.
  if (who.session === null && counted && !ALONE.has(counted.name)) return []
  const counter = counted && counterOf(point, at, who, counted)
  return counter ? [counter] : []
}
