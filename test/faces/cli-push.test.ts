/** `tachograph push` as processes on machines of their own, against a real server of a team: nothing lost, nothing twice. */
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { factType, fromWire } from '../../src/facts/index.ts'
import { holderOf } from '../../src/store/lock.ts'
import { assistantRow, type Home, newHome, promptRow, rollout, type Server } from './program.ts'

const FIXTURES = fileURLToPath(new URL('../../src/sources/claude-code/fixtures', import.meta.url))
const PROJECT = '.claude/projects/-home-ana-shop'
const ANA = ['--user', 'ana@acme.example']
const EVER = 'from=2020-01-01&to=2029-12-31'

interface Pushed {
  files_done: number
  facts: number
  accepted: number
  duplicate: number
  unchanged: number
  sent_bytes: number
}
interface Org {
  send: string
  read: string
}

let team: Home
let server: Server
let port: number
const orgs: Record<string, Org> = {}
const laptops: Home[] = []

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as { port: number }
      probe.close(() => resolve(free))
    })
  })
const serve = () => team.serve(['--no-discover', '--port', String(port)])

beforeAll(async () => {
  team = newHome()
  port = await freePort()
  const { stdout } = await team.run(['init', 'Acme', '--owner', 'ada@example.com', '--json'])
  const made = JSON.parse(stdout) as { keys: { key: string }[] }
  orgs.acme = { send: made.keys[0]?.key ?? '', read: made.keys[1]?.key ?? '' }
  server = await serve()
  const operate = async <T>(path: string, body: object, org?: string) => {
    const authorization = `Bearer ${holderOf(team.data)?.operator}`
    const headers = {
      authorization,
      'content-type': 'application/json',
      ...(org ? { 'tachograph-org': org } : {}),
    }
    const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(response.status).toBe(200)
    return (await response.json()) as T
  }
  for (const name of ['one', 'killed', 'restarted', 'watched']) {
    const { id } = await operate<{ id: string }>('/api/v1/organisations', { name, owner: 'eve@example.com' })
    const key = async (scope: string) =>
      (await operate<{ key: string }>('/api/v1/keys', { name: scope, scopes: [scope] }, id)).key
    orgs[name] = { send: await key('ingest'), read: await key('read') }
  }
}, 120_000)
afterAll(() => {
  for (const home of [team, ...laptops]) home.remove()
})

function laptop(): Home {
  const home = newHome()
  laptops.push(home)
  return home
}
const to = (org: string, more: Record<string, string> = {}) => ({
  TACHOGRAPH_URL: server.url,
  TACHOGRAPH_KEY: orgs[org]?.send ?? '',
  ...more,
})
async function pushed(home: Home, org: string, ...args: string[]): Promise<Pushed> {
  const { code, stdout, stderr } = await home.run(['push', ...ANA, '--json', ...args], to(org))
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as Pushed
}
/** What an organisation's metrics say once everything shows. */
async function answers(org: string): Promise<unknown[]> {
  const headers = { authorization: `Bearer ${orgs[org]?.read}` }
  await fetch(`${server.url}/api/v1/status?settled=true`, { headers })
  const metrics = ['summary.overview', 'tokens.by_model', 'tools.by_tool', 'productivity.by_language']
  return Promise.all(
    metrics.map(async (metric) => {
      const response = await fetch(`${server.url}/api/v1/metrics/${metric}?${EVER}`, { headers })
      return ((await response.json()) as { data: unknown }).data
    }),
  )
}
const callsOf = async (org: string) => ((await answers(org))[0] as { calls: number }[])[0]?.calls
const rows = (session: string, from: number, until: number) =>
  Array.from(
    { length: until - from },
    (_, i) => `${assistantRow(`${session}-${from + i}`, { session })}\n`,
  ).join('')

describe('two machines with copies of the same archive', { timeout: 120_000 }, () => {
  it('that send at the same time give the totals of one', async () => {
    const [both, left, right] = [laptop(), laptop(), laptop()]
    // A third of it lies on both machines, the rest on either.
    const homes = (i: number) => [both, ...(i % 3 !== 1 ? [left] : []), ...(i % 3 !== 2 ? [right] : [])]
    for (const [i, name] of readdirSync(FIXTURES).sort().entries())
      for (const home of homes(i))
        cpSync(join(FIXTURES, name), join(home.path, '.claude/projects/fixtures', name), { recursive: true })
    for (let i = 0; i < 6; i++) {
      const thread = `01980000-0000-7000-8000-00000000000${i}`
      for (const home of homes(i))
        home.write(`.codex/sessions/2026/03/04/rollout-${thread}.jsonl`, rollout(thread, 5))
    }
    const [a, b] = await Promise.all([pushed(left, 'acme'), pushed(right, 'acme')])
    const alone = await pushed(both, 'one')
    expect(a.files_done + b.files_done).toBeGreaterThan(alone.files_done)
    expect(alone.accepted).toBeGreaterThan(100)
    const told = await answers('acme')
    expect(told).toEqual(await answers('one'))
    const models = (told[1] as { model: string; calls: number }[]).map(({ model, calls }) => [model, calls])
    expect(models).toContainEqual(['gpt-5.5', 30])
    // Sent again, after a look at nothing but sizes and times: nothing travels.
    const again = await pushed(left, 'acme')
    expect(again).toMatchObject({ files_done: 0, facts: 0, sent_bytes: 0, unchanged: a.files_done })
    // For another organisation nothing of it was sent yet.
    expect((await pushed(left, 'one')).files_done).toBe(a.files_done)
    expect(await answers('acme')).toEqual(told)
    expect(await answers('one')).toEqual(told)
  })
})

describe('a collector', { timeout: 120_000 }, () => {
  const archive = (home: Home) => {
    for (let s = 0; s < 30; s++) home.write(`${PROJECT}/s${s}.jsonl`, rows(`s${s}`, 0, 250))
  }
  /** Transcripts that a machine has noted as sent. */
  const noted = (home: Home) => {
    const folder = join(home.data, 'imported')
    const [name] = existsSync(folder) ? readdirSync(folder).filter((n) => n.endsWith('.positions')) : []
    return name ? readFileSync(join(folder, name), 'utf8').split('\n').length - 2 : 0
  }
  const begun = async (home: Home) => {
    while (noted(home) === 0) await sleep(5)
  }

  it('that is killed while it sends goes on where it was', async () => {
    const home = laptop()
    archive(home)
    const first = home.start(['push', ...ANA], to('killed'))
    await begun(home)
    first.child.kill('SIGKILL')
    expect((await first.ended).signal).toBe('SIGKILL')
    expect(noted(home)).toBeLessThan(30)
    const { files_done, unchanged } = await pushed(home, 'killed')
    expect(unchanged).toBeGreaterThan(0)
    expect(files_done + unchanged).toBe(30)
    expect(await callsOf('killed')).toBe(7_500)
  })

  it('whose server is started anew while it sends waits for it', async () => {
    const home = laptop()
    archive(home)
    const sending = pushed(home, 'restarted')
    await begun(home)
    await server.end('SIGKILL')
    expect(noted(home)).toBeLessThan(30)
    server = await serve()
    expect(await sending).toMatchObject({ files_done: 30, unchanged: 0 })
    expect(await callsOf('restarted')).toBe(7_500)
  })

  it('that watches sends what is added, outlives its server, and ends when it is told to', async () => {
    const home = laptop()
    const file = home.write(`${PROJECT}/a.jsonl`, `${promptRow('p', 'a')}\n${rows('a', 0, 3)}`)
    const watching = home.start(['push', '--watch'], to('watched'))
    const said = async (words: string, times = 1) => {
      const began = Date.now()
      while (watching.said().stderr.split(words).length - 1 < times) {
        if (Date.now() - began > 60_000) throw new Error(`no ${words} in ${watching.said().stderr}`)
        await sleep(50)
      }
    }
    await said('Sent 1 transcripts')
    expect(await callsOf('watched')).toBe(3)
    appendFileSync(file, rows('a', 3, 4))
    while ((await callsOf('watched')) !== 4) await sleep(100)
    await server.end('SIGKILL')
    appendFileSync(file, rows('a', 4, 6))
    await said('does not answer')
    home.write(`${PROJECT}/b.jsonl`, rows('b', 0, 2))
    server = await serve()
    await said('is back')
    while ((await callsOf('watched')) !== 8) await sleep(100)
    watching.child.kill('SIGTERM')
    const { code, stdout, stderr } = await watching.ended
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr.split('does not answer')).toHaveLength(2)
  })
})

describe('what leaves the machine', { timeout: 60_000 }, () => {
  const SECRET = 'canary-4711'
  const texts = (id: string) => {
    const call = JSON.parse(assistantRow(id, { session: id })) as { message: { content: unknown } }
    const write = { file_path: '/home/ana/shop/a.ts', content: `const a = '${SECRET}'\n` }
    const commit = { command: `git commit -m '${SECRET}'` }
    call.message.content = [
      { type: 'text', text: SECRET },
      { type: 'tool_use', id: `${id}-w`, name: 'Write', input: write },
      { type: 'tool_use', id: `${id}-b`, name: 'Bash', input: commit },
    ]
    const result = (tool: string, content: string) => ({
      ...(JSON.parse(promptRow(`${id}-${tool}`, id)) as object),
      message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: tool, content }] },
    })
    const prompt = {
      ...(JSON.parse(promptRow(id, id)) as object),
      message: { role: 'user', content: SECRET },
    }
    const output = result(`${id}-b`, `[main 5c1b231] ${SECRET}\n 1 file changed, 2 insertions(+)`)
    return [prompt, call, result(`${id}-w`, SECRET), output].map((row) => JSON.stringify(row)).join('\n')
  }

  it('is shown in full and holds no text of people; nothing is sent', async () => {
    const home = laptop()
    home.write(`${PROJECT}/t.jsonl`, `${texts('t')}\n`)
    // Nobody is asked: there is no such server.
    const env = { TACHOGRAPH_URL: 'http://127.0.0.1:9' }
    const facts = await home.run(['push', '--dry-run', '--json'], env)
    expect(facts.code).toBe(0)
    const lines = facts.stdout.trimEnd().split('\n')
    const decoded = lines.map((line) => fromWire(JSON.parse(line), factType, Date.now()))
    expect(decoded.filter((one) => !('fact' in one))).toEqual([])
    const types = new Set(lines.map((line) => (JSON.parse(line) as { type: string }).type))
    expect([...types]).toEqual(
      expect.arrayContaining(['model_call', 'tool_call', 'file_change', 'message', 'commit']),
    )
    expect(facts.stdout).not.toContain(SECRET)
    const summed = await home.run(['push', '--dry-run'], env)
    expect(summed.stdout).toMatch(/claude-code +│ +model_call +│ +1 │/)
    expect(summed.stdout).toContain('model_call: ')
    expect(summed.stdout).not.toContain(SECRET)
    expect(summed.stderr).toContain('Nothing was sent')
    expect(existsSync(join(home.data, 'imported'))).toBe(false)
  })

  it('has hashes of lines that match those of other machines of the organisation, and of no other', async () => {
    const keyOf = async (org: string) => {
      const headers = { authorization: `Bearer ${orgs[org]?.send}` }
      const response = await fetch(`${server.url}/api/v1/collector`, { headers })
      return ((await response.json()) as { line_key: string; org: string }).line_key
    }
    expect(await keyOf('one')).toMatch(/^[0-9a-f]{64}$/)
    expect(await keyOf('one')).toBe(await keyOf('one'))
    expect(await keyOf('one')).not.toBe(await keyOf('killed'))
    expect(readFileSync(join(team.data, 'secret'), 'utf8').trim()).not.toBe(await keyOf('acme'))
  })
})
