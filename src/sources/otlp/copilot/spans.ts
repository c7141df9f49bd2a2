/** The spans of Copilot and the facts each of them tells. Both programs follow the GenAI conventions. */
import type { Fact } from '../../../facts/index.ts'
import type { Span } from '../../../otlp/signals.ts'
import type { Reading } from '../agent.ts'
import { errorOf, operationOf, spanKey } from '../genai.ts'
import type { Context } from '../origin.ts'
import { type Step, spanFact, toolStepKind } from '../spans.ts'
import { name, word } from '../values.ts'
import { callKeys, modelCall, reply } from './calls.ts'
import { CHAT, isWrapper, type Surface, sessionFact, whoOf } from './sessions.ts'
import { feature, hookUse, spanEvents, yielding } from './span-events.ts'
import { namedTool, refusedCall, skillOf, toolCall, toolKeys, validationIn } from './tools.ts'

interface Part {
  facts: Fact[]
  step: Step
}

interface Told {
  span: Span
  at: number
  who: Context
  surface: Surface
}

const INTERNAL = 1

/** In VS Code a call is a client's; the others repeat those of a CLI that it runs, which tells them itself. */
const isRepeat = ({ span, surface }: Told): boolean => surface === CHAT && span.kind === INTERNAL

/** Throws Implausible. */
function chat(told: Told): Part {
  const { span, at, who } = told
  const call = modelCall(span, at, who)
  const step: Step = {
    kind: 'model_call',
    model: call.model,
    error_type: errorOf(span),
    about: isRepeat(told) ? null : callKeys(span)[0],
  }
  return { facts: isRepeat(told) ? [] : [call, ...reply(span, call, who)], step }
}

/** Its tokens are the sum of those of the calls within it. */
function invocation({ span, at, who, surface }: Told): Part {
  const error_type = errorOf(span)
  if (isWrapper(span.attributes)) return { facts: [], step: { kind: 'prompt', error_type } }
  const key = spanKey(span)
  if (surface.isNested(span)) {
    const agent = name(span.attributes, 'gen_ai.agent.name')
    return {
      facts: [yielding(feature(key, at, who, { kind: 'subagent', name: agent, event: null }))],
      step: { kind: 'subagent', error_type },
    }
  }
  const prompt: Fact = {
    type: 'message',
    at,
    keys: [key],
    completeness: 2,
    role: 'user',
    human: true,
    ...who,
  }
  return {
    facts: [yielding(prompt)],
    step: { kind: 'prompt', error_type, about: key },
  }
}

function tool({ span, at, who, surface }: Told): Part {
  const { attributes } = span
  const keys = toolKeys(span)
  const skill = skillOf(attributes)
  // The CLI tells of skills by events, of those as well that no tool loads.
  const used = surface === CHAT && skill !== null
  const { tool } = namedTool(attributes)
  const validation = validationIn(attributes)
  return {
    facts: [
      keys.length > 1 ? toolCall(span, at, who) : yielding(toolCall(span, at, who)),
      ...(used ? [feature(keys[0] as string, at, who, { kind: 'skill', name: skill, event: null })] : []),
    ],
    step: {
      kind: toolStepKind(tool, validation),
      tool,
      validation,
      error_type: errorOf(span),
      about: keys[0],
    },
  }
}

function hook({ span, at, who }: Told): Part {
  const { attributes } = span
  const failed = word(attributes, 'copilot_chat.hook_result_kind') === 'error'
  return {
    facts: [hookUse(attributes, spanKey(span), at, who)],
    step: { kind: 'hook', error_type: errorOf(span) ?? (failed ? 'error' : null) },
  }
}

function permission({ span, at, who }: Told): Part {
  const refused = refusedCall(span, at, who)
  return { facts: refused ? [refused] : [], step: { kind: 'wait', error_type: errorOf(span) } }
}

const other = ({ span }: Told): Part => ({
  facts: [],
  step: { kind: span.name === 'vscode.agent_host.session' ? 'session' : 'other', error_type: errorOf(span) },
})

const PARTS: ReadonlyMap<string, (told: Told) => Part> = new Map([
  ['chat', chat],
  ['invoke_agent', invocation],
  ['execute_tool', tool],
  ['execute_hook', hook],
  ['hook', hook],
  ['permission', permission],
])

/** Hooks and permissions of the CLI have no operation but their name. */
const partOf = (span: Span) =>
  PARTS.get(operationOf(span)) ?? PARTS.get(span.name.split(' ', 1)[0] as string) ?? other

/** Throws Implausible. */
export function readSpan(surface: Surface, span: Span, at: number): Reading {
  const who = whoOf(surface, span)
  const { facts, step } = partOf(span)({ span, at, who, surface })
  const events = spanEvents(span, at, who)
  return {
    facts: [...facts, ...events.facts, spanFact(span, at, who, step)],
    session: sessionFact(span, who, at, events.session),
  }
}
