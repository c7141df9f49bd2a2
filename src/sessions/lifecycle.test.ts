/** How facts and spans become steps, one within another. */
import { describe, expect, it } from 'vitest'
import { type FactRow, lifecycle, type SpanRow, type Step } from './lifecycle.ts'

const row = (id: string, kind: string, at_ms: number, more: Partial<FactRow> = {}): FactRow => ({
  ...{
    id,
    kind,
    at_ms,
    name: '',
    model: '',
    tool: '',
    status: '',
    error_type: '',
    validation: '',
    path: '',
    op: '',
  },
  ...{ duration_ms: null, added: null, removed: null },
  ...more,
})
const span = (
  id: string,
  parent: string,
  kind: string,
  at_ms: number,
  more: Partial<SpanRow> = {},
): SpanRow => ({
  ...{
    id,
    trace_id: 't',
    span_id: id,
    parent_span_id: parent,
    kind,
    at_ms,
    name: id,
    duration_ms: 1,
    fact: '',
  },
  ...{ status: 'unset', error_type: '', model: '', tool: '', validation: '' },
  ...more,
})
const tree = (steps: Step[]) => steps.map((s) => [s.id, s.parent, s.parent_inferred])

describe('without spans', () => {
  it('a step lies within the last prompt, a change within the last edit', () => {
    const facts = [
      row('early', 'model_call', 0),
      row('p1', 'prompt', 10),
      row('m1', 'model_call', 20),
      row('e1', 'edit', 30),
      row('c1', 'change', 30),
      row('p2', 'prompt', 40),
      row('c2', 'change', 50),
      row('v2', 'validation', 60, { validation: 'test', status: 'error', duration_ms: 7 }),
    ]
    const steps = lifecycle(facts.toReversed(), [])
    expect(tree(steps)).toEqual([
      ['early', null, true],
      ['p1', null, false],
      ['m1', 'p1', true],
      ['e1', 'p1', true],
      ['c1', 'e1', true],
      ['p2', null, false],
      ['c2', 'p2', true],
      ['v2', 'p2', true],
    ])
    expect(steps.at(-1)).toMatchObject({
      kind: 'validation',
      validation: 'test',
      status: 'error',
      duration_ms: 7,
    })
  })
})

describe('with spans', () => {
  it('a span that times a fact is one step with it', () => {
    const facts = [row('call', 'model_call', 25, { model: 'm', duration_ms: 4, status: 'ok' })]
    const spans = [
      span('root', '', 'prompt', 10),
      span('llm', 'root', 'model_call', 20, { fact: 'call', duration_ms: 5 }),
    ]
    const steps = lifecycle(facts, spans)
    expect(tree(steps)).toEqual([
      ['root', null, false],
      ['call', 'root', false],
    ])
    expect(steps[1]).toMatchObject({
      at: new Date(20).toISOString(),
      duration_ms: 5,
      model: 'm',
      status: 'ok',
      span_id: 'llm',
    })
  })

  it('the parent may be a span that times a fact, and may be told late', () => {
    const facts = [row('tool', 'tool', 15), row('prompt', 'prompt', 9)]
    const spans = [
      span('run', 'around', 'other', 12),
      span('around', 'root', 'tool', 11, { fact: 'tool' }),
      span('root', '', 'prompt', 10, { fact: 'prompt' }),
    ]
    expect(tree(lifecycle(facts, spans))).toEqual([
      ['prompt', null, false],
      ['tool', 'prompt', false],
      ['run', 'tool', false],
    ])
  })

  it('a step never comes before the one it lies within, whatever clocks say', () => {
    const spans = [span('root', '', 'prompt', 100), span('early', 'root', 'tool', 50)]
    expect(lifecycle([], spans).map((s) => s.id)).toEqual(['root', 'early'])
  })

  it('spans within each other, or within themselves, are shown all the same', () => {
    const spans = [span('a', 'b', 'tool', 1), span('b', 'a', 'tool', 2), span('c', 'c', 'tool', 3)]
    const steps = lifecycle([], spans)
    expect(steps.map((s) => s.id).sort()).toEqual(['a', 'b', 'c'])
    expect(steps.filter((s) => s.parent === null).length).toBeGreaterThan(0)
  })

  it('of a trace that came in part, the rest is there', () => {
    expect(tree(lifecycle([row('p', 'prompt', 0)], [span('a', 'lost', 'tool', 5)]))).toEqual([
      ['p', null, false],
      ['a', 'p', true],
    ])
  })

  it('a second span of the same fact is a step of its own', () => {
    const spans = [span('a', '', 'tool', 1, { fact: 'f' }), span('b', '', 'tool', 2, { fact: 'f' })]
    expect(lifecycle([row('f', 'tool', 1)], spans).map((s) => s.id)).toEqual(['f', 'b'])
  })
})
