/** Facts as they travel: what is taken, what is refused, and that they come back as they went. */
import { describe, expect, it } from 'vitest'
import { factType, fromWire, toWire } from './index.ts'

const NOW = Date.parse('2026-03-04T12:00:00Z')
const change = { type: 'file_change', id: 'c1', at: '2026-03-04T10:00:00Z', path: 'src/a.ts', op: 'create' }

describe('line hashes', () => {
  const hash = (n: number) => n.toString(16).padStart(16, '0')

  it('may be as many as a large file has lines', () => {
    const line_hashes = Array.from({ length: 5_000 }, (_, n) => hash(n))
    const decoded = fromWire({ ...change, line_hashes }, factType, NOW)
    expect(decoded).toHaveProperty('fact.line_hashes', line_hashes)
  })

  it('are 16 hex digits and nothing else', () => {
    for (const bad of ['', 'zz', hash(1).toUpperCase().replace('1', 'G'), `${hash(1)}0`]) {
      expect(fromWire({ ...change, line_hashes: [bad] }, factType, NOW)).toHaveProperty(
        'reason',
        'invalid_fact',
      )
    }
  })
})

it('comes back as it went', () => {
  const decoded = fromWire({ ...change, line_hashes: ['00000000000000ff'], added: 3 }, factType, NOW)
  if (!('fact' in decoded)) throw new Error('refused')
  const type = factType('file_change')
  if (!type) throw new Error('no such type')
  const again = fromWire(JSON.parse(JSON.stringify(toWire(decoded.fact, type))), factType, NOW)
  expect(again).toEqual(decoded)
})
