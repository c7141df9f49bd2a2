/** Events as lines of JSON: their order, what is told of them, filters, pages, and who may see whose. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fact } from '../../src/facts/index.ts'
import type { SessionEvent } from '../../src/sessions/index.ts'
import { call, change, fact, message, OTLP, session, tool } from '../support/facts.ts'
import { type Listening, listening, listeningForTeam } from './listening.ts'
import { newHome } from './program.ts'

const at = (time: string): number => Date.parse(`2026-03-${time}Z`)
const DAYS = 'from=2026-03-04&to=2026-03-05'

let server: Listening
const write = async (facts: Fact[]) => {
  await server.instance.writer.write(facts)
  await server.instance.rebuilder.flush()
}

async function events(words: string, path = '/api/v1/events'): Promise<SessionEvent[]> {
  const response = await server.get(`${path}?${words}`)
  const text = await response.text()
  expect([words, response.status, text.slice(0, 200)]).toEqual([words, 200, text.slice(0, 200)])
  expect(response.headers.get('content-type')).toBe('application/x-ndjson')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SessionEvent)
}
const brief = (all: readonly SessionEvent[]) => all.map((e) => `${e.at.slice(8, 19)} ${e.type}`)

beforeAll(async () => {
  server = await listening({ aliases: { 'ann@old.example': 'ann@acme.example' } })
  await write([
    session({ id: 's1', user: 'ann@old.example', project: 'shop', started_at: at('04T10:00:00') }),
    message({ keys: ['m1'], at: at('04T10:00:00') }),
    call({ keys: ['c1'], at: at('04T10:00:05'), in_uncached: 10, out: 5 }),
    call({ keys: ['c1'], at: at('04T10:00:06'), source: OTLP, latency_ms: 900, cost_usd: 0.0123 }),
    tool({ keys: ['t1'], at: at('04T10:00:05'), tool: 'Edit', status: 'ok', decision: 'user' }),
    change({
      keys: ['f1'],
      at: at('04T10:00:07'),
      path: 'a.ts',
      added: 3,
      line_hashes: ['0123456789abcdef'],
    }),
    fact({
      type: 'feature_use',
      keys: ['u1'],
      at: at('04T09:59:00'),
      session: 's1',
      kind: 'skill',
      name: 'pdf',
    } as never),
    message({ keys: ['m2'], at: at('04T23:30:00'), session: 's2', user: 'bob', harness: 'codex' }),
    message({ keys: ['m3'], at: at('06T00:00:00'), session: 's2', user: 'bob' }),
  ])
})
afterAll(() => server.close())

describe('GET /api/v1/events', () => {
  it('tells what was done in the order of time, each once, whoever told of it', async () => {
    const all = await events(DAYS)
    expect(brief(all)).toEqual([
      '04T09:59:00 feature_use',
      '04T10:00:00 message',
      '04T10:00:05 model_call',
      '04T10:00:05 tool_call',
      '04T10:00:07 file_change',
      '04T23:30:00 message',
    ])
    const of = (type: string) => all.find((e) => e.type === type)
    // Who and where, where the event does not tell, is what its session tells; a person goes by one name.
    expect(of('model_call')).toMatchObject({
      ...{ session: 's1', user: 'ann@acme.example', project: 'shop', branch: null },
      ...{ in_uncached: 10, out: 5, latency_ms: 900, cost_usd: 0.0123, reasoning: null },
      sources: ['claude-code/otlp', 'claude-code/transcript'],
    })
    expect(of('tool_call')).toMatchObject({
      tool: 'Edit',
      status: 'ok',
      decision: 'user',
      sources: [expect.anything()],
    })
    expect(of('message')).toMatchObject({ role: 'user', human: true })
    expect(of('feature_use')).toMatchObject({ kind: 'skill', name: 'pdf' })
    expect(of('file_change')).toMatchObject({ path: 'a.ts', added: 3, removed: null })
    expect(JSON.stringify(all)).not.toContain('0123456789abcdef')
    expect(new Set(all.map((e) => e.id)).size).toBe(6)
    expect(await events(DAYS)).toEqual(all)
  })

  it.each([
    ['user=ann@acme.example', 5],
    ['user=ann@old.example', 0],
    ['user=bob&user=ann@acme.example', 6],
    ['harness=codex', 1],
    ['harness=unknown', 5],
    ['project=shop', 5],
    ['type=message', 2],
    ['type=tool_call&type=file_change', 2],
    ['session=s2', 1],
    ['session=s1&type=message', 1],
    ['session=', 6],
    ['branch=none', 0],
  ])('narrowed by %s', async (words, expected) => {
    expect(await events(`${DAYS}&${words}`)).toHaveLength(expected)
  })

  it('has days of the zone that is asked for', async () => {
    expect(brief(await events('from=2026-03-05&to=2026-03-05&tz=Europe/Berlin'))).toEqual([
      '04T23:30:00 message',
    ])
    expect(await events('from=2026-03-05&to=2026-03-05')).toEqual([])
    expect(await events('from=2020-01-01&to=2029-12-31')).toHaveLength(7)
  })

  it.each([
    ['nothing=1', 'nothing'],
    ['type=commit', 'type'],
    ['from=yesterday', 'from'],
    ['from=2026-03-05&to=2026-03-04', 'from'],
    ['tz=Mars/Phobos', 'tz'],
    ['from=2026-03-04&from=2026-03-05', 'from'],
    [Array.from({ length: 501 }, (_, i) => `user=u${i}`).join('&'), 'user'],
  ])('refuses %s', async (words, param) => {
    const response = await server.get(`/api/v1/events?${words}`)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'bad_param', param } })
  })
})

describe('GET /api/v1/sessions/{id}/events', () => {
  it('tells those of the session', async () => {
    expect(brief(await events('', '/api/v1/sessions/s1/events'))).toHaveLength(5)
    expect(brief(await events('', '/api/v1/sessions/s2/events'))).toEqual([
      '04T23:30:00 message',
      '06T00:00:00 message',
    ])
  })

  it('of a session that nobody has says so, and takes no parameters', async () => {
    const none = await server.get('/api/v1/sessions/none/events')
    expect([none.status, ((await none.json()) as { error: object }).error]).toEqual([
      404,
      expect.objectContaining({ code: 'not_found' }),
    ])
    expect((await server.get('/api/v1/sessions/s1/events?from=2026-03-04')).status).toBe(400)
  })
})

describe('many events', () => {
  const MANY = 11_000
  beforeAll(async () => {
    await write(
      Array.from({ length: MANY }, (_, i) =>
        message({ keys: [`n${i}`], session: 'many', at: at('10T08:00:00') + (i % 50), user: 'bob' }),
      ),
    )
    await write([
      call({ keys: ['last'], session: 'many', at: at('10T08:20:00') }),
      tool({ keys: ['t9'], session: 'many', at: at('10T08:00:00') + 25 }),
    ])
  })

  it('of one quarter of an hour come by pages: all, once, in order', async () => {
    const all = await events('from=2026-03-10&to=2026-03-10')
    expect(all).toHaveLength(MANY + 2)
    expect(new Set(all.map((e) => e.id)).size).toBe(MANY + 2)
    const times = all.map((e) => e.at)
    expect(times).toEqual(times.toSorted())
    expect(all.at(-1)?.type).toBe('model_call')
    expect(await events('', '/api/v1/sessions/many/events')).toHaveLength(MANY + 2)
  }, 60_000)

  it('whoever stops reading holds nobody up', async () => {
    for (let i = 0; i < 5; i++) {
      const stop = new AbortController()
      const response = await server.get('/api/v1/events?from=2026-03-10&to=2026-03-10', {
        signal: stop.signal,
      })
      await response.body?.getReader().read()
      stop.abort()
    }
    expect((await server.get('/readyz')).status).toBe(200)
    expect(await events('from=2026-03-10&to=2026-03-10&type=tool_call')).toHaveLength(1)
  }, 60_000)
})

it('an answer that cannot be finished is cut off, so that nobody takes it for all', async () => {
  const { backend } = server
  const { buildServer } = await import('../../src/faces/http/server.ts')
  let left = 6
  const scope = async (org: string) => {
    const real = await backend.scope(org)
    const rows: typeof real.store.rows = (sql, options) => {
      if (left-- === 0) throw new Error('the engine is gone')
      return real.store.rows(sql, options)
    }
    return { ...real, store: { ...real.store, rows } }
  }
  const app = await buildServer({ backend: { ...backend, scope }, logLevel: 'silent', web: '/nowhere' })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const response = await fetch(`${url}/api/v1/events?from=2026-03-01&to=2026-03-31`)
  expect(response.status).toBe(200)
  const end = await response.text().then(
    () => 'as if it were whole',
    () => 'cut off',
  )
  expect(end).toBe('cut off')
  left = 0
  expect((await fetch(`${url}/api/v1/events?from=2026-03-01&to=2026-03-31`)).status).toBe(500)
  await app.close()
}, 30_000)

it('nobody sees events of another organisation', async () => {
  const team = await listeningForTeam()
  const { keys, organisations } = team.control
  const bearerOf = async (name: string) => {
    const { id } = await organisations.create({ name, owner: 'ada@example.com' })
    const { key } = await keys.create(id, { name, scopes: ['ingest', 'read'], expires_at: null })
    return { authorization: `Bearer ${key}` }
  }
  const [ours, theirs] = [await bearerOf('Ours'), await bearerOf('Theirs')]
  const body = JSON.stringify({
    type: 'message',
    id: 'x',
    at: '2026-03-04T10:00:00Z',
    session: 'secret',
    role: 'user',
    user: 'ann',
  })
  await team.get('/api/v1/facts', {
    method: 'POST',
    body,
    headers: { ...ours, 'content-type': 'application/x-ndjson' },
  })
  await team.get('/api/v1/status?settled=true', { headers: ours })
  const told = async (path: string, headers: Record<string, string>) => {
    const response = await team.get(path, { headers })
    return [response.status, (await response.text()).replace(/"request_id":"[^"]*"/, '')]
  }
  for (const path of [
    `/api/v1/events?${DAYS}`,
    `/api/v1/events?${DAYS}&session=secret`,
    `/api/v1/events?${DAYS}&user=ann`,
  ]) {
    expect(await told(path, ours)).toEqual([200, expect.stringContaining('"user":"ann"')])
    expect(await told(path, theirs)).toEqual([200, ''])
  }
  const none = (await told('/api/v1/sessions/nobody/events', theirs)) as [number, string]
  expect(await told('/api/v1/sessions/secret/events', theirs)).toEqual([
    404,
    none[1].replace('nobody', 'secret'),
  ])
  expect(await told('/api/v1/sessions/secret/events', ours)).toEqual([
    200,
    expect.stringContaining('"session":"secret"'),
  ])
  await team.close()
}, 60_000)

it('the command prints the same with a server and without one', async () => {
  const home = newHome()
  try {
    const line = (id: string, minute: string) =>
      JSON.stringify({
        type: 'message',
        id,
        at: `2026-03-04T10:${minute}:00Z`,
        session: 's',
        role: 'user',
        user: id,
      })
    const serving = await home.serve(['--no-discover'])
    const body = [line('b', '02'), line('a', '01')].join('\n')
    await fetch(`${serving.url}/api/v1/facts`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-ndjson' },
    })
    const asked = ['events', '--from', '2026-03-04', '--to', '2026-03-04']
    const remote = await home.run([...asked, '--type', 'message'])
    const narrowed = await home.run([...asked, '--user', 'b', '--session', 's'])
    const wrong = await home.run([...asked, '--type', 'nothing'])
    await serving.end()
    const local = await home.run(asked)
    const users = (text: string) =>
      text
        .split('\n')
        .filter(Boolean)
        .map((one) => (JSON.parse(one) as SessionEvent).user)
    expect(users(remote.stdout)).toEqual(['a', 'b'])
    expect(users(narrowed.stdout)).toEqual(['b'])
    expect(local.stdout).toBe(remote.stdout)
    expect([wrong.code, wrong.stdout]).toEqual([2, ''])
  } finally {
    home.remove()
  }
}, 60_000)
