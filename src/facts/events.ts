/** The event facts of the catalogue (section 0.1): things that happened once. */
import { eventFact } from './fact.ts'
import {
  content,
  count,
  flag,
  hashes,
  instant,
  json,
  label,
  ms,
  naming,
  oneOf,
  ratio,
  said,
  usd,
  words,
} from './field.ts'

/** Steps of a session that spans time. */
const SPAN_KINDS = [
  'session',
  'prompt',
  'model_call',
  'tool',
  'wait',
  'edit',
  'validation',
  'hook',
  'subagent',
  'other',
] as const

/** What agents count and report as metrics. */
export const COUNTERS = [
  'model_calls',
  'tokens_input',
  'tokens_cache_read',
  'tokens_cache_write',
  'tokens_output',
  'tokens_reasoning',
  'cost',
  'tool_calls',
  'tool_time',
  'lines_added',
  'lines_removed',
  'lines_modified',
  'files_created',
  'files_edited',
  'files_deleted',
  'files_read',
  'commits',
  'pull_requests',
  'active_user',
  'active_agent',
  'prompts',
  'skills',
  'slash_commands',
  'hooks',
  'subagents',
  'edits_accepted',
  'edits_rejected',
] as const

/** What commands check the work (catalogue D-TRC-1). */
const VALIDATIONS = ['test', 'lint', 'build'] as const

export const message = eventFact('message', 'One message of a conversation.', {
  session: words('Session it belongs to.'),
  role: oneOf(['user', 'assistant'], 'Who wrote it.').needed(),
  human: flag(
    'True only when a person typed it: tool results, hook injections, summaries and reminders are not human.',
  ),
  text: content(said('What was said.')),
})

export const modelCall = eventFact(
  'model_call',
  'One logical call of a language model; retries are attempts of it.',
  {
    session: words('Session it belongs to.'),
    provider: label('Who served the model: anthropic, openai, bedrock, …'),
    model: label('Model as reported.'),
    tier: label('Service tier or speed that changes the price: standard, fast, batch, priority.'),
    in_uncached: count('Fresh input tokens: neither read from nor written to a cache.'),
    cache_read: count('Input tokens read from the cache.'),
    cache_write: count('Input tokens written to the cache, all lifetimes.'),
    cache_write_1h: count('Part of cache_write with a lifetime of one hour.'),
    out: count('Output tokens, reasoning included.'),
    reasoning: count('Reasoning tokens, a part of out.'),
    latency_ms: ms('Request to last token, in ms.'),
    ttft_ms: ms('Request to first token, in ms.'),
    attempts: count('Physical requests, retries included.'),
    status: oneOf(['ok', 'error'], 'How it finally ended.'),
    error_type: label('Kind of the final error.'),
    effort: label('Reasoning effort asked for.'),
    autonomy_mode: label('Autonomy mode at the time: auto-high, auto-medium, auto-low, manual, spec.'),
    cost_usd: usd('Cost as the source reports it, in USD.'),
    cost_source: oneOf(['reported', 'credits'], 'Where cost_usd comes from.'),
  },
)

export const toolCall = eventFact('tool_call', 'One use of a tool, proposed by a model.', {
  session: words('Session it belongs to.'),
  tool: label(
    'Canonical tool: Read, Edit, Execute, Grep, Glob, Create, Web, Task, Todo, MCP, other.',
  ).needed(),
  raw_tool: label('Name the agent gives the tool.'),
  kind: label('Group of the tool: file, shell, search, web, mcp, agent, other.'),
  mcp_server: label('MCP server, lower case.'),
  duration_ms: ms('Run time in ms, waiting for approval left out where the source can tell.'),
  status: oneOf(['ok', 'error', 'rejected', 'unknown'], 'How it ended.'),
  decision: label('Who allowed or refused it: user, config, hook, auto.'),
  autonomy_mode: label('Autonomy mode at the call: auto-high, auto-medium, auto-low, manual, spec.'),
  risk_proposed: oneOf(['low', 'medium', 'high', 'unknown'], 'Risk level of the proposed command.'),
  risk_executed: oneOf(['low', 'medium', 'high', 'unknown'], 'Risk level of the executed command.'),
  validation: oneOf(VALIDATIONS, 'What a shell command checks; the command itself is not kept.'),
})

export const featureUse = eventFact('feature_use', 'One use of a platform feature.', {
  session: words('Session it belongs to.'),
  kind: oneOf(['skill', 'slash_command', 'hook', 'subagent'], 'Which feature.').needed(),
  name: label('Name of the skill, command or subagent type.'),
  event: label('Hook event, such as PostToolUse.'),
  matcher: content(label('Hook matcher.')),
  command: content(label('Hook command.')),
})

export const fileChange = eventFact('file_change', 'One change of one file by an agent.', {
  session: words('Session it belongs to.'),
  path: words('Path as reported; relative to the repository where that is known.').needed(),
  op: oneOf(['create', 'edit', 'delete'], 'What was done.').needed(),
  added: count('Lines added.'),
  removed: count('Lines removed.'),
  extension: label('Lower-case extension with dot; empty for none.'),
  language: label('Language by extension.'),
  line_hashes: hashes(
    'Keyed hashes of the normalised added lines of 8 characters or more, for matching merged diffs.',
  ),
})

export const span = eventFact(
  'span',
  'One span of a trace: how long a step of a session took, and within which other.',
  {
    session: words('Session it belongs to.'),
    trace_id: words('Trace, 32 hex digits.').needed(),
    span_id: words('Span, 16 hex digits.').needed(),
    parent_span_id: words('Span it lies within.'),
    name: label('Name of the span as reported; unknown where it may be a text.'),
    kind: oneOf(SPAN_KINDS, 'Which step of a session it is (D-TRC-1).').needed(),
    duration_ms: ms('From start to end, in ms.'),
    status: oneOf(['ok', 'error', 'unset'], 'How it ended.'),
    error_type: label('Kind of the error.'),
    model: label('Model of a call, as reported.'),
    tool: label('Canonical tool of a call.'),
    validation: oneOf(VALIDATIONS, 'What a shell command checks.'),
    about: words('Key of the model call, tool call or message that it times.'),
  },
)

export const counter = eventFact(
  'counter',
  'A reading of a count that an agent reports as a metric, in place of the happenings one by one.',
  {
    session: words('Session it belongs to; where none is told, what keeps its series apart from others.'),
    series: label('Names the series among all: a hash of metric, resource, scope and attributes.').needed(),
    started: words('When the series began to count, as told; a new start begins at 0.'),
    temporality: oneOf(
      ['delta', 'cumulative'],
      'Whether it adds to the reading before, or takes its place.',
    ).needed(),
    name: oneOf(COUNTERS, 'What is counted.').needed(),
    value: count('Tokens, lines, ms or things, by name; null for money.'),
    usd: usd('Of the name cost, in USD.'),
    provider: label('Who served the model.'),
    model: label('Model as reported.'),
    tool: label('Canonical tool.'),
    mcp_server: label('MCP server, lower case.'),
    status: label('How what is counted ended: ok, error, rejected, accepted.'),
    language: label('Language of the files.'),
  },
)

export const commit = eventFact('commit', 'One commit.', {
  sha: label('Commit hash.').needed(),
  amends: label('Hash of the commit that it took the place of, by an amendment: only the last one counts.'),
  message: content(words('Subject line.')),
  author: naming('doer', label('Author, as reported.')),
  authored_at: instant('Author time.'),
  committed_at: instant('Commit time.'),
  added: count('Lines added.'),
  removed: count('Lines removed.'),
  session: words('Session that made it, when known.'),
  attribution: oneOf(
    ['explicit', 'matched', 'coauthor', 'temporal', 'none'],
    'How it was tied to a session (G-ATT-1).',
  ),
  attribution_confidence: ratio('Confidence of the attribution, 0 to 1.'),
})

export const review = eventFact('review', 'One review of a pull request.', {
  pr: words('Pull request it belongs to.').needed(),
  reviewer: naming('doer', label('Reviewer, as reported.')),
  reviewer_kind: oneOf(['human', 'agent', 'bot'], 'What the reviewer is.'),
  state: label('approved, changes_requested, commented, dismissed.'),
})

export const escalation = eventFact('escalation', 'One escalation of a work item.', {
  work_item: words('Work item it belongs to.').needed(),
  strategy: label('Strategy that was used.').needed(),
})

export const costEntry = eventFact(
  'cost_entry',
  'Money spent that is not the cost of a model call told elsewhere.',
  {
    usd: usd('Amount in USD.').needed(),
    kind: oneOf(['llm', 'compute', 'human', 'seat'], 'What it was spent on.').needed(),
    session: words('Session it belongs to.'),
    work_item: words('Work item it belongs to.'),
    station: label('Station it belongs to.'),
    provider: label('Who charged it.'),
    model: label('Model, when it is for one.'),
  },
)

export const testRun = eventFact('test_run', 'One run of a test suite.', {
  name: label('Suite.'),
  commit: label('Commit it ran on.'),
  passed: count('Tests that passed.'),
  failed: count('Tests that failed.'),
  skipped: count('Tests that were skipped.'),
  coverage: ratio('Share of lines covered, 0 to 1.'),
  session: words('Session that ran it, when known.'),
})

export const uptimeSample = eventFact('uptime_sample', 'One interval in which a service was up or down.', {
  service: label('Service.').needed(),
  environment: label('Environment.'),
  up: flag('True when it was up.').needed(),
  duration_ms: ms('Length of the interval in ms.').needed(),
})

export const readinessReport = eventFact(
  'readiness_report',
  'One evaluation of how ready a repository is for agents.',
  {
    commit: label('Commit that was evaluated.'),
    dirty: flag('True with uncommitted changes.'),
    unpushed: flag('True with commits that are not on the remote.'),
    apps: json('Applications found, by path.'),
    criteria: json('Per criterion: numerator, denominator, rationale, status.'),
    evaluator: label('Who evaluated, with version.'),
  },
)

export const EVENTS = [
  message,
  modelCall,
  toolCall,
  featureUse,
  fileChange,
  span,
  counter,
  commit,
  review,
  escalation,
  costEntry,
  testRun,
  uptimeSample,
  readinessReport,
] as const
