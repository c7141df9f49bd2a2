/** The tools of OpenCode: what a call of one tells beside itself. */
import type { Fact, ToolCall } from '../../../facts/index.ts'
import type { Attributes } from '../../../otlp/signals.ts'
import { validationOf } from '../../validation.ts'
import type { Context } from '../origin.ts'
import { fields, name } from '../values.ts'

/** What the arguments of a tool tell; none of them goes further. */
export interface Arguments {
  validation: ToolCall['validation']
  /** Of a skill or an agent that it starts. */
  named: string | null
}

export const UNTOLD: Arguments = { validation: null, named: null }

/** Of the arguments that stand as JSON in a text attribute. */
export function argumentsOf(attributes: Attributes, key: string): Arguments {
  const told = fields(attributes, key)
  const command = told.get('command')
  return {
    validation: typeof command === 'string' ? validationOf(command) : null,
    named: name(told, 'subagent_type') ?? name(told, 'name'),
  }
}

/** The call, and the use of what it loads or starts. A tool that is not there ends as `invalid`, without an error. */
export function toolFacts(
  call: ToolCall,
  { validation, named }: Arguments,
  at: number,
  who: Context,
): Fact[] {
  const told: ToolCall = { ...call, validation, status: call.raw_tool === 'invalid' ? 'error' : call.status }
  const kind = call.raw_tool === 'skill' ? 'skill' : call.raw_tool === 'task' ? 'subagent' : null
  if (kind === null) return [told]
  return [told, { type: 'feature_use', at, keys: call.keys, completeness: 1, kind, name: named, ...who }]
}
