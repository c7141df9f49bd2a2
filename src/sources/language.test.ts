/** Languages by file name. */
import { expect, test } from 'vitest'
import { extensionOf, languageOf } from './language.ts'

test.each([
  ['src/a.ts', '.ts', 'TypeScript'],
  ['src/a.d.ts', '.ts', 'TypeScript'],
  ['A.TSX', '.tsx', 'TypeScript'],
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
