/** Languages by file name. */
import * as linguist from 'linguist-languages'
import { expect, test } from 'vitest'
import { extensionOf, languageOf, PREFERRED } from './language.ts'

test.each([
  ['src/a.ts', '.ts', 'TypeScript'],
  ['src/a.d.ts', '.ts', 'TypeScript'],
  ['A.TSX', '.tsx', 'TSX'],
  ['a.h', '.h', 'C'],
  ['README.md', '.md', 'Markdown'],
  ['C:\\x\\Main.cs', '.cs', 'C#'],
  ['x.yml', '.yml', 'YAML'],
  ['lib/x.rs', '.rs', 'Rust'],
  ['Dockerfile', '', 'Dockerfile'],
  ['src/Makefile', '', 'Makefile'],
  ['.gitignore', '', 'Ignore List'],
  ['.env', '', 'Dotenv'],
  ['a.b/noextension', '', null],
  ['x.', '', null],
  ['x.unheard-of', '.unheard-of', null],
  ['__proto__', '', null],
  ['x.constructor', '.constructor', null],
])('%s', (path, extension, language) => {
  expect(extensionOf(path)).toBe(extension)
  expect(languageOf(path)).toBe(language)
})

test('every preferred language exists and claims its extension along with others', () => {
  const all = Object.values<{ name: string; extensions?: readonly string[] }>(linguist)
  for (const [extension, name] of Object.entries(PREFERRED)) {
    const claiming = all
      .filter((l) => l.extensions?.some((e) => e.toLowerCase() === extension))
      .map((l) => l.name)
    expect(claiming, extension).toContain(name)
    expect(claiming.length, extension).toBeGreaterThan(1)
  }
})
