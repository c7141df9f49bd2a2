/** Folders of spools, and what else may lie beside them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folderOf, ownersIn } from './folders.ts'

it('tells owners by their folders and passes over everything else', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-folders-'))
  const owners = ['default', 'a/b', '100%', 'ü ber', '..%2f']
  for (const owner of owners) mkdirSync(join(dir, folderOf(owner)))
  for (const odd of ['100%', '%zz', 'lost+found', 'a b', '%61']) mkdirSync(join(dir, odd))
  writeFileSync(join(dir, '.DS_Store'), '')
  const lines: string[] = []
  expect(ownersIn(dir, (line) => lines.push(line)).sort()).toEqual([...owners].sort())
  expect(lines).toHaveLength(6)
  expect(lines.join()).toContain('100% in')
  expect(ownersIn(join(dir, 'none'), () => expect.unreachable())).toEqual([])
  rmSync(dir, { recursive: true })
})
