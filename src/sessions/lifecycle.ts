/** Puts what facts and spans tell of one session together: one step for each happening, each within another. */

/** What a step is. `change` is the change of one file, within the edit that made it. */
export type StepKind =
  | 'session'
  | 'prompt'
  | 'model_call'
  | 'tool'
  | 'edit'
  | 'change'
  | 'validation'
  | 'subagent'
  | 'wait'
  | 'hook'
  | 'skill'
  | 'slash_command'
  | 'other'

/** One step. Null is unknown. */
export interface Step {
  id: string
  /** The step it lies within; null at the top. */
  parent: string | null
  /** True where no span says what it lies within: then it is what came before it. */
  parent_inferred: boolean
  kind: StepKind
  /** Its start where a span times it, else when its source tells it; ISO 8601 in UTC. */
  at: string
  duration_ms: number | null
  /** Name of the tool, span, skill, hook or command, as the agent gives it. */
  name: string | null
  model: string | null
  /** Canonical tool. */
  tool: string | null
  /** ok, error, rejected. */
  status: string | null
  error_type: string | null
  /** What a shell command checks: test, lint or build. */
  validation: string | null
  path: string | null
  op: string | null
  added: number | null
  removed: number | null
  /** The span that times it, and its trace. */
  trace_id: string | null
  span_id: string | null
}

/** What nobody told is ''. */
export interface FactRow
  extends Record<
    'id' | 'kind' | 'name' | 'model' | 'tool' | 'status' | 'error_type' | 'validation' | 'path' | 'op',
    string
  > {
  /** Ms since 1970 UTC. */
  at_ms: number
  duration_ms: number | null
  added: number | null
  removed: number | null
}

export interface SpanRow
  extends Record<
    | 'id'
    | 'trace_id'
    | 'span_id'
    | 'parent_span_id'
    | 'kind'
    | 'name'
    | 'status'
    | 'error_type'
    | 'model'
    | 'tool'
    | 'validation',
    string
  > {
  at_ms: number
  duration_ms: number | null
  /** Id of the fact that it times; '' where that is not known here. */
  fact: string
}

const told = (text: string): string | null => (text === '' ? null : text)
const known = (status: string): string | null =>
  status === 'unset' || status === 'unknown' ? null : told(status)

interface Drawn extends Step {
  at_ms: number
  order: number
}

function ofFact(row: FactRow, span: SpanRow | undefined, order: number): Drawn {
  const at_ms = span?.at_ms ?? row.at_ms
  return {
    id: row.id,
    parent: null,
    parent_inferred: true,
    // A command that only the span saw says more than its tool.
    kind: (row.kind === 'tool' && span ? span.kind : row.kind) as StepKind,
    at: new Date(at_ms).toISOString(),
    duration_ms: span?.duration_ms ?? row.duration_ms,
    name: told(row.name) ?? told(span?.name ?? ''),
    model: told(row.model) ?? told(span?.model ?? ''),
    tool: told(row.tool) ?? told(span?.tool ?? ''),
    status: known(row.status) ?? known(span?.status ?? ''),
    error_type: told(row.error_type) ?? told(span?.error_type ?? ''),
    validation: told(row.validation) ?? told(span?.validation ?? ''),
    path: told(row.path),
    op: told(row.op),
    added: row.added,
    removed: row.removed,
    trace_id: span?.trace_id ?? null,
    span_id: span?.span_id ?? null,
    at_ms,
    order,
  }
}

const NOTHING: Omit<FactRow, 'id' | 'kind' | 'at_ms'> = {
  ...{ name: '', model: '', tool: '', status: '', error_type: '', validation: '', path: '', op: '' },
  ...{ duration_ms: null, added: null, removed: null },
}

/** Steps that others lie within, from the outside in. */
const DEPTH: Partial<Record<StepKind, number>> = { session: 0, prompt: 1, model_call: 2, subagent: 2 }

/**
 * Facts and spans of one session as steps in order of time. A span that times a fact is one step with it; of several
 * spans of one fact the first one is. Where spans say what lies within what, that is so; else a step lies within the
 * last prompt before it, and a change within the last edit.
 */
export function lifecycle(facts: readonly FactRow[], spans: readonly SpanRow[]): Step[] {
  const timed = new Map<string, SpanRow>()
  const present = new Set(facts.map((f) => f.id))
  for (const span of spans) if (present.has(span.fact) && !timed.has(span.fact)) timed.set(span.fact, span)
  const used = new Map([...timed].map(([fact, span]) => [span.id, fact]))
  const drawn = [
    ...facts.map((row, i) => ofFact(row, timed.get(row.id), i)),
    ...spans.filter((s) => !used.has(s.id)).map((s, i) => ofFact({ ...NOTHING, ...s }, s, facts.length + i)),
  ]
  drawn.sort((a, b) => a.at_ms - b.at_ms || rank(a) - rank(b) || a.order - b.order)
  nest(drawn, spans, used)
  return placed(drawn)
}

const rank = ({ kind }: Step): number => DEPTH[kind] ?? (kind === 'change' ? 4 : 3)

/** Says of each step what it lies within. */
function nest(drawn: readonly Drawn[], spans: readonly SpanRow[], used: ReadonlyMap<string, string>): void {
  const bySpan = new Map(spans.map((s) => [`${s.trace_id}:${s.span_id}`, s]))
  const within = new Map(spans.map((s) => [s.id, bySpan.get(`${s.trace_id}:${s.parent_span_id}`)]))
  const spanOf = new Map(
    drawn.flatMap((d) => (d.span_id ? [[d.id, bySpan.get(`${d.trace_id}:${d.span_id}`)]] : [])) as [
      string,
      SpanRow,
    ][],
  )
  let prompt: string | null = null
  let edit: string | null = null
  for (const step of drawn) {
    const span = spanOf.get(step.id)
    const parent = span && within.get(span.id)
    if (parent && parent.id !== span?.id) {
      step.parent = used.get(parent.id) ?? parent.id
      step.parent_inferred = false
    } else if (step.kind === 'change') step.parent = edit ?? prompt
    else if (step.kind !== 'prompt' && step.kind !== 'session') step.parent = prompt
    else step.parent_inferred = false
    if (step.kind === 'prompt') {
      prompt = step.id
      edit = null
    }
    if (step.kind === 'edit') edit = step.id
  }
}

/** A step after the one it lies within, whatever clocks say; one whose parents form a ring lies within nothing. */
function placed(drawn: readonly Drawn[]): Step[] {
  const byId = new Map(drawn.map((d) => [d.id, d]))
  const out: Step[] = []
  const state = new Map<string, 'open' | 'done'>()
  for (const first of drawn) {
    const path: Drawn[] = []
    let step: Drawn | undefined = first
    while (step && !state.has(step.id)) {
      state.set(step.id, 'open')
      path.push(step)
      const parent: Drawn | undefined = step.parent === null ? undefined : byId.get(step.parent)
      if (!parent || state.get(parent.id) === 'open') step.parent = null
      step = parent
    }
    for (const one of path.reverse()) {
      state.set(one.id, 'done')
      const { at_ms, order, ...plain } = one
      out.push(plain)
    }
  }
  return out
}
