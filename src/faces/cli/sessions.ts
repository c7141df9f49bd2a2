/** `tachograph sessions`: the sessions of a period as a table, or one of them in full. */
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { TachographError } from '../../errors.ts'
import type { Column } from '../../metrics/metric.ts'
import type { Words } from '../ask.ts'
import type { SessionAnswer, SessionEntry, SessionsAnswer, TimelineAnswer } from '../contract.ts'
import { type Access, access } from './access.ts'
import { type PeriodFlags, withFilters, withPeriod, wordsOf } from './period-options.ts'
import { hint, number, pairs, printable, say, table, writeAll } from './terminal.ts'

interface SessionsFlags extends PeriodFlags {
  roots?: boolean
  timeline?: boolean
}

export function sessions(program: Command): void {
  const command = program
    .command('sessions')
    .argument('[id]', 'id of a session; without it those of a period are listed')
    .description('list sessions, or show one')
  withPeriod(command, 'how many')
    .option('--roots', 'without what other sessions started as their subagents')
    .option('--timeline', 'of one session: its steps, one within another')
  withFilters(command, 'only:')
  command.action(async (id: string | undefined, { data, json, csv, timeline, ...flags }: SessionsFlags) => {
    const [flag] = Object.keys(flags)
    if (id !== undefined && flag !== undefined)
      throw new TachographError('bad_param', `--${flag} is for a list of sessions; leave it or the id out.`)
    if (id === undefined && timeline)
      throw new TachographError('bad_param', '--timeline is for one session: name its id.')
    if (id !== undefined && csv)
      throw new TachographError('bad_param', '--csv is for a list of sessions; leave it or the id out.')
    const from = await access(loadConfig({ data }, process.env), hint)
    try {
      if (csv) await writeAll(from.csv('sessions', listWords(flags)))
      else if (id === undefined) await list(from, flags, json === true)
      else if (timeline) await showSteps(from, id, json === true)
      else await show(from, id, json === true)
    } finally {
      await from.close()
    }
  })
}

type ListFlags = Omit<SessionsFlags, 'data' | 'json' | 'csv' | 'timeline'>

const listWords = ({ roots, ...flags }: ListFlags): Words => ({
  ...wordsOf(flags),
  ...(roots ? { roots: 'true' } : {}),
})

async function list(from: Access, flags: ListFlags, asJson: boolean): Promise<void> {
  const answer = await from.sessions(listWords(flags))
  if (asJson) {
    say(JSON.stringify(answer))
    return
  }
  say(listed(answer))
  const { meta } = answer
  hint(
    `${meta.from} to ${meta.to} (${meta.tz})${meta.partial ? ', the last day is not over' : ''}; as of ${meta.as_of}`,
  )
  if (meta.next_cursor !== null) hint(`There are more: --cursor ${meta.next_cursor}`)
}

async function show(from: Access, id: string, asJson: boolean): Promise<void> {
  const answer = await from.session(id)
  say(asJson ? JSON.stringify(answer) : detailed(answer))
}

async function showSteps(from: Access, id: string, asJson: boolean): Promise<void> {
  const answer = await from.timeline(id)
  say(asJson ? JSON.stringify(answer) : drawn(answer))
}

const column = (name: string, unit: Column['unit'] = 'count'): Column => ({ name, unit, description: '' })
const names = (...all: string[]): Column[] => all.map((name) => column(name, 'label'))

function listed({ data, meta }: SessionsAnswer): string {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: meta.tz,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  return table(
    [
      ...names('start', 'user', 'harness', 'project', 'duration'),
      ...['calls', 'tools'].map((name) => column(name)),
      ...names('id'),
    ],
    data.map((s) => ({
      start: clock.format(new Date(s.started_at)),
      user: s.user,
      harness: s.harness,
      project: s.project,
      duration: lasted(s),
      calls: s.model_calls,
      tools: s.tool_calls,
      id: s.id,
    })),
  )
}

function counterRow({ name, value, usd, counted }: SessionAnswer['data']['counters'][number]) {
  return {
    counter: name,
    reported: value ?? (usd === null ? null : `$${usd}`),
    counted: counted ? 'yes' : 'no',
  }
}

/** To the minute, or to the second of less than one. */
function lasted({ duration_ms }: Pick<SessionEntry, 'duration_ms'>): string {
  return duration_ms === null ? 'in progress' : span(duration_ms)
}

function span(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return `${Math.floor(ms / 1000)} s`
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function detailed({ data: s }: SessionAnswer): string {
  const or = (value: string | null) => (value === null ? '–' : printable(value))
  const count = (value: number | null) => (value === null ? '–' : number(value))
  const { known, total } = s.cost_coverage
  const cost = s.cost_usd === null ? '–' : `$${s.cost_usd}`
  const lines = pairs([
    ['id', printable(s.id)],
    ...(['user', 'harness', 'version', 'client', 'agent', 'project', 'repo', 'branch', 'kind'] as const).map(
      (name) => [name, or(s[name])] as const,
    ),
    ['subagent of', or(s.parent_session)],
    ['start', s.started_at],
    ['last event', s.last_event_at],
    ['end', or(s.ended_at)],
    ['duration', lasted(s)],
    ['engaged', span(s.engaged_ms)],
    ['messages', `${number(s.human_messages)} of people, ${number(s.assistant_messages)} of the agent`],
    ['model calls', number(s.model_calls)],
    ...Object.entries(s.tokens).map(([name, value]) => [`${name} tokens`, count(value)] as const),
    ['cost', known < total ? `${cost} for ${known} of ${total} calls; the others have no known price` : cost],
    ['sources', s.sources.map(printable).join(', ')],
  ])
  const parts = [
    s.models.length > 0 ? table([...names('model', 'provider'), column('calls')], s.models) : '',
    s.tools.length > 0
      ? table([...names('tool'), ...['calls', 'ok', 'error', 'rejected'].map((c) => column(c))], s.tools)
      : '',
    s.files.length > 0
      ? table([...names('path', 'op'), ...['added', 'removed'].map((c) => column(c, 'lines'))], s.files)
      : '',
    s.counters.length > 0
      ? table([...names('counter'), column('reported'), ...names('counted')], s.counters.map(counterRow))
      : '',
    s.files_more > 0 ? `and ${number(s.files_more)} more files` : '',
  ]
  return [lines, ...parts.filter((part) => part !== '')].join('\n')
}

/** One line a step, further in than the one it lies within. */
function drawn({ data }: TimelineAnswer): string {
  const depths = new Map<string, number>()
  const lines = data.steps.map((step) => {
    const depth = step.parent === null ? 0 : (depths.get(step.parent) ?? -1) + 1
    depths.set(step.id, depth)
    const { kind, name, model, path, op, validation, status, error_type } = step
    const failed = status === 'error' || status === 'rejected' ? (error_type ?? status) : null
    const what = [validation ?? kind, path ?? model ?? name, path === null ? null : op, failed]
    const took = step.duration_ms === null ? '' : `  ${number(step.duration_ms)} ms`
    const text = what.filter((word) => word !== null).map((word) => printable(word as string))
    return `${step.at.slice(11, 23)}  ${'  '.repeat(depth)}${text.join(' ')}${took}`
  })
  const more = data.steps_more > 0 ? [`and ${number(data.steps_more)} more steps`] : []
  return [...(lines.length > 0 ? lines : ['Nothing tells its steps.']), ...more].join('\n')
}
