/** Reads the tasks of the extensions for editors: rows as the user sees them, kept in one file and filled in later in place. */
import { basename } from 'node:path'
import { providerNamed, vendorOf } from '../provider.ts'
import { label, type Row, records, text } from '../row.ts'
import type { Beginning, ReadResult, TranscriptFile, TranscriptFormat } from '../source.ts'
import { type Session, tokensOf as sumOf, Telling, type TranscriptAgent } from '../telling.ts'
import { costOf, HARNESS } from './keys.ts'
import { surroundingsOf } from './task-history.ts'
import { besideTask, chosen, clientOf, placeOf, type TaskPlace } from './task-place.ts'
import { TaskTools } from './task-tools.ts'
import {
  costTold,
  failureOf,
  inclusive,
  inText,
  isNothing,
  type Request,
  requestOf,
  tokensOf,
} from './task-usage.ts'

const FILE = 'ui_messages.json'

/** Rows with counts: of a request, of requests that were taken back with a checkpoint, and of sub-agents. */
const COUNTED = new Set(['api_req_started', 'deleted_api_reqs', 'subagent_usage'])

/** Rows that tell nothing that is counted. */
const SILENT = new Set(
  (
    'error api_req_finished api_req_retried api_req_retry_delayed api_req_rate_limit_wait api_req_failed text reasoning ' +
    'completion_result user_feedback_diff command_output shell_integration_warning ' +
    'shell_integration_warning_with_suggestion browser_action_result browser_session_status mcp_server_request_started ' +
    'mcp_server_response mcp_notification diff_error clineignore_error rooignore_error checkpoint_created checkpoint_saved ' +
    'load_mcp_documentation info task_progress generate_explanation error_retry hook_output_stream ' +
    'command_permission_denied conditional_rules_applied subtask_result sliding_window_truncation condense_context_error ' +
    'codebase_search_result image user_edit_todos too_many_tools_warning followup plan_mode_respond act_mode_respond ' +
    'resume_task resume_completed_task mistake_limit_reached auto_approval_max_req_reached new_task condense ' +
    'summarize_task report_bug interactive_app idle payment_required_prompt invalid_model plan_mode_exit ' +
    'unauthorized_prompt promotion_model_sign_up_required use_subagents'
  ).split(' '),
)

interface Task {
  telling: Telling
  session: Session
  place: TaskPlace
  tools: TaskTools
  contains: ReadonlySet<Request>
  keyOf(kind: string, row: Row): string
}

/** `whose` says whether a file is this agent's: by its path alone, or by its beginning too. */
export function taskFormat(
  agent: TranscriptAgent,
  whose: (file: string, begin: string | null) => boolean,
): TranscriptFormat {
  return {
    form: 'document',
    accepts: (file) => basename(file.replaceAll('\\', '/')) === FILE && whose(file, null),
    recognises: ({ path, text: begin }: Beginning) =>
      /^\s*\[/.test(begin) && /"(?:say|ask)"\s*:/.test(begin) && /"ts"\s*:/.test(begin) && whose(path, begin),
    beside: besideTask,
    read: (file, content) => read(agent, file, content),
  }
}

function rowsOf(content: Buffer): Row[] | null {
  try {
    const whole: unknown = JSON.parse(content.toString('utf8'))
    return Array.isArray(whole) ? records(whole) : null
  } catch {
    return null
  }
}

function read(agent: TranscriptAgent, file: TranscriptFile, content: Buffer): ReadResult {
  const telling = new Telling(agent, file)
  const rows = rowsOf(content)
  if (!rows) {
    telling.rows = 1
    telling.drop('broken_line')
    return telling.result()
  }
  const place = placeOf(file)
  const session = telling.session(place.session)
  const requests = new Map(rows.flatMap((row) => (isCounted(row) ? [[row, requestOf(row)] as const] : [])))
  const task: Task = {
    ...{ telling, session, place },
    // Cline takes the cache out of what its providers tell.
    contains: agent.harness === HARNESS ? new Set() : inclusive([...requests.values()]),
    tools: new TaskTools(session, {
      ...{ history: place.history, hashLine: file.hashLine },
      tellsLeave: agent.harness === HARNESS,
    }),
    keyOf: (kind, row) => `${agent.harness}/task:${place.task}:${kind}:${row.ts}`,
  }
  let first = true
  for (const row of rows) {
    telling.rows++
    if (row.partial === true && !isCounted(row)) continue
    const request = requests.get(row)
    const tokens = request ? sumOf(tokensOf(request, task.contains.has(request))) : 0
    if (request) telling.naive(tokens)
    const at = telling.time(row.ts, tokens)
    if (at === null) continue
    if (first) begin(task, rows, at)
    if (request) counted(task, request, at)
    else one(task, row, at, first)
    first = false
  }
  return telling.result()
}

const isCounted = (row: Row): boolean => typeof row.say === 'string' && COUNTED.has(row.say)

function begin({ telling, session, place }: Task, rows: readonly Row[], at: number): void {
  const environment = place.environments.until(at) ?? place.environments.from(at)
  // Older versions keep what they sent in the row of the request.
  const request = rows.find((row) => row.say === 'api_req_started')
  session.tell(at, {
    client: clientOf(telling.file.path, environment),
    version: label(environment?.cline_version),
    cwd: place.cwd ?? surroundingsOf(text(request && inText(request)?.request) ?? '').cwd,
    parent: place.parent,
  })
}

function one(task: Task, row: Row, at: number, first: boolean): void {
  const { telling, session, place, tools } = task
  const what = text(row.say) ?? text(row.ask)
  setMode(session, row)
  if (tools.row(row, at, task.keyOf('tool', row))) return
  switch (what) {
    case 'task':
      // What begins a task of another task was written by a model.
      if (place.parent === null) prompt(task, row, at)
      break
    case 'text':
      if (first && place.parent === null) prompt(task, row, at)
      break
    case 'user_feedback':
      prompt(task, row, at)
      break
    case 'condense_context':
      condensed(task, row, at)
      break
    case 'hook_status': {
      const name = label(inText(row)?.hookName)
      if (name) session.feature(at, task.keyOf('hook', row), 'hook', name, { event: name })
      break
    }
    case 'subagent':
      subagents(task, row, at)
      break
    default:
      // Rows of tools that tell no name are none of a tool.
      if (what === null || !(SILENT.has(what) || TOOLS.has(what))) telling.drop('unknown_record')
  }
}

const TOOLS = new Set([
  'tool',
  'command',
  'use_mcp_server',
  'use_mcp_tool',
  'browser_action',
  'browser_action_launch',
])

function setMode(session: Session, row: Row): void {
  const { mode } = chosen(row)
  if (mode !== null) session.mode = mode === 'plan' ? 'spec' : null
}

const COMMAND = /^\s*\/([a-z][\w.-]{0,63})(?=\s|$)/i

function prompt({ session, keyOf }: Task, row: Row, at: number): void {
  session.prompt(at, keyOf('prompt', row))
  const command = COMMAND.exec(text(row.text) ?? '')?.[1]
  if (command) session.feature(at, keyOf('command', row), 'slash_command', command)
}

function subagents({ session, keyOf }: Task, row: Row, at: number): void {
  records(inText(row)?.items).forEach((_, i) => {
    session.feature(at, `${keyOf('subagent', row)}#${i}`, 'subagent', null)
  })
}

/** Who served a model: by the row itself, by what was chosen last, or as the model is told. */
function servedBy({ place }: Task, { row, info }: Request, at: number) {
  const own = chosen(row)
  const then = chosen(place.models.until(at) ?? {})
  const request = surroundingsOf(text(info?.request) ?? '').model
  const model = own.model ?? then.model ?? request ?? place.history.modelAt(row, at)
  const provider =
    own.provider ?? (own.model === null ? then.provider : null) ?? label(info?.inferenceProvider)
  return { model, provider: providerNamed(provider) ?? vendorOf(model), told: provider }
}

const reported = (cost: number | null) =>
  cost === null ? {} : { cost_usd: cost, cost_source: 'reported' as const }

function counted(task: Task, request: Request, at: number): void {
  const { telling, session, keyOf } = task
  const { row, info } = request
  const kind = text(row.say) ?? ''
  const single = kind === 'api_req_started'
  if (single) setMode(session, row)
  const key = keyOf(kind, row)
  const tokens = tokensOf(request, task.contains.has(request))
  const failure = single ? failureOf(info) : null
  if (info === null) telling.drop('broken_line')
  else if (failure === null && isNothing(tokens)) {
    if (single && label(info.cancelReason) === null && info.tokensOut !== undefined)
      session.message(at, key, 'assistant')
    telling.drop('no_usage')
  } else {
    const { told, ...served } = servedBy(task, request, at)
    const before = session.agent
    if (kind === 'subagent_usage') session.agent = 'subagent'
    session.call(at, [key], {
      ...served,
      ...(isNothing(tokens) ? {} : tokens),
      ...reported(costOf(costTold(info), told)),
      message: single && failure === null,
      ...(failure === null ? {} : { status: 'error', error_type: failure }),
    })
    session.agent = before
  }
}

/** Roo Code tells of the request that sums up a conversation what it cost, not what it used. */
function condensed(task: Task, row: Row, at: number): void {
  const cost = costTold({ cost: (row.contextCondense as Row | null | undefined)?.cost })
  if (cost === null || cost === 0) return
  const { told: _, ...served } = servedBy(task, { ...requestOf({}), row }, at)
  task.session.call(at, [task.keyOf('condense', row)], { ...served, ...reported(cost), message: false })
}
