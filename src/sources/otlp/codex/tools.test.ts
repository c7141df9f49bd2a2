/** Tool calls of Codex, refused ones too, and what they changed and shipped. */
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../facts/index.ts'
import type { Value } from '../../../otlp/signals.ts'
import { AT, facts, keysOf, STAMP, THREAD, WHO } from './fixtures/records.ts'

describe('codex.tool_result', () => {
  const SHELL = {
    tool_name: 'exec_command',
    call_id: 'call_1',
    arguments: '{"cmd":"npm test -- secret","workdir":"/home/ana"}',
    duration_ms: '1500',
    success: 'true',
    output: 'secret',
    mcp_server: '',
    mcp_server_origin: '',
  }

  it('is a tool call, at the time it began; of its command only what it checks is kept', () => {
    const found = facts('codex.tool_result', SHELL)
    expect(found).toEqual([
      expect.objectContaining({
        ...WHO,
        type: 'tool_call',
        at: AT - 1500,
        keys: [`codex/tool:${THREAD}:call_1`],
        tool: 'Execute',
        raw_tool: 'exec_command',
        kind: 'shell',
        mcp_server: null,
        duration_ms: 1500,
        status: 'ok',
        validation: 'test',
      }),
    ])
    expect(JSON.stringify(found)).not.toMatch(/secret|workdir/)
  })

  it.each([
    ['shell', '{"command":["bash","-lc","cargo clippy"]}', 'lint'],
    ['shell_command', '{"command":"make build"}', 'build'],
    ['local_shell', 'bash -lc npm test', 'test'],
    ['container.exec', '{"command":["npm","run","lint"]}', 'lint'],
    ['exec_command', '{"cmd":"ls"}', null],
    ['exec_command', '{"cmd":7}', null],
    ['exec_command', '{"cmd":["a",1]}', null],
    ['exec_command', '{"cmd":"npm test', null],
    ['exec_command', '', null],
  ])('%s %s checks %s', (tool_name, given, validation) => {
    const [call] = facts('codex.tool_result', { ...SHELL, tool_name, arguments: given }) as Fact[]
    expect(call).toMatchObject({ tool: 'Execute' })
    expect((call as { validation?: unknown }).validation ?? null).toBe(validation)
  })

  it.each([
    ['true', 'ok'],
    [true, 'ok'],
    ['false', 'error'],
    [false, 'error'],
    ['', 'unknown'],
  ])('with success %j is %s', (success, status) => {
    expect(facts('codex.tool_result', { ...SHELL, success })[0]).toMatchObject({ status })
  })

  it('of an MCP server names it', () => {
    const told = { ...SHELL, tool_name: 'search', mcp_server: 'GitHub', arguments: '{"input":"x"}' }
    expect(facts('codex.tool_result', told)).toEqual([
      expect.objectContaining({ tool: 'MCP', kind: 'mcp', mcp_server: 'github', raw_tool: 'search' }),
    ])
  })

  it('of a script that calls tools is none: its calls tell of themselves', () => {
    expect(facts('codex.tool_result', { ...SHELL, tool_name: 'exec' })).toEqual([])
  })

  it('without an id is named by its place', () => {
    const { call_id, ...rest } = SHELL
    expect(keysOf(facts('codex.tool_result', rest))).toEqual([
      `codex/tool-at:${THREAD}:${STAMP}:exec_command`,
    ])
    expect(call_id).toBe('call_1')
  })

  it('that started an agent is a use of it', () => {
    const told = {
      ...SHELL,
      tool_name: 'spawn_agent',
      arguments: '{"agent_type":"explorer","message":"secret"}',
    }
    const found = facts('codex.tool_result', told)
    expect(found[0]).toMatchObject({ tool: 'Task', kind: 'agent' })
    expect(found[1]).toMatchObject({ type: 'feature_use', kind: 'subagent', name: 'explorer' })
    expect(JSON.stringify(found)).not.toContain('secret')
  })

  it('that claims to have run for years began a day before at most', () => {
    expect(facts('codex.tool_result', { ...SHELL, duration_ms: '1e11' })[0]).toMatchObject({
      at: AT - 24 * 3600_000,
    })
  })
})

describe('a patch', () => {
  const PATCH = [
    '*** Begin Patch',
    '*** Add File: src/cart.ts',
    '+const secret = 1',
    '+',
    '*** Update File: README.md',
    '@@',
    '-old',
    '+new',
    '+more',
    '*** Delete File: old.py',
    '*** End Patch',
  ].join('\n')
  const told = (tool_name: string, given: string, success = 'true') =>
    facts('codex.tool_result', {
      tool_name,
      call_id: 'p',
      arguments: given,
      success,
      duration_ms: '5',
      output: 'Done!',
    })
  const CHANGES = [
    { path: 'src/cart.ts', op: 'create', added: 2, removed: 0, extension: '.ts', language: 'TypeScript' },
    { path: 'README.md', op: 'edit', added: 2, removed: 1, extension: '.md', language: 'Markdown' },
    { path: 'old.py', op: 'delete', added: 0, removed: null, extension: '.py', language: 'Python' },
  ].map((change) =>
    expect.objectContaining({
      ...WHO,
      ...change,
      type: 'file_change',
      keys: [`codex/tool:${THREAD}:p#${change.path}`],
    }),
  )

  it.each([
    ['apply_patch', PATCH],
    ['apply_patch', JSON.stringify({ input: PATCH })],
    ['shell', JSON.stringify({ command: ['apply_patch', PATCH] })],
    ['shell', JSON.stringify({ command: ['bash', '-lc', `apply_patch <<'EOF'\n${PATCH}\nEOF`] })],
    ['exec_command', JSON.stringify({ cmd: `cd web && apply_patch <<'EOF'\n${PATCH}\nEOF` })],
    ['local_shell', `bash -lc apply_patch <<'EOF'\n${PATCH}\nEOF`],
  ])('of %s tells the files it changed, and nothing that stands in them', (tool, given) => {
    const [call, ...changes] = told(tool, given)
    expect(call).toMatchObject({ type: 'tool_call', status: 'ok' })
    expect(changes).toEqual(CHANGES)
    expect(JSON.stringify([call, changes])).not.toContain('secret')
  })

  it('that failed changed nothing', () => {
    expect(told('apply_patch', PATCH, 'false')).toHaveLength(1)
  })

  it('that is cut off does not tell the size of its last file', () => {
    const cut = told('apply_patch', PATCH.slice(0, PATCH.indexOf('+more') + 2))
    expect(cut.slice(1)).toEqual([CHANGES[0], expect.objectContaining({ path: 'README.md', added: null })])
  })

  it('in the argument of another tool is none', () => {
    expect(told('update_plan', PATCH)).toHaveLength(1)
    expect(told('exec_command', JSON.stringify({ cmd: `cat <<EOF\n${PATCH}\nEOF` }))).toHaveLength(1)
  })
})

describe('a command that ships', () => {
  const ran = (cmd: string, output: string, success = 'true') =>
    facts('codex.tool_result', {
      tool_name: 'exec_command',
      call_id: 'g',
      arguments: JSON.stringify({ cmd }),
      success,
      duration_ms: '5',
      output,
    }).slice(1)
  const PRINTED = 'Output:\n[main 1a2b3c4] secret subject\n 2 files changed, 5 insertions(+), 1 deletion(-)\n'

  it.each([PRINTED, JSON.stringify({ output: PRINTED, metadata: { exit_code: 0 } })])(
    'commits, as git printed it: %j',
    (output) => {
      const found = ran('git add -A && git commit -m "secret"', output)
      expect(found).toEqual([
        expect.objectContaining({
          ...WHO,
          type: 'commit',
          keys: [`codex/tool:${THREAD}:g#1a2b3c4`],
          sha: '1a2b3c4',
          branch: 'main',
          added: 5,
          removed: 1,
          attribution: 'explicit',
        }),
      ])
      expect(JSON.stringify(found)).not.toContain('secret')
    },
  )

  it('opens a pull request', () => {
    expect(ran('gh pr create --fill', 'https://github.com/acme/shop/pull/7\n')).toEqual([
      expect.objectContaining({
        type: 'pull_request',
        id: 'https://github.com/acme/shop/pull/7',
        repo: 'github.com/acme/shop',
        number: 7,
        sessions: [THREAD],
      }),
    ])
  })

  it.each([
    ['git commit --dry-run', PRINTED, 'true'],
    ['git log', PRINTED, 'true'],
    ['git commit -m x', PRINTED, 'false'],
    ['git commit -qm x', '', 'true'],
    ['git commit -m x', '{"output":', 'true'],
  ])('is not %j with %j, %s', (cmd, output, success) => {
    expect(ran(cmd, output, success)).toEqual([])
  })
})

describe('codex.tool_decision', () => {
  const DENIED = { tool_name: 'exec_command', call_id: 'call_1', decision: 'denied', source: 'user' }
  it.each([
    ['denied', 'user', 'user'],
    ['abort', 'user', 'user'],
    ['timed_out', 'automated_reviewer', 'auto'],
    ['denied', 'config', 'config'],
    ['denied', 'toString', null],
  ])('%s by %s is a call that was rejected', (decision, source, who) => {
    expect(facts('codex.tool_decision', { ...DENIED, decision, source })).toEqual([
      expect.objectContaining({
        type: 'tool_call',
        keys: [`codex/tool:${THREAD}:call_1`],
        status: 'rejected',
        decision: who,
      }),
    ])
  })

  it('says more than the failure that follows it, and less than a success', () => {
    const completeness = (event: string, more: Record<string, Value>) =>
      (facts(event, { ...DENIED, ...more })[0] as { completeness: number }).completeness
    const refused = completeness('codex.tool_decision', {})
    expect(refused).toBeGreaterThan(completeness('codex.tool_result', { success: 'false' }))
    expect(refused).toBeLessThan(completeness('codex.tool_result', { success: 'true' }))
  })

  it.each(['approved', 'approved_for_session', 'network_policy_amendment', ''])(
    '%j tells nothing: what was allowed tells of itself',
    (decision) => {
      expect(facts('codex.tool_decision', { ...DENIED, decision })).toEqual([])
    },
  )
})
