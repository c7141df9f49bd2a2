/** One member of a file of settings changes; its comments, commas and everything else stay. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainJson, removeAt, setAt } from './json-text.ts'

type Path = readonly [string, ...string[]]

describe('setting', () => {
  it.each<[string, string, Path, unknown, string]>([
    ['into an empty object', '{}', ['a'], true, '{\n  "a": true\n}'],
    ['of a value that is there', '{"a": [1, {"b": 2}]}', ['a'], false, '{"a": false}'],
    [
      'behind a comment on the line of the last one',
      '{\n  "x": 1 // one\n}',
      ['a'],
      true,
      '{\n  "x": 1, // one\n  "a": true\n}',
    ],
    [
      'behind a comma at the end',
      '{\n    "x": 1, /* one */ // first\n    // the end\n}\n',
      ['a'],
      'b',
      '{\n    "x": 1, /* one */ // first\n    "a": "b",\n    // the end\n}\n',
    ],
    [
      'behind a comment with braces and quotes',
      '// {"a": 0}\n{ /* } " */ "x": {"y": 1 /* } */}, }',
      ['a'],
      1,
      '// {"a": 0}\n{ /* } " */ "x": {"y": 1 /* } */}, "a": 1, }',
    ],
    ['where there is nothing but a comment', '{\n  // none\n}', ['a'], 1, '{\n  // none\n  "a": 1\n}'],
    ['of a name in a comment', '{\n  // "a": 0,\n  "a": 1\n}', ['a'], 2, '{\n  // "a": 0,\n  "a": 2\n}'],
    [
      'into an object that is not there',
      '{\n\t"x": 1\n}',
      ['h', 'k'],
      'v',
      '{\n\t"x": 1,\n\t"h": {\n\t\t"k": "v"\n\t}\n}',
    ],
    [
      'into an object with a comment',
      '{\n  "h": {\n    // mine\n    "x": "y",\n  },\n}',
      ['h', 'k'],
      'v',
      '{\n  "h": {\n    // mine\n    "x": "y",\n    "k": "v",\n  },\n}',
    ],
    ['of the last of several', '{"a": 1, "a": 2}', ['a'], 3, '{"a": 1, "a": 3}'],
    [
      'over lines of Windows',
      '{\r\n  "x": 1 // one\r\n}',
      ['a'],
      1,
      '{\r\n  "x": 1, // one\r\n  "a": 1\r\n}',
    ],
  ])('%s', (_, before, path, value, after) => {
    expect(setAt(before, path, value)).toBe(after)
  })
})

describe('taking out', () => {
  it.each<[string, string, Path, string]>([
    ['what is not there', '{"x": 1}', ['a'], '{"x": 1}'],
    ['the first', '{\n  "a": 1,\n  // of x\n  "x": 1\n}', ['a'], '{\n  // of x\n  "x": 1\n}'],
    ['one with a comment', '{\n  "a": 1, // of a\n  "x": 1\n}', ['a'], '{\n  // of a\n  "x": 1\n}'],
    ['the last', '{\n  "x": 1, // of x\n  "a": 1\n}', ['a'], '{\n  "x": 1 // of x\n}'],
    ['the last before a comma', '{\n  "x": 1, // of x\n  "a": 1,\n}', ['a'], '{\n  "x": 1, // of x\n}'],
    ['the only one', '{\n  "a": 1,\n}', ['a'], '{}'],
    ['the only one beside a comment', '{\n  // none\n  "a": 1,\n}', ['a'], '{\n  // none\n}'],
    ['every one of the name', '{"a": 1, "x": 2, "a": 3}', ['a'], '{"x": 2}'],
    [
      'the last in an object, and that',
      '{\n  "x": 1,\n  "h": {"k": "http://y"}\n}',
      ['h', 'k'],
      '{\n  "x": 1\n}',
    ],
    ['the last beside a comment', '{"h": {/* mine */ "k": 1}}', ['h', 'k'], '{"h": {/* mine */}}'],
  ])('%s', (_, before, path, after) => {
    expect(removeAt(before, path)).toBe(after)
  })
})

it.each([
  ['{"a": "// no /* comment", /* one */ "b": [1, 2,], // two\n}', { a: '// no /* comment', b: [1, 2] }],
  ['{"a": "\\"//", "b": ",}"}', { a: '"//', b: ',}' }],
  ['{"a": 1 /* , */ , /* } */ }', { a: 1 }],
  ['\uFEFF{}', undefined],
])('%s is read as JSON', (text, expected) => {
  const plain = plainJson(text)
  expect(plain.length).toBe(text.length)
  if (expected) expect(JSON.parse(plain)).toEqual(expected)
})

it.each(['{"a": 1,, }', '{"a": /* 1', '{"a": "', '[1 2]', '{"a" 1}', '/'])('%s stays wrong', (text) => {
  expect(() => JSON.parse(plainJson(text))).toThrow()
})

describe('any file', () => {
  const space = fc.constantFrom('', ' ', '\n', '\n  ', ' // note {",\n', '/* } " */', '\n/* a\n b */ ')
  const scalar = fc.oneof(fc.integer(), fc.boolean(), fc.constantFrom('x', '//', '/* "', '}', ',}', '\\'))
  const name = fc.constantFrom('a', 'b', 'c', 'settings.x', '// d')
  const inner = fc.dictionary(fc.constantFrom('k', 'l', 'm'), scalar, { maxKeys: 3 })
  const file = fc
    .tuple(
      fc.dictionary(name, fc.oneof(scalar, inner), { maxKeys: 4 }),
      fc.infiniteStream(space),
      fc.boolean(),
    )
    .map(([value, spaces, comma]) => ({ value, text: written(value, spaces, comma) }))

  function written(value: unknown, spaces: Iterator<string>, comma: boolean): string {
    const gap = () => spaces.next().value as string
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    const members = Object.entries(value).map(
      ([key, v]) => `${gap()}${JSON.stringify(key)}${gap()}:${gap()}${written(v, spaces, comma)}${gap()}`,
    )
    return `{${members.join(',')}${comma && members.length > 0 ? ',' : ''}${gap()}}`
  }
  const parsed = (text: string) => JSON.parse(plainJson(text)) as Record<string, unknown>
  const comments = (text: string) => text.match(/note|\} " \*\/|a\n b/g)?.length ?? 0

  it('says what it said, and the member, once it is set', () => {
    fc.assert(
      fc.property(file, name, scalar, ({ value, text }, key, told) => {
        const after = setAt(text, [key], told)
        expect(parsed(after)).toEqual({ ...value, [key]: told })
        expect(setAt(after, [key], told)).toBe(after)
        const held = value[key]
        if (typeof held !== 'object') expect(comments(after)).toBe(comments(text))
      }),
    )
  })

  it('says what it said, and the inner member, once that is set', () => {
    fc.assert(
      fc.property(file, scalar, ({ value, text }, told) => {
        if (typeof value.a !== 'object' && value.a !== undefined) return
        expect(parsed(setAt(text, ['a', 'k'], told))).toEqual({ ...value, a: { ...value.a, k: told } })
      }),
    )
  })

  it('says what it said without the member, once it is taken out', () => {
    fc.assert(
      fc.property(file, name, ({ value, text }, key) => {
        const after = removeAt(text, [key])
        const { [key]: _, ...rest } = value
        expect(parsed(after)).toEqual(rest)
      }),
    )
  })

  it('is as before, to one that reads it, once what was set is taken out again', () => {
    fc.assert(
      fc.property(file, ({ value, text }) => {
        expect(parsed(removeAt(setAt(text, ['new', 'k'], 1), ['new', 'k']))).toEqual(value)
      }),
    )
  })
})
