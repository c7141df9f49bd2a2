/** Reading only what is needed must give the very facts that reading everything gives. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wholeRow } from '../row.ts'
import { FIXTURES, readFixture, readLines, transcripts } from './fixtures/read.ts'
import { neededRow } from './select.ts'

const files = transcripts(FIXTURES)
const LINES = files.flatMap((name) =>
  readFileSync(join(FIXTURES, name), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{') && wholeRow(Buffer.from(line))),
)

test.each(files)('%s: the same facts either way', (name) => {
  expect(readFixture(name, { read: neededRow })).toEqual(readFixture(name, { read: wholeRow }))
})

/** The same row written otherwise: with blanks, with escapes, with fields in another order and others between them. */
const rewritten = fc
  .record({
    line: fc.constantFrom(...LINES),
    indent: fc.constantFrom(0, 1, '\t'),
    escaped: fc.boolean(),
    reverse: fc.boolean(),
    stranger: fc.json(),
    prefix: fc.constantFrom('', ' ', '\t'),
  })
  .map(({ line, indent, escaped, reverse, stranger, prefix }) => {
    const fields = Object.entries(JSON.parse(line) as Record<string, unknown>)
    fields.splice(1, 0, ['stranger', JSON.parse(stranger)])
    const row = Object.fromEntries(reverse ? fields.reverse() : fields)
    const json = JSON.stringify(row, null, indent).replaceAll('\n', ' ')
    return prefix + (escaped ? json.replace(/[^\x20-\x7e]|[<'/]/g, asEscape) : json)
  })

const asEscape = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`

test('however a row is written', () => {
  fc.assert(
    fc.property(fc.array(rewritten, { maxLength: 8 }), (lines) => {
      const data = Buffer.from(lines.join('\n'))
      expect(readLines('p/s.jsonl', data, { read: neededRow })).toEqual(
        readLines('p/s.jsonl', data, { read: wholeRow }),
      )
    }),
    { numRuns: 300 },
  )
})

test('a line cut anywhere is broken either way', () => {
  fc.assert(
    fc.property(fc.constantFrom(...LINES), fc.double({ min: 0, max: 1, noNaN: true }), (line, part) => {
      const bytes = Buffer.from(line)
      const cut = bytes.subarray(0, Math.floor(bytes.length * part * 0.9999))
      expect(neededRow(cut)).toBeNull()
      expect(wholeRow(cut)).toBeNull()
    }),
    { numRuns: 500 },
  )
})

test('long texts are cut between characters, however they are written', () => {
  const texts = ['é', '\ud83d\ude00', '\\', '"', '\n', 'a"\\', '\u0001'].map((unit) => unit.repeat(3000))
  for (const text of texts) {
    for (let shift = 0; shift < 7; shift++) {
      for (const asciiOnly of [false, true]) {
        const json = JSON.stringify({ type: 'user', message: { content: 'x'.repeat(shift) + text } })
        const written = Buffer.from(asciiOnly ? json.replace(/[^\x20-\x7e]/g, asEscape) : json)
        const row = neededRow(written) as { message: { content: string } }
        expect(row.message.content.length).toBeGreaterThan(300)
        expect(row.message.content.length).toBeLessThan(2100)
        expect(
          ('x'.repeat(shift) + text).startsWith(row.message.content.replace(/[\ud800-\udbff]$/, '')),
        ).toBe(true)
        expect(row.message.content).not.toContain('\ufffd')
      }
    }
  }
})

test('a name written with escapes is still that name', () => {
  const line = Buffer.from('{"\\u0074ype":"user","message":{"id":"m","other":1}}')
  expect(neededRow(line)).toEqual(wholeRow(line))
})

test('a fault in one value does not lose the line, and stops nothing', () => {
  const faulty = neededRow(
    Buffer.from('{"type":"user","uuid":"\\q","effort":"a\tb","version":tru,"cwd":"/x","prNumber":01}'),
  )
  expect(faulty).toMatchObject({ type: 'user', cwd: '/x' })
  for (const name of ['uuid', 'effort', 'version', 'prNumber']) expect(faulty?.[name]).toBeUndefined()
})

test('numbers are what JSON says they are', () => {
  for (const told of ['0', '7', '-1', '1.5', '2e3', '123456789012345', '1234567890123456789', '-0']) {
    const row = neededRow(Buffer.from(`{"prNumber":${told} ,"prUrl":null,"isMeta":true,"isSidechain":false}`))
    expect(row?.prNumber).toBe(JSON.parse(told))
    expect([row?.prUrl, row?.isMeta, row?.isSidechain]).toEqual([null, true, false])
  }
})

test('what is not needed is not kept', () => {
  const line =
    '{"a":{"b":["]}",{}]},"type":"user","message":{"thinking":"x","id":"m","content":[{"z":1,"type":"text"}]},"c":"\\\\"}'
  const row = neededRow(Buffer.from(line)) as {
    a: unknown
    message: { thinking: unknown; content: unknown[] }
  }
  expect(row).toMatchObject({ type: 'user', message: { id: 'm', content: [{ type: 'text' }] } })
  expect([row.a, row.message.thinking, Object.hasOwn(row.message, 'thinking')]).toEqual([
    undefined,
    undefined,
    false,
  ])
})

test('other names are not taken for wanted ones, though they share the bits names are looked up by', () => {
  const strangers = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`name${i}`, 'stranger']))
  const row = neededRow(Buffer.from(JSON.stringify({ type: 'user', ...strangers })))
  for (const name of ['uuid', 'sessionId', 'timestamp', 'cwd', 'message', 'isMeta', 'origin']) {
    expect(row?.[name]).toBeUndefined()
  }
})

test('values that repeat and values that begin alike are told apart', () => {
  const cwds = ['/a/b', '/a/b', '/a/bc', '/a', '', '/a/b', '/a/\u0062', '/a/b']
  const read = cwds.map(
    (cwd) => neededRow(Buffer.from(`{"type":"user","cwd":"${cwd.replace('u0062', 'u0062')}"}`))?.cwd,
  )
  expect(read).toEqual(cwds.map((cwd) => JSON.parse(`"${cwd}"`)))
})

test('usage with an unknown field is read whole', () => {
  const usage = { input_tokens: 1, server_tool_use: { web_search_requests: 2, code_runs: 3 }, new_tokens: 4 }
  const row = neededRow(Buffer.from(JSON.stringify({ message: { usage } }))) as {
    message: { usage: unknown }
  }
  expect(row.message.usage).toEqual(usage)
})
