/** Reads only the needed parts of a line: most of a transcript is tool output and file content. */

import { type Row, wholeRow } from '../row.ts'
import { readParts, Shape, type Wish } from './json-parts.ts'

const WHOLE: Wish = { shape: null, cut: 0 }

/** Names separated by blanks are wanted whole. */
function pick(names: string, more: Record<string, Wish> = {}, cut = 0, exact = false): Wish {
  const whole = names.split(' ').filter(Boolean)
  return {
    shape: new Shape([...whole.map((name) => [name, WHOLE] as const), ...Object.entries(more)], exact),
    cut,
  }
}

/** More than any reader looks at. */
const BEGINNING: Wish = { shape: null, cut: 320 }
const TEXT = pick('type', { text: BEGINNING }, BEGINNING.cut)
const BLOCK = pick(
  'type id name tool_use_id is_error',
  {
    text: BEGINNING,
    content: TEXT,
    input: pick('command file_path notebook_path subagent_type skill'),
  },
  BEGINNING.cut,
)
/** Only whether there is anything is asked. */
const ANYTHING: Wish = { shape: null, cut: 1 }
const TOOL_USE_RESULT = pick(
  'type filePath notebook_path structuredPatch new_source edit_mode error durationMs totalDurationMs durationSeconds',
  { oldString: ANYTHING, originalFile: ANYTHING },
  1,
)
const ATTACHMENT = pick('type hookName hookEvent toolUseID command commandMode isMeta', {
  prompt: TEXT,
  origin: pick('kind'),
  blockingError: pick('command'),
  skills: pick('name'),
})
const USAGE = pick(
  'input_tokens output_tokens cache_read_input_tokens cache_creation_input_tokens service_tier speed inference_geo',
  {
    cache_creation: pick('ephemeral_5m_input_tokens ephemeral_1h_input_tokens', {}, 0, true),
    server_tool_use: pick('web_search_requests web_fetch_requests', {}, 0, true),
    output_tokens_details: pick('thinking_tokens', {}, 0, true),
    iterations: pick(''),
  },
  0,
  true,
)
const ROW = pick(
  'type subtype uuid sessionId timestamp cwd gitBranch version entrypoint isSidechain isMeta isCompactSummary ' +
    'isApiErrorMessage sessionKind promptSource permissionMode effort requestId attributionAgent attributionSkill ' +
    'toolDenialKind toolUseID hookInfos prUrl prNumber prRepository',
  {
    origin: pick('kind'),
    message: pick('id model stop_reason', { usage: USAGE, content: BLOCK }),
    toolUseResult: TOOL_USE_RESULT,
    attachment: ATTACHMENT,
    worktreeSession: pick('originalCwd'),
    data: pick('', { message: pick('', { message: pick('', { usage: USAGE }) }) }),
  },
)

/**
 * The row, with what is not needed left out; null when the line is no row. It must be used before the next one is read.
 * Parts that are stepped over are not checked: a fault there costs nothing, where the whole line would be lost.
 */
export const neededRow = (bytes: Buffer): Row | null =>
  (readParts(bytes, ROW.shape as Shape) as Row | null) ?? wholeRow(bytes)
