/** Activity: messages, model calls and tool calls per 15 minutes; they make a user active (catalogue G-ACT-1). */
import { DIMENSIONS, factsOf, inContext, label, type Merge, number, type Rollup } from './rollup.ts'

const READS = ['message', 'model_call', 'tool_call'] as const
const COMMON = ['bucket', 'session', ...DIMENSIONS].join(', ')

const MEASURES = {
  human_messages: `countIf(e.what = 'human')`,
  assistant_messages: `countIf(e.what = 'assistant')`,
  model_calls: `countIf(e.what = 'model_call')`,
  tool_calls: `countIf(e.what = 'tool_call')`,
}

const events = (merge: Merge) =>
  [
    `SELECT ${COMMON}, if(role = 'assistant', 'assistant', if(ifNull(human, false), 'human', 'other')) AS what
      FROM (${factsOf('message', [number('human'), label('role')], merge)})`,
    `SELECT ${COMMON}, 'model_call' AS what FROM (${factsOf('model_call', [], merge)})`,
    `SELECT ${COMMON}, 'tool_call' AS what FROM (${factsOf('tool_call', [], merge)})`,
  ].join(' UNION ALL ')

export const activity: Rollup = {
  name: 'activity',
  table: 'rollup_activity',
  version: 1,
  reads: READS,
  keys: DIMENSIONS,
  measures: Object.keys(MEASURES),
  madeOfFacts: `counter_of = ''`,
  select: (reading) =>
    inContext(
      { tables: READS, from: `(${events(reading.merge)}) AS e`, keys: [], measures: MEASURES },
      reading,
    ),
}
