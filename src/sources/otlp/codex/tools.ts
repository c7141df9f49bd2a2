/** Tool calls of Codex, and what their arguments tell: files changed, commits, pull requests, what a command checks. */
import type { Fact, ToolCall } from '../../../facts/index.ts'
import type { Attributes } from '../../../otlp/signals.ts'
import { filesOf, patchIn } from '../../apply-patch.ts'
import { callKey, scriptOf, WRAPPER } from '../../codex/names.ts'
import { commitsIn, makesCommit, makesPullRequest, pullRequestIn } from '../../git.ts'
import { label, path } from '../../label.ts'
import { extensionOf, languageOf } from '../../language.ts'
import { toolName } from '../../tool-names.ts'
import { validationOf } from '../../validation.ts'
import { flag, ms, name, word } from '../values.ts'
import type { Event } from './event.ts'
import { AGENT, stampOf } from './sessions.ts'

function keyOf({ record, at, who }: Event, tool: string): string {
  const id = name(record.attributes, 'call_id')
  return id
    ? callKey(id, who.session)
    : `codex/tool-at:${who.session ?? 'none'}:${stampOf(record, at)}:${tool}`
}

interface Arguments {
  /** Shell command or patch; null where they hold none. */
  text: string | null
  /** Type of an agent to be started. */
  agent: string | null
}

/** They are an object as JSON, or the text itself; of JSON that is cut off nothing is known. */
function argumentsOf(attributes: Attributes): Arguments {
  const told = attributes.get('arguments')
  if (typeof told !== 'string') return { text: null, agent: null }
  if (!told.trimStart().startsWith('{')) return { text: scriptOf(told), agent: null }
  try {
    const { command, cmd, input, agent_type } = JSON.parse(told) as Record<string, unknown>
    return { text: scriptOf(command ?? cmd ?? input), agent: label(agent_type) }
  } catch {
    return { text: null, agent: null }
  }
}

/** What a command printed: older versions put it into an object as JSON. */
function outputOf(attributes: Attributes): string {
  const told = attributes.get('output')
  if (typeof told !== 'string') return ''
  if (!told.startsWith('{"output"')) return told
  try {
    const { output } = JSON.parse(told) as Record<string, unknown>
    return typeof output === 'string' ? output : ''
  } catch {
    return ''
  }
}

function toolCall(event: Event, raw: string, more: Partial<ToolCall>): ToolCall {
  const server = name(event.record.attributes, 'mcp_server')
  const named = toolName(raw)
  const mcp = server ? { tool: 'MCP', kind: 'mcp', mcp_server: server.toLowerCase() } : {}
  return {
    type: 'tool_call',
    at: event.at,
    keys: [keyOf(event, raw)],
    completeness: COMPLETENESS.failed,
    ...named,
    ...mcp,
    raw_tool: raw,
    ...more,
    ...event.who,
  }
}

/**
 * Of all that is told of one call the most complete counts. One that was refused ends as a failure, so the refusal says
 * more; one that was refused at first, and allowed then, ends well.
 */
const COMPLETENESS = { failed: 2, refused: 3, succeeded: 4 } as const

/** A tool that ran longer than this did not. */
const LONGEST_MS = 24 * 3600_000

/** The record is made when the tool has ended, so the call began its duration before. */
export function result(ended: Event): Fact[] {
  const { attributes } = ended.record
  const raw = name(attributes, 'tool_name')
  if (raw === null || raw === WRAPPER) return []
  const duration_ms = ms(attributes, 'duration_ms')
  const event = { ...ended, at: ended.at - Math.min(duration_ms ?? 0, LONGEST_MS) }
  const success = flag(attributes, 'success')
  const given = argumentsOf(attributes)
  const call = toolCall(event, raw, {
    duration_ms,
    completeness: success ? COMPLETENESS.succeeded : COMPLETENESS.failed,
    status: success === null ? 'unknown' : success ? 'ok' : 'error',
  })
  const isShell = call.tool === 'Execute'
  if (isShell && given.text) call.validation = validationOf(given.text)
  return success ? [call, ...doneBy(event, call, given)] : [call]
}

/** What a call that succeeded did. */
function doneBy(event: Event, { tool, keys: [key = ''] }: ToolCall, { text, agent }: Arguments): Fact[] {
  if (tool === 'Task')
    return [
      {
        type: 'feature_use',
        at: event.at,
        keys: [key],
        completeness: 1,
        kind: 'subagent',
        name: agent,
        ...event.who,
      },
    ]
  if (!text) return []
  if (tool === 'Edit') return changes(event, key, text)
  return tool === 'Execute' ? [...changes(event, key, patchIn(text) ?? ''), ...shipped(event, key, text)] : []
}

function changes({ at, who }: Event, key: string, patch: string): Fact[] {
  return filesOf(patch).flatMap(({ added_lines: _, ...file }): Fact[] => {
    const changed = path(file.path)
    if (!changed) return []
    return [
      {
        type: 'file_change',
        at,
        keys: [`${key}#${changed}`],
        completeness: 2,
        ...file,
        path: changed,
        extension: extensionOf(changed),
        language: languageOf(changed),
        ...who,
      },
    ]
  })
}

function shipped(event: Event, key: string, command: string): Fact[] {
  const { at, who, record } = event
  const facts: Fact[] = []
  if (makesCommit(command))
    for (const { sha, branch, added, removed } of commitsIn(outputOf(record.attributes)))
      facts.push({
        type: 'commit',
        at,
        keys: [`${key}#${sha}`],
        completeness: 2,
        sha,
        added,
        removed,
        attribution: 'explicit',
        attribution_confidence: 1,
        ...who,
        branch: branch ?? who.branch,
      })
  const opened = makesPullRequest(command) ? pullRequestIn(outputOf(record.attributes)) : null
  if (opened)
    facts.push({
      type: 'pull_request',
      id: opened.url,
      observed_at: at,
      source: AGENT.source,
      subject: null,
      parser_version: AGENT.parserVersion,
      repo: opened.repo,
      number: opened.number,
      url: opened.url,
      created_at: at,
      sessions: who.session === null ? null : [who.session],
      attribution: 'explicit',
    })
  return facts
}

const DECIDERS: Readonly<Record<string, string>> = {
  user: 'user',
  config: 'config',
  execpolicy_matched: 'config',
  automated_reviewer: 'auto',
}

/** Only refusals: a call that was allowed tells of itself when it has ended. */
export function decision(event: Event): Fact[] {
  const { attributes } = event.record
  const raw = name(attributes, 'tool_name')
  if (
    raw === null ||
    raw === WRAPPER ||
    !/^(?:denied|abort|timed_?out)/.test(word(attributes, 'decision') ?? '')
  )
    return []
  const source = word(attributes, 'source') ?? ''
  const decision = Object.hasOwn(DECIDERS, source) ? (DECIDERS[source] ?? null) : null
  return [toolCall(event, raw, { completeness: COMPLETENESS.refused, status: 'rejected', decision })]
}
