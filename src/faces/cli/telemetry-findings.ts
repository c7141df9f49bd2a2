/** What `doctor` says of telemetry: per agent, whether it is sent here, when anything last came, and what is missing. */
import { existsSync } from 'node:fs'
import { AGENTS, type Agent, type Machine, samePlace, settingsOf, withoutUser } from '../../connect/index.ts'
import type { IngestAnswer } from '../contract.ts'
import type { Finding } from './finding.ts'
import { number } from './terminal.ts'

interface Asked {
  /** What came since the server started; null without a server. */
  ingest: IngestAnswer | null
  /** Its address. */
  server: string | null
  machine: Machine
  /** The command line of a command. */
  line(command: string): string
}

export function telemetryFindings(asked: Asked): Finding[] {
  const came = new Map<string, IngestAnswer['data']>()
  for (const counts of asked.ingest?.data ?? [])
    if (counts.door !== 'facts') came.set(counts.agent, [...(came.get(counts.agent) ?? []), counts])
  const known = AGENTS.flatMap((agent) => ofAgent(agent, came.get(agent.id), asked) ?? [])
  const others = [...came].filter(([id]) => !AGENTS.some((agent) => agent.id === id))
  return [...known, ...others.map(([id, counts]) => ({ what: nameOf(id), ...arrived(counts, null) }))]
}

const nameOf = (id: string): string => `${id}, OTLP`

function ofAgent(
  agent: Agent,
  counts: IngestAnswer['data'] | undefined,
  { server, ingest, machine, line }: Asked,
): Finding | null {
  const what = nameOf(agent.id)
  const { here, withheld, why } = targetOf(agent, machine, server)
  if (counts) {
    const hint = withheld && `without ${withheld}: ${line(`connect ${agent.id} --details --write`)} adds them`
    return { what, ...arrived(counts, here ? hint : null) }
  }
  if (here) {
    const since = ingest ? ` at ${ingest.meta.since.slice(0, 16)}Z` : ''
    const text = `nothing has come since the server started${since}; only sessions that began after its settings were written send`
    return { what, state: 'note', text }
  }
  if (!existsSync(agent.folder(machine))) return null
  return { what, state: 'note', text: `${why}. To connect it: ${line(`connect ${agent.id}`)}` }
}

interface Sends {
  /** Whether it sends to this server. */
  here: boolean
  withheld: string | null
  /** Why not. */
  why: string
}

function targetOf(agent: Agent, machine: Machine, server: string | null): Sends {
  try {
    const file = settingsOf(agent, machine)
    const { on, endpoint } = agent.current(file, machine.env)
    const target = on ? endpoint : null
    return {
      here: target !== null && server !== null && samePlace(target, server),
      withheld: agent.withheld(file),
      why: target === null ? 'it sends nothing' : `it sends to ${withoutUser(target)}`,
    }
  } catch (error) {
    return { here: false, withheld: null, why: (error as Error).message.replace(/\.$/, '') }
  }
}

function arrived(counts: IngestAnswer['data'], hint: string | null): Omit<Finding, 'what'> {
  const sum = (field: 'received' | 'rejected' | 'quarantined') => counts.reduce((n, c) => n + c[field], 0)
  const last =
    counts
      .map((c) => c.last_at)
      .sort()
      .at(-1) ?? ''
  const refused = sum('rejected') + sum('quarantined')
  const reasons = [...new Set(counts.flatMap((c) => Object.keys(c.reasons)))].join(', ')
  const parts = [
    `${number(sum('received'))} records, the last at ${last.slice(0, 19)}Z`,
    ...(refused > 0 ? [`${number(refused)} were refused (${reasons})`] : []),
    ...(hint ? [hint] : []),
  ]
  return { state: refused > 0 ? 'note' : 'ok', text: parts.join('; ') }
}
