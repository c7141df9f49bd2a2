/** CSV: cells that a spreadsheet must not run, and rows that are read no faster than they are written. */
import { describe, expect, it } from 'vitest'
import { csvOf } from './csv.ts'

const textOf = async (...cells: unknown[]): Promise<string> => {
  const names = cells.map((_, i) => `c${i}`)
  const row = Object.fromEntries(cells.map((cell, i) => [`c${i}`, cell]))
  let text = ''
  for await (const part of csvOf(names, [row])) text += part
  return text.slice(names.join(',').length + 2, -2)
}

describe('cells', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-x', "'-x"],
    ['-5', "'-5"],
    ['@x', "'@x"],
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ['=HYPERLINK("http://x.example","a")', `"'=HYPERLINK(""http://x.example"",""a"")"`],
    ['\t=1', `"'\t=1"`],
    ['\tplain', `"'\tplain"`],
    ['\rplain', `"'\rplain"`],
    ['\n@x', `"'\n@x"`],
    ['  =1+1', "'  =1+1"],
    ['\u00a0+1', "'\u00a0+1"],
    ['\ufeff=1', "'\ufeff=1"],
    ['\u200b\u200e-1', "'\u200b\u200e-1"],
    ['\u0000=1', "'\u0000=1"],
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ['a;=1+1', '"a;=1+1"'],
    ['a\t=1', '"a\t=1"'],
    ['a,b', '"a,b"'],
    ['a "b"', '"a ""b"""'],
    ['a\nb', '"a\nb"'],
    ['a\rb', '"a\rb"'],
    ['a-b', 'a-b'],
    ['jo@acme.example', 'jo@acme.example'],
    ["'quoted", "'quoted"],
    ['2026-03-04', '2026-03-04'],
    ['naïve ✓ 日本', 'naïve ✓ 日本'],
    ['', ''],
    [null, ''],
    [undefined, ''],
    [-5, '-5'],
    [-0.5, '-0.5'],
    [0, '0'],
    [1e21, '1e+21'],
    [true, 'true'],
    [false, 'false'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [['a', 'b'], '"a, b"'],
    [['=1', 'b'], `"'=1, b"`],
    [[], ''],
    [{ a: '=1' }, '"{""a"":""=1""}"'],
  ])('%j is written as %s', async (cell, written) => {
    expect(await textOf(cell, 1)).toBe(`${written},1`)
  })

  it('a header stands first, also without rows, and names that look like paths are names', async () => {
    const parts: string[] = []
    for await (const part of csvOf(['a', 'b.c', '=d'], [])) parts.push(part)
    expect(parts).toEqual(["a,b.c,'=d\r\n"])
    parts.length = 0
    for await (const part of csvOf(['b.c'], [{ 'b.c': 1, b: { c: 2 } }])) parts.push(part)
    expect(parts.join('')).toBe('b.c\r\n1\r\n')
  })
})

describe('rows', () => {
  function counted() {
    const seen = { read: 0, ended: false }
    const rows = (async function* () {
      try {
        for (;;) yield { n: ++seen.read }
      } finally {
        seen.ended = true
      }
    })()
    return { seen, rows }
  }

  it('are read as texts are taken, and not beyond', async () => {
    const { seen, rows } = counted()
    const texts = csvOf(['n'], rows)
    const first = await texts.next()
    expect(String(first.value).split('\r\n')).toHaveLength(501)
    expect(seen.read).toBeLessThan(600)
    await texts.next()
    expect(seen.read).toBeLessThan(1_100)
    expect(seen.ended).toBe(false)
    await texts.return(undefined)
    expect(seen.ended).toBe(true)
  })

  it('that fail fail the text', async () => {
    const texts = csvOf(
      ['n'],
      (async function* () {
        yield { n: 1 }
        throw new Error('gone')
      })(),
    )
    await expect(texts.next()).rejects.toThrow('gone')
  })
})
