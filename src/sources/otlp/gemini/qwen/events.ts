/** The log events that Qwen Code has beside those it took over from Gemini CLI. */
import type { Fact } from '../../../../facts/index.ts'
import { name, word } from '../../values.ts'
import { SHARED, silent } from '../events.ts'
import { feature, yielding } from '../tools.ts'
import { type Event, type EventReader, type Events, keyOf } from '../variant.ts'

/** The tool that loads a skill tells of itself as a call; whether people or a model asked for it is not told. */
const skill = (event: Event): Fact[] => {
  const key = keyOf(event, 'skill', ['skill_name'])
  return [feature(yielding(event), key, 'skill', name(event.attributes, 'skill_name'))]
}

/** A subagent is told when it starts and when it ends; neither has an id, so its start is its use. */
const subagent = (event: Event): Fact[] => {
  const { attributes } = event
  if (word(attributes, 'status') !== 'started') return []
  const key = keyOf(event, 'agent', ['subagent_name'])
  return [feature(yielding(event), key, 'subagent', name(attributes, 'subagent_name'))]
}

export const QWEN_EVENTS: Events = new Map<string, EventReader>([
  ...SHARED,
  ['skill_launch', skill],
  ['subagent_execution', subagent],
  // Attempts that failed on the way to an answer; what ended without one is told by `api_error`.
  ...silent(
    'session.start session.end api_retry api_cancel auth user_feedback user_retry repeated_tool_failure_guard ' +
      'ripgrep_runtime_recovery chat.protocol_tag_sanitized prompt_suggestion speculation workflow_keyword ' +
      'workflow_run workflow_size_warning arena_session_started arena_agent_completed arena_session_ended ' +
      'tool_result_persisted startup.performance memory.usage performance.baseline performance.regression ' +
      'memory.extract memory.dream memory.recall memory.recall.delivery memory.search memory.migration ' +
      'memory.recall_mode_transition',
  ),
])
