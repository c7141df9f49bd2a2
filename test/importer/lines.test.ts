/** Lines of a file, however long they are and wherever the pieces end in which it is read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_LINE, readLines } from '../../src/importer/lines.ts'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tachograph-lines-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

/** What is told of a file with this content: lines by length and first character, so that long ones stay readable. */
function told(content: string | Buffer): string[] {
  const path = join(dir, 'file')
  writeFileSync(path, content)
  const events: string[] = []
  const shown = (bytes: Buffer) => `${bytes.subarray(0, 1).toString()}×${bytes.length}`
  readLines(path, {
    line: (bytes) => events.push(shown(bytes)),
    tooLong: () => events.push('too long'),
    rest: (bytes) => events.push(`rest ${shown(bytes)}`),
  })
  return events
}
const MIB = 1024 * 1024

describe('lines', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '', []],
    ['one line', 'a\n', ['a×1']],
    ['no line end', 'a', ['rest a×1']],
    ['empty lines are none', '\n\na\n\n\nb\n', ['a×1', 'b×1']],
    ['line ends of Windows stay with the line', 'a\r\nb\r\n', ['a×2', 'b×2']],
    ['a rest after lines', 'a\nbb\nccc', ['a×1', 'b×2', 'rest c×3']],
  ])('%s', (_what, content, events) => {
    expect(told(content)).toEqual(events)
  })

  it('of every length around the pieces a file is read in', () => {
    const lengths = [
      1,
      MIB - 2,
      MIB - 1,
      MIB,
      MIB + 1,
      2 * MIB - 1,
      2 * MIB,
      2 * MIB + 1,
      5 * MIB,
      3,
      MIB - 4,
    ]
    const letters = 'abcdefghijk'
    const content = lengths.map((n, i) => `${letters[i]?.repeat(n)}\n`).join('')
    expect(told(content)).toEqual(lengths.map((n, i) => `${letters[i]}×${n}`))
    expect(told(content.slice(0, -1)).at(-1)).toBe(`rest k×${MIB - 4}`)
  })

  it('that are too long are passed over, once each, and the next one is whole', () => {
    const long = 'x'.repeat(MAX_LINE + 2 * MIB)
    expect(told(`a\n${long}\nb\n${long}\n${long}\nc\n`)).toEqual([
      'a×1',
      'too long',
      'b×1',
      'too long',
      'too long',
      'c×1',
    ])
    expect(told(`a\n${long}`)).toEqual(['a×1', 'too long'])
    expect(told(long)).toEqual(['too long'])
  })

  it('of the longest length that is taken', () => {
    expect(told(`${'y'.repeat(MAX_LINE)}\nz\n`)).toEqual([`y×${MAX_LINE}`, 'z×1'])
  })

  it('of a file that is not there are an error', () => {
    expect(() => readLines(join(dir, 'gone'), { line: () => {}, tooLong: () => {}, rest: () => {} })).toThrow(
      /ENOENT/,
    )
  })
})
