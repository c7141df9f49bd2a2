/** Columns tell what their rows told, whole or cut down, and what they are hashed to depends on the values alone. */
import { expect, it } from 'vitest'
import type { FieldKind } from '../facts/index.ts'
import { builderOf, type RowHashes, rowHashes } from './builders.ts'
import { type Column, select, valueAt } from './columns.ts'
import type { PlannedField, Row } from './row.ts'

const field = (kind: FieldKind, name = 'f') => ({ kind, name, column: name })

/** By kind: what facts tell, what is stored of it, and how the engine's rows tell it when they are read back. */
const CASES: [FieldKind, string, told: unknown[], stored: unknown[]][] = [
  ['label', 'f', ['a', null, 'é', 'a'], ['a', '', 'é', 'a']],
  ['label', 'f', ['half \ud800', undefined, 'b', ''], ['half \ufffd', '', 'b', '']],
  ['text', 'f', ['x', null, '', 'longer'], ['x', '', '', 'longer']],
  ['count', 'f', [0, 5, null, 2 ** 40 + 3], [0n, 5n, null, 2n ** 40n + 3n]],
  ['usd', 'f', [-0.000000001, 12.5, null, 0], [-1n, 12_500_000_000n, null, 0n]],
  ['flag', 'f', [true, false, null, true], [true, false, null, true]],
  ['ratio', 'f', [0.1, -2.5, null, 0], [0.1, -2.5, null, 0]],
  ['time', 'f', [1_780_000_000_123, null, 1, 2], [1_780_000_000_123n, null, 1n, 2n]],
  ['labels', 'f', [['a', 'b'], null, [], ['c']], [['a', 'b'], [], [], ['c']]],
  [
    'labels',
    'line_hashes',
    [['00ff00ff00ff00ff', 'ffffffffffffffff'], null, [], ['0000000000000001']],
    [['00ff00ff00ff00ff', 'ffffffffffffffff'], [], [], ['0000000000000001']],
  ],
  ['json', 'f', [{ a: 1 }, null, [2], { b: null }], ['{"a":1}', '', '[2]', '{"b":null}']],
]

function columnOf(field: PlannedField, rows: readonly Row[], hashes: RowHashes): Column | null {
  const builder = builderOf(field)
  builder.add(rows, hashes)
  return builder.column()
}

const rowsOf = (name: string, values: unknown[]): Row[] => values.map((value) => ({ [name]: value }))
const told = (column: Column | null, n: number) =>
  Array.from({ length: n }, (_, i) => column && valueAt(column, i))

it.each(CASES)('%s as %s', (kind, name, values, stored) => {
  const hashes = rowHashes(4)
  const column = columnOf(field(kind, name), rowsOf(name, values), hashes) as Column
  expect(told(column, 4)).toEqual(stored)
  expect(told(select(column, Uint32Array.of(0, 2, 3)), 3)).toEqual([stored[0], stored[2], stored[3]])
  expect(told(select(column, Uint32Array.of()), 0)).toEqual([])

  const each = values.map((value) => {
    const hash = rowHashes(1)
    columnOf(field(kind, name), rowsOf(name, [value]), hash)
    return hash[0]
  })
  expect([...hashes]).toEqual(each)
  const again = rowHashes(4)
  columnOf(field(kind, name), rowsOf(name, stored), again)
  expect(again).toEqual(hashes)
})

it.each(CASES)('%s as %s in portions', (kind, name, values, stored) => {
  const builder = builderOf(field(kind, name))
  const rows = rowsOf(name, values)
  const standing = rowHashes(4)
  const hashes = [0, 1, 3].flatMap((from, k) => {
    const portion = rows.slice(from, [1, 3, 4][k])
    const mine = rowHashes(portion.length, standing)
    builder.add(portion, mine)
    return [...mine.subarray(0, portion.length)]
  })
  expect(told(builder.column(), 4)).toEqual(stored)
  const whole = rowHashes(4)
  columnOf(field(kind, name), rows, whole)
  expect(hashes).toEqual([...whole])
})

it('a column that tells nothing is left out', () => {
  for (const kind of ['label', 'text', 'count', 'usd', 'flag', 'labels', 'json'] as const)
    expect(columnOf(field(kind), rowsOf('f', [null, undefined]), rowHashes(2))).toBeNull()
})

it('many different labels', () => {
  for (const n of [256, 257, 65_536, 65_537]) {
    const values = Array.from({ length: n }, (_, i) => `v${i}`)
    const column = columnOf(field('label'), rowsOf('f', values), rowHashes(n)) as Column
    expect(valueAt(column, n - 1)).toBe(`v${n - 1}`)
    expect(valueAt(column, 0)).toBe('v0')
  }
})
