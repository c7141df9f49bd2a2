/** `tachograph reconcile`: what was read against what is counted, and against what the agents say themselves. */
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { DROP_REASONS, type DropReason } from '../../facts/index.ts'
import type { Column } from '../../metrics/metric.ts'
import type { ReconciliationAnswer } from '../contract-reconciliation.ts'
import { access } from './access.ts'
import { type PeriodFlags, withFilters, withPeriod, wordsOf } from './period-options.ts'
import { hint, number, say, table, writeAll } from './terminal.ts'

export function reconcile(program: Command): void {
  const command = program
    .command('reconcile')
    .description("hold what was read against what is counted, and against the agents' own totals")
  withFilters(withPeriod(command, 'how many sessions'), 'only sessions:')
  command.action(async ({ data, json, csv, ...flags }: PeriodFlags) => {
    const words = wordsOf(flags)
    const from = await access(loadConfig({ data }, process.env), hint)
    try {
      if (csv) return await writeAll(from.csv('reconciliation', words))
      const answer = await from.reconcile(words)
      if (json) say(JSON.stringify(answer))
      else print(answer)
    } finally {
      await from.close()
    }
  })
}

type Agent = ReconciliationAnswer['agents'][number]
type Session = ReconciliationAnswer['sessions'][number]

const columns = (names: readonly string[], unit: Column['unit'] = 'count'): Column[] =>
  names.map((name) => ({ name, unit, description: '' }))

function print({ agents, sessions, meta }: ReconciliationAnswer): void {
  if (agents.length === 0 && sessions.length === 0) {
    say(`Nothing was read or counted from ${meta.from} to ${meta.to}.`)
    return
  }
  say(table([...columns(['agent'], 'label'), ...columns(FUNNEL)], agents.map(agentRow)))
  const drops = agents.flatMap(dropRows)
  if (drops.length > 0) {
    say('\nWhat was read and is no call of its own:')
    say(
      table(
        [
          ...columns(['agent', 'reason'], 'label'),
          ...columns(['records', 'tokens']),
          ...columns(['what'], 'label'),
        ],
        drops,
      ),
    )
  }
  say('\nSessions, tokens:')
  say(table([...columns(['session', 'agent'], 'label'), ...columns(SESSION)], sessions.map(sessionRow)))
  const differing = sessions.filter((s) => s.agent_total && s.agent_total.difference !== 0)
  if (differing.length > 0)
    hint(`Of ${number(differing.length)} sessions the agent's own total is another than ours.`)
  hint(`${meta.from} to ${meta.to} (${meta.tz}); as of ${meta.as_of}`)
  if (meta.next_cursor !== null) hint(`There are more sessions: --cursor ${meta.next_cursor}`)
}

const FUNNEL = [
  'files',
  'rows',
  'told',
  'dropped',
  'left',
  'calls',
  'counted',
  'reported',
  'priced',
  'unpriced',
]

const droppedTokens = ({ transcripts }: Agent): number | null =>
  transcripts ? transcripts.dropped.reduce((sum, d) => sum + d.tokens, 0) : null

const agentRow = (agent: Agent) => ({
  agent: agent.harness ?? 'unknown',
  files: agent.transcripts?.files ?? null,
  rows: agent.transcripts?.rows ?? null,
  told: agent.transcripts?.told_tokens ?? null,
  dropped: droppedTokens(agent),
  left: agent.transcripts?.tokens ?? null,
  calls: agent.counted.calls,
  counted: agent.counted.tokens,
  reported: agent.counted.reported_calls,
  priced: agent.counted.priced_calls,
  unpriced: agent.counted.unpriced_calls,
})

const dropRows = ({ harness, transcripts }: Agent) =>
  (transcripts?.dropped ?? []).map(({ reason, records, tokens }) => ({
    agent: harness ?? 'unknown',
    reason,
    records,
    tokens,
    what: DROP_REASONS[reason as DropReason] ?? '',
  }))

const SESSION = ['told', 'left', 'counted', 'calls', 'unpriced', 'agent_total', 'difference']

const sessionRow = (one: Session) => ({
  session: one.session,
  agent: one.harness,
  told: one.transcripts?.told_tokens ?? null,
  left: one.transcripts?.tokens ?? null,
  counted: one.counted.tokens,
  calls: one.counted.calls,
  unpriced: one.counted.unpriced_calls,
  agent_total: one.agent_total?.tokens ?? null,
  difference: one.agent_total?.difference ?? null,
})
