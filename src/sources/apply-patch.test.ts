/** Patches of `apply_patch`, whole, cut off, and in shell commands. */
import { describe, expect, it } from 'vitest'
import { filesOf, patchIn } from './apply-patch.ts'

const patch = (...lines: string[]): string => ['*** Begin Patch', ...lines, '*** End Patch'].join('\n')
const row = (text: string) => filesOf(text).map(({ path, op, added, removed }) => [path, op, added, removed])

describe('a patch', () => {
  it('tells its files, what is done to them, and lines', () => {
    const text = patch(
      '*** Add File: src/new.ts',
      '+a',
      '+',
      '+b',
      '*** Update File: src/old.ts',
      '@@ class A',
      ' kept',
      '-one',
      '+two',
      '+three',
      '*** End of File',
      '*** Delete File: src/gone.ts',
    )
    expect(row(text)).toEqual([
      ['src/new.ts', 'create', 3, 0],
      ['src/old.ts', 'edit', 2, 1],
      ['src/gone.ts', 'delete', 0, null],
    ])
  })

  it('that moves a file changes it where it is then', () => {
    const text = patch('*** Update File: a.ts', '*** Move to: b.ts', '@@', '-x', '+y')
    expect(row(text)).toEqual([['b.ts', 'edit', 1, 1]])
  })

  it('counts lines that begin like marks, and none of what stands around it', () => {
    const text = `+++ before\n${patch('*** Update File: a.md', '+*** Add File: b.md', '-- list', '+++ c')}\n+after`
    expect(row(text)).toEqual([['a.md', 'edit', 2, 1]])
  })

  it('that comes in parts tells each file once', () => {
    const text = `${patch('*** Add File: a', '+1')}\n${patch('*** Update File: a', '-1', '+2', '+3')}`
    expect(row(text)).toEqual([['a', 'create', 3, 1]])
  })

  it('with lines that end as on Windows is the same', () => {
    expect(row(patch('*** Add File: a.cs', '+1').replaceAll('\n', '\r\n'))).toEqual([
      ['a.cs', 'create', 1, 0],
    ])
  })

  it('that is cut off does not tell how large the last change is', () => {
    const text = patch('*** Add File: a', '+1', '*** Update File: b', '+2', '+3').replace(
      /\n\*\*\* End.*/,
      '',
    )
    expect(row(text)).toEqual([
      ['a', 'create', 1, 0],
      ['b', 'edit', null, null],
    ])
    expect(row(text.slice(0, text.indexOf('b') + 1))).toEqual([['a', 'create', null, null]])
  })

  it.each(['', 'nothing', '*** Add File: a\n+1', '*** Begin Patch\n*** Add File:\n+1\n*** End Patch'])(
    'is not in %j',
    (text) => {
      expect(filesOf(text)).toEqual([])
    },
  )
})

describe('a shell command', () => {
  const inner = patch('*** Add File: a', '+1')
  it.each([
    `apply_patch <<'EOF'\n${inner}\nEOF\n`,
    `cd web && apply_patch <<EOF\n${inner}\nEOF`,
    `applypatch "${inner}"`,
    `bash -lc 'apply_patch <<"PATCH"\n${inner}\nPATCH'`,
  ])('%j has one', (command) => {
    expect(row(patchIn(command) ?? '')).toEqual([['a', 'create', 1, 0]])
  })
  it.each([`cat > notes.md <<EOF\n${inner}\nEOF`, 'apply_patch --help', `echo reapply_patch\n${inner}`])(
    '%j has none',
    (command) => {
      expect(patchIn(command)).toBeNull()
    },
  )
})
