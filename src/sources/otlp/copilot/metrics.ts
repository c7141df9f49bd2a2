/** The metrics of Copilot: edits that people kept, and pull requests. The rest tells calls that spans tell one by one. */
import type { MetricPoint } from '../../../otlp/signals.ts'
import { languageNamed } from '../../language.ts'
import type { Reading } from '../agent.ts'
import { type Counted, counterOf } from '../counters.ts'
import { name, word } from '../values.ts'
import { type Surface, whoOf } from './sessions.ts'

type Counting = (point: MetricPoint) => Counted | null

const languageOf = ({ attributes }: MetricPoint): string | null => {
  const id = name(attributes, 'copilot_chat.language_id')
  return id === null ? null : languageNamed(id)
}

const LINES: Readonly<Record<string, Counted['name']>> = { added: 'lines_added', removed: 'lines_removed' }
const OUTCOMES: Readonly<Record<string, Counted['name']>> = {
  accepted: 'edits_accepted',
  rejected: 'edits_rejected',
}

const by =
  (attribute: string, names: Readonly<Record<string, Counted['name']>>): Counting =>
  (point) => {
    const told = word(point.attributes, attribute) ?? ''
    const counter = Object.hasOwn(names, told) ? names[told] : undefined
    return counter ? { name: counter, language: languageOf(point) } : null
  }

const none: Counting = () => null

/** What tells nothing that is counted stands here too: anything else is unknown to this version. */
const METRICS: ReadonlyMap<string, Counting> = new Map<string, Counting>([
  ['copilot_chat.lines_of_code.count', by('type', LINES)],
  ['copilot_chat.edit.acceptance.count', by('copilot_chat.edit.outcome', OUTCOMES)],
  ['copilot_chat.pull_request.count', () => ({ name: 'pull_requests' })],
  ...(
    'tool.call.count tool.call.duration agent.invocation.duration agent.turn.count session.count time_to_first_token ' +
    'chat_edit.outcome.count edit.survival.four_gram edit.survival.no_revert user.action.count user.feedback.count ' +
    'agent.edit_response.count agent.summarization.count cloud.session.count cloud.operation.count ' +
    'cloud.operation.duration cloud.error.count cloud.pr_ready.count'
  )
    .split(' ')
    .map((metric) => [`copilot_chat.${metric}`, none] as const),
  ...(
    'tool.call.count tool.call.duration agent.turn.count mcp.server.connection.count code.lines_added ' +
    'code.lines_removed sandbox.operation.count sandbox.spawn.duration sandbox.policy.path.count'
  )
    .split(' ')
    .map((metric) => [`github.copilot.${metric}`, none] as const),
])

/** Metrics name no session, so none is told of. Throws Implausible. */
export function readMetric(surface: Surface, point: MetricPoint, at: number): Reading {
  const { name: metric } = point.metric
  const counting = METRICS.get(metric) ?? (metric.startsWith('gen_ai.') ? none : null)
  if (!counting) return { facts: [], session: null, unknown: true }
  const counted = counting(point)
  const counter = counted && counterOf(point, at, whoOf(surface, point, null), counted)
  return { facts: counter ? [counter] : [], session: null }
}
