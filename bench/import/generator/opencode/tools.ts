/** How OpenCode writes down what a tool did: one part with the call, its answer and what it changed. */
import type { Random } from '../random.ts'
import type { ToolStatus } from '../truth.ts'
import { type Change, hunk, patchOf, type Use } from '../work.ts'
import type { Model, Profile } from './profile.ts'

export interface ToolPart {
  name: string
  status: ToolStatus
  data: string
}

interface Shown {
  name: string
  input: object
  metadata: object
  output: string
}

const REJECTED = 'The user rejected permission to use this specific tool call.'
/** What the page shows of a long output. */
const SHOWN = 30_000

export function toolPart(random: Random, profile: Profile, model: Model, use: Use, start: number): ToolPart {
  const { name, input, metadata, output } = shown(profile, model, use)
  const time = { start, end: start + use.ms }
  const failed = use.status === 'rejected' || (use.status === 'error' && use.kind !== 'run')
  const state = failed
    ? {
        status: 'error',
        input,
        error: use.status === 'rejected' ? REJECTED : `Error: cannot do it to ${use.about}`,
        time,
      }
    : { status: 'completed', input, output, title: use.about || use.command, metadata, time }
  const callID = model.provider === 'anthropic' ? random.toolUseId() : `call_${random.base58(24)}`
  return { name, status: use.status, data: JSON.stringify({ type: 'tool', callID, tool: name, state }) }
}

function shown(profile: Profile, model: Model, use: Use): Shown {
  const { about, command, output, status } = use
  const filePath = `${profile.cwd}/${about}`
  switch (use.kind) {
    case 'run':
      return {
        ...{ name: 'bash', input: { command, description: 'Does it' }, output },
        metadata: {
          output: output.slice(0, SHOWN),
          exit: status === 'ok' ? 0 : 1,
          description: 'Does it',
          truncated: false,
        },
      }
    case 'read': {
      const numbered = output.split('\n').map((line, i) => `${i + 1}: ${line}`)
      return {
        ...{ name: 'read', input: { filePath } },
        output: `<path>${filePath}</path>\n<type>file</type>\n<content>\n${numbered.join('\n')}\n</content>`,
        metadata: { preview: numbered.slice(0, 20).join('\n'), truncated: false, loaded: [] },
      }
    }
    case 'search':
      return {
        ...{ name: 'grep', input: { pattern: about, path: profile.cwd }, output },
        metadata: { matches: output.split('\n').length, truncated: false },
      }
    case 'change':
      return changed(profile, model, filePath, about, use.change as Change)
    case 'plan': {
      const todos = [{ content: about, status: 'in_progress', priority: 'high' }]
      return { name: 'todowrite', input: { todos }, metadata: { todos }, output: JSON.stringify(todos) }
    }
    case 'web':
      return {
        name: 'webfetch',
        input: { url: 'https://example.com/', format: 'markdown' },
        metadata: {},
        output,
      }
    case 'service':
      return { name: 'tracker_list_issues', input: { query: about }, metadata: { truncated: false }, output }
    case 'agent':
      return {
        ...{ name: 'task', input: { description: 'Looks', prompt: about, subagent_type: 'explore' }, output },
        metadata: { sessionId: command, model: { modelID: model.id, providerID: model.provider } },
      }
  }
}

const whole = (...lines: (readonly string[])[]): string =>
  lines.map((some) => some.map((l) => `${l}\n`).join('')).join('')

function changed(
  profile: Profile,
  { provider }: Model,
  filePath: string,
  about: string,
  change: Change,
): Shown {
  const { op, before, after, removed, added } = change
  const [additions, deletions] = [added.length, removed.length]
  const diff = `Index: ${filePath}\n===\n--- ${filePath}\n+++ ${filePath}\n${hunk(change, 12)}`
  const was = whole(before, removed, after)
  const is = whole(before, added, after)
  // Models of OpenAI are given patches to write, and only those delete a file.
  if (provider === 'openai' || op === 'delete') {
    const type = { create: 'add', edit: 'update', delete: 'delete' }[op]
    const told = profile.build.patches ? { patch: diff } : { diff, before: was, after: is }
    const files = [{ filePath, relativePath: about, type, ...told, additions, deletions }]
    const output = `Success. Updated the following files:\nM ${about}`
    return {
      name: 'apply_patch',
      input: { patchText: patchOf(about, change) },
      metadata: { diff, files },
      output,
    }
  }
  if (op === 'create') {
    const metadata = { diagnostics: {}, filepath: filePath, exists: false }
    return { name: 'write', input: { filePath, content: is }, metadata, output: 'Wrote file successfully.' }
  }
  const filediff = profile.build.patches
    ? { file: filePath, patch: diff, additions, deletions }
    : { file: filePath, before: was, after: is, additions, deletions }
  return {
    ...{ name: 'edit', input: { filePath, oldString: was, newString: is } },
    ...{ metadata: { diagnostics: {}, diff, filediff }, output: 'Edit applied successfully.' },
  }
}
