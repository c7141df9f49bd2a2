/** Activity: messages, model calls and tool calls per 15 minutes; they make a user active (catalogue G-ACT-1). */
import {
  DIMENSIONS,
  dimensions,
  factsOf,
  label,
  type Merge,
  number,
  type Rollup,
  sessionContext,
} from './rollup.ts'

const KEYS = [...DIMENSIONS] as const
const COMMON = ['bucket', 'session', ...DIMENSIONS].join(', ')

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
  reads: ['message', 'model_call', 'tool_call'],
  keys: KEYS,
  measures: ['human_messages', 'assistant_messages', 'model_calls', 'tool_calls'],
  select: (reading) => `SELECT bucket, ${KEYS.join(', ')},
  countIf(what = 'human') AS human_messages, countIf(what = 'assistant') AS assistant_messages,
  countIf(what = 'model_call') AS model_calls, countIf(what = 'tool_call') AS tool_calls
FROM (
  SELECT c.bucket AS bucket, ${dimensions()}, c.what AS what
  FROM (${events(reading.merge)}) AS c
  LEFT JOIN (${sessionContext(['message', 'model_call', 'tool_call'], reading)}) AS s ON c.session = s.id
)
GROUP BY bucket, ${KEYS.join(', ')}`,
}
