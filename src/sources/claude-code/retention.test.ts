/** When Claude Code deletes its transcripts. */
import { describe, expect, test } from 'vitest'
import { claudeCode } from './index.ts'
import { daysKept } from './retention.ts'

test.each([
  [null, 30],
  ['', 30],
  ['{}', 30],
  ['{"cleanupPeriodDays": 7}', 7],
  ['{"cleanupPeriodDays": 90.5, "model": "opus"}', 90],
  ['{"cleanupPeriodDays": 3649}', 3649],
  ['{"cleanupPeriodDays": 3650}', null],
  ['{"cleanupPeriodDays": 1e300}', null],
  ['{"cleanupPeriodDays": 0}', 30],
  ['{"cleanupPeriodDays": -1}', 30],
  ['{"cleanupPeriodDays": "365"}', 30],
  ['{"cleanupPeriodDays": null}', 30],
  ['{"cleanupPeriodDays": 36', 30],
  ['[]', 30],
  ['null', 30],
  ['7', 30],
  ['{"__proto__": {"cleanupPeriodDays": 7}}', 30],
])('settings %j keep them for %j days', (settings, days) => {
  expect(daysKept(settings)).toBe(days)
})

describe('the setting', () => {
  const asked = (files: Record<string, string>, env: Record<string, string> = {}) =>
    claudeCode.retention?.({ home: '/home/ana', env }, (path) => files[path] ?? null)
  const keep = (days: number) => JSON.stringify({ cleanupPeriodDays: days })

  test('stands in the folder of the person', () => {
    const path = '/home/ana/.claude/settings.json'
    expect(asked({})).toEqual({ days: 30, setting: 'cleanupPeriodDays', path })
    expect(asked({ [path]: keep(9) })).toEqual({ days: 9, setting: 'cleanupPeriodDays', path })
    expect(asked({ [path]: keep(99_999) })).toBeNull()
  })

  test('moves with the folder; of several the one counts that is swept first', () => {
    expect(asked({ '/a/settings.json': keep(40) }, { CLAUDE_CONFIG_DIR: '/a/projects/' })).toMatchObject({
      days: 40,
      path: '/a/settings.json',
    })
    const files = {
      '/a/settings.json': keep(40),
      '/b/settings.json': keep(20),
      '/c/settings.json': keep(9999),
    }
    expect(asked(files, { CLAUDE_CONFIG_DIR: '/c, /a ,/b,' })).toMatchObject({
      days: 20,
      path: '/b/settings.json',
    })
  })
})
