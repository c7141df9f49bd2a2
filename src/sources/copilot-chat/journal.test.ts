/** Journals of chats: what they add up to, and entries that change nothing there is. */
import { describe, expect, it } from 'vitest'
import { factsOf } from '../fixtures/reading.ts'
import { call, chat, part, readEntries, readExport, request, round } from './fixtures/chats.ts'

describe('a journal', () => {
  const ENTRIES = [
    { kind: 0, v: chat() },
    { kind: 2, k: ['requests'], v: [request('1', 0)] },
    { kind: 2, k: ['requests', 0, 'response'], v: [part('read_file')] },
    {
      kind: 1,
      k: ['requests', 0, 'result'],
      v: { metadata: { toolCallRounds: [round('a', [call('read_file')])] } },
    },
    { kind: 1, k: ['customTitle'], v: 'confidential' },
    { kind: 2, k: ['requests'], v: [request('2', 60)] },
  ]

  it('tells what stands in the end, as a whole chat would', () => {
    const whole = chat(
      request(
        '1',
        0,
        { toolCallRounds: [round('a', [call('read_file')])] },
        { response: [part('read_file')] },
      ),
      request('2', 60),
    )
    const { facts } = readEntries(ENTRIES)
    expect(facts).toEqual(readEntries([{ kind: 0, v: whole }]).facts)
    expect(facts).toEqual(readExport(JSON.stringify(whole)).facts)
    expect(factsOf(readEntries(ENTRIES), 'message')).toHaveLength(3)
  })

  it('that has grown tells what it told, and more', () => {
    const before = readEntries(ENTRIES.slice(0, 4)).facts.filter(({ type }) => type !== 'session')
    expect(readEntries(ENTRIES).facts).toEqual(expect.arrayContaining(before))
  })

  it('cuts lists, deletes fields and begins anew', () => {
    const keys = (...more: object[]) =>
      factsOf(readEntries([...ENTRIES, ...more]), 'message').map((m) => m.keys[0])
    const [one, two, reply] = [
      'copilot/request:request_1',
      'copilot/request:request_2',
      'copilot/round:round-a',
    ]
    expect(keys({ kind: 2, k: ['requests'], i: 1 })).toEqual([one, reply])
    expect(keys({ kind: 2, k: ['requests'], v: [request('3', 9)], i: 0 })).toEqual([
      'copilot/request:request_3',
    ])
    expect(keys({ kind: 3, k: ['requests', 0, 'result'] })).toEqual([one, two])
    expect(keys({ kind: 0, v: chat(request('4', 9)) })).toEqual(['copilot/request:request_4'])
  })

  it.each([
    { kind: 7, k: ['requests'], v: [] },
    { kind: 1, v: 'x' },
    { kind: 1, k: [], v: {} },
    { kind: 1, k: ['requests', 4e9], v: {} },
    { kind: 1, k: ['requests', -1], v: {} },
    { kind: 1, k: ['requests', 'length'], v: 4e9 },
    { kind: 1, k: ['__proto__', 'polluted'], v: 1 },
    { kind: 1, k: ['__proto__'], v: { polluted: 1 } },
    { kind: 1, k: ['requests', 0, 'constructor', 'prototype', 'polluted'], v: 1 },
    { kind: 1, k: ['nowhere', 'deeper'], v: 1 },
    { kind: 2, k: ['sessionId'], v: ['x'] },
    { kind: 1, k: Array(100).fill('requests'), v: 1 },
    { kind: 0, v: [] },
  ])('with %j is read on, and counts it', (odd) => {
    const told = readEntries([...ENTRIES, odd])
    expect(told.drops.unknown_record).toEqual({ records: 1, tokens: 0 })
    expect(factsOf(told, 'message')).toHaveLength('v' in odd && odd.kind === 0 ? 0 : 3)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it('without its first entry tells nothing', () => {
    const told = readEntries(ENTRIES.slice(1))
    expect(told).toMatchObject({ facts: [], drops: { unknown_record: { records: 5 } } })
  })
})
