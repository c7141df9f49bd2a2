/** Keys come back as they were, in the engine's order in between, and the table finds each one among many. */
import { expect, it } from 'vitest'
import { KeyTable, readKey, writeKey } from './key.ts'
import { hexOf, keyHash } from './row.ts'

const keys = Array.from({ length: 20_000 }, (_, i) => keyHash('message', `key ${i}`))

it('a key is written as the engine keeps a UUID, and read again', () => {
  const words = new Uint32Array(8)
  for (const key of keys.slice(0, 100)) {
    writeKey(key, words, 4)
    expect(readKey(words, 4)).toBe(key)
    const [high, low] = new BigUint64Array(words.buffer, 16)
    expect(high?.toString(16).padStart(16, '0')).toBe(hexOf(key).slice(0, 16))
    expect(low?.toString(16).padStart(16, '0')).toBe(hexOf(key).slice(16))
  }
})

it('every key has its own number, and unknown ones have none', () => {
  const table = new KeyTable()
  const words = new Uint32Array(4 * keys.length)
  for (const [i, key] of keys.entries()) writeKey(key, words, 4 * i)
  for (let i = 0; i < keys.length; i += 2) table.set(words, 4 * i, i + 1)
  for (let i = 0; i < keys.length; i += 4) table.set(words, 4 * i, -i - 1)
  expect(table.size).toBe(keys.length / 2)
  for (let i = 0; i < keys.length; i++) {
    expect(table.get(words, 4 * i)).toBe(i % 4 === 0 ? -i - 1 : i % 2 === 0 ? i + 1 : 0)
  }
})

it('keys that differ in their last word only are told apart, however many begin alike', () => {
  const table = new KeyTable()
  const words = Uint32Array.from({ length: 4 * 300 }, (_, i) => (i % 4 === 3 ? i : 7))
  for (let i = 0; i < 300; i++) table.set(words, 4 * i, i + 1)
  for (let i = 0; i < 300; i++) expect(table.get(words, 4 * i)).toBe(i + 1)
})
