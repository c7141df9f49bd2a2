/** How Codex writes down what its tools did: the call, what it answered, and the events beside them. */
import type { Random } from '../random.ts'
import { hunk, patchOf, type Use } from '../work.ts'
import type { Profile } from './profile.ts'
import type { Rollout } from './rollout.ts'
import type { World } from './world.ts'

interface Writer {
  world: World
  profile: Profile
  rollout: Rollout
  clock: number
}

const callId = (random: Random): string => `call_${random.base58(24)}`

/** A call that was written, and how its answer is. */
interface Proposed {
  name: string
  answer(at: number): void
}

/** Writes the call of a tool. */
export function propose(writer: Writer, use: Use): Proposed {
  if (use.kind === 'change') return patch(writer, use)
  if (use.kind === 'plan') return plan(writer, use)
  if (use.kind === 'service') return service(writer, use)
  if (use.kind === 'web') return web(writer, use)
  if (use.kind === 'agent') return agent(writer, use)
  return shell(writer, use)
}

/** What came out of a command, in the form of the version. */
function printed({ profile, world }: Writer, { ms, output, status }: Use, print: string): string {
  const exit_code = status === 'ok' ? 0 : 1
  const text = print || output
  if (!profile.build.plainCommands)
    return JSON.stringify({
      output: text,
      metadata: { exit_code, duration_seconds: Math.round(ms / 100) / 10 },
    })
  return (
    `Chunk ID: ${world.random.hex(6)}\nWall time: ${(ms / 1000).toFixed(4)} seconds\nProcess exited with code ${exit_code}\n` +
    `Original token count: ${Math.ceil(text.length / 4)}\nOutput:\n${text}`
  )
}

/** Writes a command to the shell and answers its id. */
function command({ world, profile, rollout, clock }: Writer, text: string): { id: string; name: string } {
  const id = callId(world.random)
  const name = profile.build.plainCommands ? 'exec_command' : 'shell'
  const given = profile.build.plainCommands
    ? { cmd: text, workdir: profile.cwd, yield_time_ms: 1000, max_output_tokens: 10_000 }
    : { command: ['bash', '-lc', text], workdir: profile.cwd }
  rollout.item(clock, 'function_call', { name, arguments: JSON.stringify(given), call_id: id })
  return { id, name }
}

function shell(writer: Writer, use: Use): Proposed {
  const { id, name } = command(writer, use.command)
  return {
    name,
    answer: (at) => {
      const output = use.status === 'rejected' ? 'exec command rejected by user' : printed(writer, use, '')
      writer.rollout.item(at, 'function_call_output', { call_id: id, output })
    },
  }
}

/** A patch: given to its own tool, or within a command. */
function patch(writer: Writer, use: Use): Proposed {
  const { world, rollout, clock, profile } = writer
  const told = use.change ? patchOf(use.about, use.change) : ''
  const within = world.random.chance(0.2)
  const made = within
    ? command(writer, `apply_patch <<'EOF'\n${told}\nEOF`)
    : { id: callId(world.random), name: 'apply_patch' }
  if (within) world.tally.trap('patches_within_commands')
  else {
    const input = { status: 'completed', call_id: made.id, name: made.name, input: told }
    rollout.item(clock, 'custom_tool_call', input)
  }
  const type = within ? 'function_call_output' : 'custom_tool_call_output'
  return {
    name: made.name,
    answer: (at) => {
      if (use.status === 'ok' && profile.build.patchEvents) applied(writer, at, made.id, use)
      rollout.item(at, type, { call_id: made.id, output: patched(writer, use) })
    },
  }
}

function patched(writer: Writer, use: Use): string {
  if (use.status === 'rejected') return 'patch rejected by user'
  const failed = `apply_patch verification failed: Failed to find expected lines in ${use.about}`
  if (use.status === 'error')
    return writer.profile.build.plainCommands ? failed : printed(writer, use, failed)
  const letter = { create: 'A', edit: 'M', delete: 'D' }[use.change?.op ?? 'edit']
  return printed(writer, use, `Success. Updated the following files:\n${letter} ${use.about}\n`)
}

/** The record of a patch says what was there before. */
function applied({ rollout, profile }: Writer, at: number, id: string, { about, change }: Use): void {
  if (!change) return
  const whole = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')
  const told = {
    create: { type: 'add', content: whole(change.added) },
    delete: { type: 'delete', content: whole(change.removed) },
    edit: { type: 'update', unified_diff: hunk(change, 12), move_path: null },
  }[change.op]
  const changes = { [`${profile.cwd}/${about}`]: told }
  rollout.event(at, 'patch_apply_end', { call_id: id, stdout: '', stderr: '', success: true, changes })
}

function plan({ world, rollout, clock }: Writer, use: Use): Proposed {
  const id = callId(world.random)
  const given = { explanation: use.about, plan: [{ status: 'in_progress', step: use.about }] }
  const call = { name: 'update_plan', arguments: JSON.stringify(given), call_id: id }
  rollout.item(clock, 'function_call', call)
  return {
    name: call.name,
    answer: (at) => {
      const output = use.status === 'rejected' ? 'rejected by user' : 'Plan updated'
      rollout.item(at, 'function_call_output', { call_id: id, output })
    },
  }
}

/** A tool of a server that is connected. */
function service({ world, rollout, clock }: Writer, use: Use): Proposed {
  const id = callId(world.random)
  const invocation = { server: 'tracker', tool: 'list_issues', arguments: { query: use.about } }
  const name = `${invocation.server}__${invocation.tool}`
  rollout.item(clock, 'function_call', { name, arguments: JSON.stringify(invocation.arguments), call_id: id })
  return {
    name,
    answer: (at) => {
      if (use.status === 'rejected') {
        rollout.item(at, 'function_call_output', { call_id: id, output: 'user rejected MCP tool call' })
        return
      }
      const result = { content: [{ type: 'text', text: use.output }], isError: use.status === 'error' }
      const duration = { secs: Math.floor(use.ms / 1000), nanos: (use.ms % 1000) * 1e6 }
      rollout.event(at, 'mcp_tool_call_end', { call_id: id, invocation, duration, result: { Ok: result } })
      rollout.item(at, 'function_call_output', { call_id: id, output: use.output })
    },
  }
}

/** A search that the provider runs: it is over when it is told, and cannot be refused. */
function web({ world, rollout }: Writer, use: Use): Proposed {
  const id = `ws_${world.random.hex(24)}`
  const action = { type: 'search', query: use.about }
  use.status = 'ok'
  return {
    name: 'web_search',
    answer: (at) => {
      rollout.event(at, 'web_search_end', { call_id: id, query: use.about, action })
      rollout.item(at, 'web_search_call', { id, status: 'completed', action })
    },
  }
}

/** A sub-agent is started, and its report waited for. */
function agent({ world, rollout, clock }: Writer, use: Use): Proposed {
  const id = callId(world.random)
  const given = { agent_type: 'explorer', message: use.about }
  rollout.item(clock, 'function_call', { name: 'spawn_agent', arguments: JSON.stringify(given), call_id: id })
  return {
    name: 'spawn_agent',
    answer: (at) => rollout.item(at, 'function_call_output', { call_id: id, output: use.output }),
  }
}
