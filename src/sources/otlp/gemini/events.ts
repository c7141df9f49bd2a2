/** The log events that Gemini CLI and its forks have in common. */
import { failure, prompt, response } from './calls.ts'
import { agentStart, hookCall, slashCommand, toolCall } from './tools.ts'
import type { EventReader, Events } from './variant.ts'

const none: EventReader = () => []

/** Events of these names tell nothing that is counted. */
export const silent = (names: string): [string, EventReader][] => names.split(' ').map((name) => [name, none])

export const SHARED: Events = new Map<string, EventReader>([
  ['user_prompt', prompt],
  ['api_response', response],
  ['api_error', failure],
  ['tool_call', toolCall],
  ['slash_command', slashCommand],
  ['hook_call', hookCall],
  // Sessions are told by every record; files and lines without a path by the metrics; the event of the GenAI
  // conventions stands beside each request, response and error.
  ...silent(
    'gen_ai.client.inference.operation.details config end_session api_request file_operation conversation_finished chat_compression slash_command.model ' +
      'chat.invalid_chunk chat.content_retry chat.content_retry_failure malformed_json_response next_speaker_check ' +
      'loop_detected loop_detection_disabled flash_fallback ripgrep_fallback ide_connection kitty_sequence_overflow ' +
      'tool_output_truncated extension_install extension_uninstall extension_enable extension_disable extension_update',
  ),
])

export const GEMINI_EVENTS: Events = new Map<string, EventReader>([
  ...SHARED,
  ['agent.start', agentStart],
  ...silent(
    'agent.finish agent.recovery_attempt network_retry_attempt ' +
      'model_routing rewind llm_loop_check smart_edit_strategy smart_edit_correction edit_strategy edit_correction ' +
      'plan.execution plan.approval_mode_switch plan.approval_mode_duration approval_mode_switch ' +
      'approval_mode_duration plan_execution web_fetch_fallback_attempt tool_output_masking startup_stats ' +
      'keychain.availability token_storage.initialization conseca.verdict conseca.policy_generation',
  ),
])
