/**
 * Two organisations, small enough for a pencil: what happened in them from 14 to 17 June 2026. What the Factory Analytics
 * API answers about it is in `answers.ts`, with the arithmetic.
 */
type Fact = Record<string, unknown>

const day = (date: number, time: string): string => `2026-06-${date}T${time}:00Z`

/** So many facts that differ in nothing else. */
const times = (n: number, fact: Fact): Fact[] =>
  Array.from({ length: n }, (_, i) => ({ ...fact, id: `${fact.id}-${i}` }))

interface Sitting {
  id: string
  /** Servers of MCP that are configured. */
  mcp?: string[]
  user?: string
  client?: string
  from: string
  to: string
}

/** A session, and the builder of what happened in it, a minute after it began. */
function sitting({ id, mcp, user, client, from, to }: Sitting, told: (here: Fact) => Fact[]): Fact[] {
  const at = from.replace(/:00Z$/, ':30Z')
  const said = { ...(user && { user }), ...(client && { client }), harness: 'claude-code' }
  const configured = mcp ? { mcp_servers_configured: mcp } : {}
  return [
    { type: 'session', id, ...said, ...configured, started_at: from, ended_at: to, observed_at: to },
    ...told({ at, session: id }).map((fact) => ({ ...fact, id: `${id} ${fact.id}` })),
  ]
}

const message = (human: boolean) => ({ type: 'message', role: human ? 'user' : 'assistant', human })
const said = (here: Fact, people: number, agents: number): Fact[] => [
  ...times(people, { ...message(true), ...here, id: 'prompt' }),
  ...times(agents, { ...message(false), ...here, id: 'answer' }),
]

const SONNET = 'claude-sonnet-4-5'
const OPUS = 'claude-opus-4-5'

/**
 * 15 June: Ada in the terminal (30 minutes), Bob on the web (10 minutes), the service account in CI (5 minutes).
 * 16 June: Ada on the web (20 minutes), and a call of which nobody knows whose it was.
 * 14 and 17 June: nothing.
 */
export const ACME: Fact[] = [
  { type: 'member', id: 'm-ci', user: 'ci-bot', kind: 'service', observed_at: day(14, '00:00') },
  ...sitting(
    {
      id: 'A1',
      mcp: ['github'],
      user: 'ada@acme.example',
      client: 'terminal',
      from: day(15, '09:00'),
      to: day(15, '09:30'),
    },
    (here) => [
      ...said(here, 2, 3),
      {
        ...{ type: 'model_call', ...here, id: 'c1', provider: 'anthropic', model: SONNET },
        ...{ in_uncached: 100, out: 50, cache_read: 1000, cache_write: 200, reasoning: 0 },
      },
      {
        ...{ type: 'model_call', ...here, id: 'c2', provider: 'anthropic', model: OPUS },
        ...{ in_uncached: 40, out: 10, reasoning: 5 },
      },
      ...times(3, {
        type: 'tool_call',
        ...here,
        id: 'read',
        tool: 'Read',
        status: 'ok',
        autonomy_mode: 'auto-high',
      }),
      { type: 'tool_call', ...here, id: 'edit', tool: 'Edit', status: 'ok', autonomy_mode: 'auto-high' },
      {
        ...{ type: 'tool_call', ...here, id: 'mcp', tool: 'MCP', mcp_server: 'github', status: 'ok' },
        autonomy_mode: 'auto-medium',
      },
      { type: 'tool_call', ...here, id: 'run', tool: 'Execute', status: 'rejected', autonomy_mode: 'manual' },
      ...times(2, { type: 'feature_use', ...here, id: 'skill', kind: 'skill', name: 'browser' }),
      { type: 'feature_use', ...here, id: 'slash', kind: 'slash_command', name: 'review' },
      {
        ...{ type: 'feature_use', ...here, id: 'hook', kind: 'hook' },
        ...{ event: 'PostToolUse', matcher: '*.ts', command: 'eslint --fix' },
      },
      change(here, 'src/a.ts', 'create', '.ts', 'TypeScript'),
      change(here, 'src/a.ts', 'edit', '.ts', 'TypeScript'),
      change(here, 'src/b.tsx', 'edit', '.tsx', 'TypeScript'),
      change(here, 'tools/c.py', 'edit', '.py', 'Python'),
      {
        ...{ type: 'commit', ...here, id: 'commit', sha: 'a'.repeat(40), authored_at: here.at },
        ...{ attribution: 'explicit', added: 30, removed: 3 },
      },
    ],
  ),
  {
    ...{ type: 'pull_request', id: 'shop#1', sessions: ['A1'], created_at: day(15, '09:20') },
    ...{ attribution: 'explicit', observed_at: day(15, '09:20') },
  },
  ...sitting(
    {
      id: 'A2',
      mcp: ['docs'],
      user: 'bob@acme.example',
      client: 'web',
      from: day(15, '10:00'),
      to: day(15, '10:10'),
    },
    (here) => [
      ...said(here, 1, 1),
      { type: 'model_call', ...here, id: 'c', model: SONNET, in_uncached: 10, out: 5, reasoning: 0 },
      { type: 'tool_call', ...here, id: 'read', tool: 'Read', status: 'ok', autonomy_mode: 'spec' },
    ],
  ),
  ...sitting(
    { id: 'A3', user: 'ci-bot', client: 'non-interactive', from: day(15, '11:00'), to: day(15, '11:05') },
    (here) => [
      { type: 'model_call', ...here, id: 'c', model: SONNET, in_uncached: 5, out: 1, reasoning: 0 },
      ...times(2, { type: 'tool_call', ...here, id: 'run', tool: 'Execute', status: 'ok' }),
    ],
  ),
  ...sitting(
    { id: 'A4', user: 'ada@acme.example', client: 'web', from: day(16, '12:00'), to: day(16, '12:20') },
    (here) => [
      ...said(here, 1, 1),
      { type: 'model_call', ...here, id: 'c', model: OPUS, in_uncached: 7, out: 3, reasoning: 2 },
    ],
  ),
  { type: 'model_call', id: 'A5 c', session: 'A5', at: day(16, '13:00'), in_uncached: 2, out: 1 },
]

function change(here: Fact, path: string, op: string, extension: string, language: string): Fact {
  return {
    ...{ type: 'file_change', ...here, id: `${op} ${path}`, path, op, extension, language },
    ...{ added: op === 'create' ? 10 : 5, removed: op === 'create' ? 0 : 1 },
  }
}

/** Eve in an editor on 16 June, for an hour: nothing of her may show in what the other organisation sees. */
export const BETA: Fact[] = sitting(
  { id: 'B1', user: 'eve@beta.example', client: 'ide', from: day(16, '08:00'), to: day(16, '09:00') },
  (here) => [
    ...said(here, 1, 2),
    { type: 'model_call', ...here, id: 'c', model: 'gpt-5', in_uncached: 1000, out: 100 },
    ...times(2, {
      type: 'tool_call',
      ...here,
      id: 'grep',
      tool: 'Grep',
      status: 'ok',
      autonomy_mode: 'auto-low',
    }),
    change(here, 'main.go', 'create', '.go', 'Go'),
  ],
)
