/** Lines that a change adds and removes, by patch, diff, text and replacement. */
import { describe, expect, it } from 'vitest'
import { ofDiff, ofReplacement, ofText } from './added-lines.ts'

const asIs = (line: string): string => `#${line}`
const counts = ({ added, removed }: { added: number; removed: number }) => [added, removed]

describe('a unified diff', () => {
  it('has headers before its changes, and lines that look like them within', () => {
    const diff = [
      '--- a/q.sql',
      '+++ b/q.sql',
      '@@ -1,2 +1,2 @@',
      '--- old comment',
      '+-- new comment',
      '+++ x',
    ].join('\n')
    expect(counts(ofDiff(diff, asIs))).toEqual([2, 1])
    expect(
      counts(ofDiff(`diff --git a/q b/q\n${diff}\ndiff --git a/r b/r\n--- a/r\n+++ b/r\n@@\n+one`, asIs)),
    ).toEqual([3, 1])
  })

  it('without any header is counted line by line', () => {
    expect(ofDiff('+added line of text\n-gone\n kept', asIs)).toEqual({
      ...{ added: 1, removed: 1, line_hashes: ['#added line of text'] },
    })
  })
})

describe('a replacement', () => {
  it('counts the lines that differ alone', () => {
    expect(counts(ofReplacement('a\nb\nc\n', 'a\nB\nc\nd\n', asIs) ?? { added: -1, removed: -1 })).toEqual([
      2, 1,
    ])
    expect(counts(ofReplacement('', 'x\ny', asIs) ?? { added: -1, removed: -1 })).toEqual([2, 0])
    expect(counts(ofReplacement('same', 'same', asIs) ?? { added: -1, removed: -1 })).toEqual([0, 0])
  })

  it('of texts that have nothing in common and are long is unknown', () => {
    const lines = (what: string) => Array.from({ length: 5_000 }, (_, i) => `${what} ${i}`).join('\n')
    expect(ofReplacement(lines('old'), lines('new'), asIs)).toBeNull()
  })
})

it('a new text adds every line of it', () => {
  expect(counts(ofText('a\nb\n', asIs))).toEqual([2, 0])
})
