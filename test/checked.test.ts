/** `npm run check` leaves nothing out: every file of code is read by one of the two runs of the compiler. */
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { ROOT } from './support/source.ts'

const CODE = /\.(ts|tsx|js|mjs)$/
const FOLDERS = ['bin', 'src', 'test', 'bench', 'scripts']

function checkedBy(config: string): string[] {
  const { config: read } = ts.readConfigFile(join(ROOT, config), ts.sys.readFile)
  return ts.parseJsonConfigFileContent(read, ts.sys, ROOT).fileNames.map((file) => relative(ROOT, file))
}

it('every file of code is checked', () => {
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  // Folders with a dot are what benchmarks leave there, no code of ours.
  const code = [...readdirSync(ROOT), ...below].filter((file) => CODE.test(file) && !/\/\./.test(file))
  const checked = new Set([...checkedBy('tsconfig.json'), ...checkedBy('tsconfig.web.json')])
  expect(code.length).toBeGreaterThan(200)
  expect(code.filter((file) => !checked.has(file))).toEqual([])
})
