/** Reading shell commands and their output takes time that grows with their length, whatever they hold. */
import { expect, it } from 'vitest'
import { commitsIn, folderOf, makesCommit, pullRequestIn } from './git.ts'
import { validationOf } from './validation.ts'

const LENGTH = 200_000
const repeated = (part: string): string => part.repeat(LENGTH / part.length)

it.each([
  ['options', `git${repeated(' --x')} y`],
  ['folders', `git${repeated(' -C -C')} y`],
  ['git after git', repeated('git --git ')],
  ['open quotes', repeated('git "')],
  ['commits that are tried alone', `${repeated('git commit --dry-run ')}`],
  ['addresses', repeated('http://a/')],
  ['addresses, one a line', repeated('http://a/b/c/d/pull/x\n')],
  ['brackets', repeated('[a 0123456 ')],
])('%s', (_, text) => {
  const began = process.cpuUsage().user
  expect(makesCommit(text)).toBe(false)
  expect(pullRequestIn(text)).toBeNull()
  expect(commitsIn(text)).toEqual([])
  folderOf(text)
  validationOf(text)
  expect(process.cpuUsage().user - began).toBeLessThan(3e6)
})

it('the last address of a long output is found', () => {
  const output = `${repeated('line of a log\n')}https://github.com/acme/shop/pull/42\n`
  expect(pullRequestIn(output)).toMatchObject({ repo: 'github.com/acme/shop', number: 42 })
})
