/** The examples of the guide to the API, run against a server as they stand: all languages print the same. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listeningForTeam } from './faces/listening.ts'
import { ROOT } from './support/source.ts'

const GUIDE = readFileSync(join(ROOT, 'docs/guide/api.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  )
const run = promisify(execFile)
const has = (program: string): boolean => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const [ANN, BOB] = ['ann@acme.example', 'bob@acme.example']
const of = (user: string, day: string) => ({ user, session: `${user} ${day}`, at: `${day}T10:00:00Z` })
const session = (user: string, day: string) => ({
  ...{ type: 'session', id: `${user} ${day}`, user, started_at: `${day}T10:00:00Z` },
})
const message = (user: string, day: string) => ({
  ...{ type: 'message', id: `m ${user} ${day}`, ...of(user, day), role: 'user', human: true },
})
/** Two people on 2 June, one of them on 3 June. */
const FACTS = [
  { type: 'member', id: ANN, user: ANN },
  { type: 'member', id: BOB, user: BOB },
  ...[session(ANN, '2026-06-02'), session(BOB, '2026-06-02'), session(ANN, '2026-06-03')],
  ...[message(ANN, '2026-06-02'), message(BOB, '2026-06-02'), message(ANN, '2026-06-03')],
  {
    type: 'model_call',
    id: 'c1',
    ...of(ANN, '2026-06-02'),
    model: 'm',
    in_uncached: 9,
    cost_usd: 1.5,
    cost_source: 'reported',
  },
  { type: 'model_call', id: 'c2', ...of(BOB, '2026-06-02'), model: 'house', in_uncached: 4, out: 1 },
  ...['t1', 't2'].map((id) => ({ type: 'tool_call', id, ...of(ANN, '2026-06-03'), tool: 'Read' })),
  { type: 'tool_call', id: 't3', ...of(BOB, '2026-06-02'), tool: 'Execute' },
  { type: 'file_change', id: 'f1', ...of(ANN, '2026-06-02'), path: 'a.ts', op: 'create', added: 3 },
  { type: 'file_change', id: 'f2', ...of(ANN, '2026-06-03'), path: 'a.ts', op: 'edit', added: 1, removed: 1 },
]

const PRINTED = [
  '2026-06-02 2 2',
  '2026-06-03 1 1',
  'm 1 1.5',
  'house 1 unknown',
  '2 0 0',
  '2026-06-02 Execute 1',
  '2026-06-03 Read 2',
  `${ANN} 2`,
  `${BOB} 1`,
  '400 bad_param tz',
].sort()

describe('the guide to the API', () => {
  let server: Awaited<ReturnType<typeof listeningForTeam>>
  let dir: string
  let env: NodeJS.ProcessEnv
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tachograph-guide-'))
    server = await listeningForTeam()
    const { organisations, keys } = server.control
    const { id } = await organisations.create({ name: 'Acme', owner: ANN })
    const { key } = await keys.create(id, {
      name: 'all',
      scopes: ['ingest', 'read', 'admin'],
      expires_at: null,
    })
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' }
    const body = FACTS.map((fact) => JSON.stringify(fact)).join('\n')
    const posted = await server.get('/api/v1/facts', { method: 'POST', headers, body })
    expect(await posted.json()).toMatchObject({ accepted: FACTS.length })
    await server.get('/api/v1/status?settled=true', { headers })
    env = { ...process.env, TACHOGRAPH_URL: server.url, TACHOGRAPH_KEY: key }
  }, 60_000)
  afterAll(async () => {
    await server?.close()
    rmSync(dir, { recursive: true, force: true })
  })

  /** Pages of people come in the order of their ids. */
  const lines = (text: string) => text.trim().split('\n').sort()

  it('TypeScript: what it prints, and that the compiler takes it', async () => {
    const program = join(dir, 'guide.mts')
    const client = JSON.stringify(join(ROOT, 'src/client/index.ts'))
    writeFileSync(program, blocks('ts').join('\n').replace("'tachograph/client'", client))
    writeFileSync(
      join(dir, 'tsconfig.json'),
      JSON.stringify({
        extends: join(ROOT, 'tsconfig.json'),
        compilerOptions: {
          typeRoots: [join(ROOT, 'node_modules/@types')],
          allowImportingTsExtensions: true,
          rewriteRelativeImportExtensions: false,
        },
        files: [program],
        include: [],
      }),
    )
    const [ran, compiled] = await Promise.all([
      run(process.execPath, ['--import', join(ROOT, 'node_modules/tsx/dist/esm/index.mjs'), program], {
        env,
        cwd: ROOT,
      }),
      run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', dir]).catch(
        (error) => error,
      ),
    ])
    expect(compiled.stdout).toBe('')
    expect(lines(ran.stdout)).toEqual(PRINTED)
  }, 180_000)

  it.runIf(has('python3'))('Python: the same', async () => {
    const { stdout } = await run('python3', ['-c', blocks('python').join('\n')], { env })
    expect(lines(stdout)).toEqual(PRINTED)
  })

  it.runIf(has('curl'))('curl: each line is answered', async () => {
    const commands = blocks('sh')
      .flatMap((block) => block.trim().split('\n'))
      .filter((line) => line.startsWith('curl'))
    expect(commands.length).toBeGreaterThanOrEqual(6)
    for (const command of commands) {
      const { stdout } = await run('sh', ['-c', command], { env })
      if (command.includes('format=csv')) expect(stdout).toMatch(/^date,.*\r\n2026-06-01,/)
      else
        expect([command, JSON.parse(stdout)]).toEqual([
          command,
          expect.objectContaining({ data: expect.any(Array) }),
        ])
    }
  })
})
