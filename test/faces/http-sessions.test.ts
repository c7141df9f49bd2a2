/** Sessions: listed by pages, narrowed by filters, and each in full, on facts few enough to check with a pencil. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type SessionAnswer,
  type SessionsAnswer,
  sessionAnswer,
  sessionsAnswer,
} from '../../src/faces/contract.ts'
import { identitiesAnswer } from '../../src/faces/contract-identities.ts'
import { reconciliationAnswer } from '../../src/faces/contract-reconciliation.ts'
import { call, change, MINUTE, message, OTLP, session, tool } from '../support/facts.ts'
import { type Listening, listening } from './listening.ts'
import { expectError, send } from './raw.ts'

const at = (text: string) => Date.parse(`2026-03-${text}Z`)
const ago = (minutes: number) => Date.now() - minutes * MINUTE
/** Everything in an id that could end a string, an address or a line somewhere. */
const AWKWARD = `a/b?c#d' OR "1"=1 -- \\ %00 ü😀\n..`

let server: Listening
beforeAll(async () => {
  server = await listening()
  const { writer, rebuilder } = server.instance
  await server.post([{ type: 'member', id: 'm', user: 'ann@acme.example', aliases: ['ann-laptop'] }])
  await writer.write([...root(), ...others(), ...many(), ...today()])
  await rebuilder.flush()
}, 60_000)
afterAll(() => server.close())

/** On 4 March from 10:00, told to end at 10:30. Its last event is at 10:09. */
function root() {
  const who = { user: 'ann-laptop', harness: 'claude-code', project: 'web', branch: 'main' }
  const of = { session: 'root', ...who }
  return [
    session({
      id: 'root',
      ...who,
      client: 'terminal',
      repo: 'git.example/acme/web',
      kind: 'interactive',
      version: '2.1.0',
      started_at: at('04T10:00:00'),
      ended_at: at('04T10:30:00'),
    }),
    message({ keys: ['m1'], ...of, at: at('04T10:00:00') }),
    message({ keys: ['m2'], ...of, at: at('04T10:01:00'), role: 'assistant', human: null }),
    // 1000 × $3 + 2000 × $0.30 + 400 × $3.75 + 100 × $15 per million = $0.0066, and telemetry tells it of another session.
    call({
      ...of,
      keys: ['c1'],
      at: at('04T10:02:00'),
      in_uncached: 1000,
      cache_read: 2000,
      cache_write: 400,
      out: 100,
      reasoning: 20,
    }),
    call({ keys: ['c1'], at: at('04T10:02:01'), source: OTLP, session: 'misled', latency_ms: 900 }),
    // Both report a cost; that of telemetry counts: $0.25.
    call({
      ...of,
      keys: ['c2'],
      at: at('04T10:02:30'),
      model: 'gpt-x',
      provider: 'x',
      in_uncached: 10,
      out: 5,
      cost_usd: 0.5,
    }),
    call({
      ...of,
      keys: ['c2'],
      at: at('04T10:02:30'),
      source: OTLP,
      cost_usd: 0.25,
      cost_source: 'reported',
    }),
    // Telemetry tells it of the subagent.
    call({ ...of, keys: ['c3'], at: at('04T10:02:40'), model: 'no-such-model', in_uncached: 7, out: 3 }),
    call({ keys: ['c3'], at: at('04T10:02:40'), source: OTLP, session: 'sub', latency_ms: 900 }),
    tool({ ...of, keys: ['t1'], at: at('04T10:02:40'), status: 'ok' }),
    tool({ ...of, keys: ['t2'], at: at('04T10:02:40'), status: 'error' }),
    tool({ ...of, keys: ['t3'], at: at('04T10:02:40'), tool: 'Edit', status: 'rejected' }),
    tool({ ...of, keys: ['t4'], at: at('04T10:02:40'), tool: 'Edit' }),
    tool({ ...of, keys: ['t5'], at: at('04T10:02:40'), tool: '' }),
    change({ ...of, keys: ['f1'], at: at('04T10:02:40'), op: 'create', added: 10, removed: 0 }),
    change({ ...of, keys: ['f2'], at: at('04T10:02:40'), added: 3, removed: 1 }),
    change({ ...of, keys: ['f3'], at: at('04T10:02:40') }),
    change({ ...of, keys: ['f4'], at: at('04T10:09:00'), path: 'b.ts', op: 'delete' }),
  ]
}

function others() {
  return [
    session({ id: 'sub', parent_session: 'root', user: 'ann@acme.example', started_at: at('04T10:05:00') }),
    message({ keys: ['s'], session: 'sub', at: at('04T10:06:00'), human: null }),
    // Of this one nobody tells anything but that a call was made.
    call({
      keys: ['b'],
      session: 'bare',
      at: at('04T12:00:00'),
      provider: '',
      model: '',
      in_uncached: null,
      out: null,
    }),
    message({ keys: ['tb'], session: 'tie-b', at: at('04T15:00:00'), project: 'web' }),
    message({ keys: ['ta'], session: 'tie-a', at: at('04T15:00:00'), project: 'api' }),
    message({ keys: ['n'], session: 'night', at: at('04T23:30:00'), user: 'bob', harness: 'codex' }),
    session({ id: 'morning', user: 'bob', branch: 'fix', kind: 'headless', started_at: at('05T09:00:00') }),
    message({ keys: ['mo'], session: 'morning', at: at('05T09:00:00'), user: 'bob', branch: 'fix' }),
    ...[AWKWARD, 'é', 'z', 'Z'].map((id) =>
      message({ keys: [`x${id}`], session: id, at: at('10T08:00:00') }),
    ),
  ]
}

/** More files than are listed. */
const many = () =>
  Array.from({ length: 503 }, (_, i) =>
    change({
      keys: [`file${i}`],
      session: 'many',
      at: at('20T10:00:00'),
      path: `f${String(i).padStart(3, '0')}`,
    }),
  )

const today = () => [
  message({ keys: ['p1'], session: 'going on', at: ago(50) }),
  message({ keys: ['p2'], session: 'going on', at: ago(5) }),
  message({ keys: ['p3'], session: 'silent', at: ago(75) }),
  message({ keys: ['p4'], session: 'silent', at: ago(35) }),
  session({ id: 'over', started_at: ago(10), ended_at: ago(4), observed_at: ago(4) }),
  message({ keys: ['p5'], session: 'over', at: ago(10) }),
]

const TWO_DAYS = 'from=2026-03-04&to=2026-03-05'
const get = (path: string) => send(server.port, { path })
async function list(words: string): Promise<SessionsAnswer> {
  const reply = await get(`/api/v1/sessions?${words}`)
  expect([words, reply.status]).toEqual([words, 200])
  return sessionsAnswer.strict().parse(reply.json())
}
const ids = async (words: string) => (await list(words)).data.map((s) => s.id)
async function one(id: string): Promise<SessionAnswer['data']> {
  const reply = await get(`/api/v1/sessions/${encodeURIComponent(id)}`)
  expect([id, reply.status]).toEqual([id, 200])
  return sessionAnswer.parse(reply.json()).data
}

/** Worked out by hand from the facts above. */
const ROOT = {
  id: 'root',
  user: 'ann@acme.example',
  harness: 'claude-code',
  client: 'terminal',
  agent: null,
  project: 'web',
  repo: 'git.example/acme/web',
  branch: 'main',
  kind: 'interactive',
  version: '2.1.0',
  parent_session: null,
  started_at: '2026-03-04T10:00:00.000Z',
  last_event_at: '2026-03-04T10:09:00.000Z',
  ended_at: '2026-03-04T10:30:00.000Z',
  in_progress: false,
  duration_ms: 1_800_000,
  // 60 s + 60 s + 30 s + 10 s, and of the 380 s to the last event 300.
  engaged_ms: 460_000,
  human_messages: 1,
  assistant_messages: 1,
  model_calls: 3,
  tool_calls: 5,
  file_changes: 4,
}
const BARE = {
  ...{ id: 'bare', user: null, harness: null, client: null, agent: null, project: null, repo: null },
  ...{ branch: null, kind: null, version: null, parent_session: null, ended_at: null, in_progress: false },
  ...{ started_at: '2026-03-04T12:00:00.000Z', last_event_at: '2026-03-04T12:00:00.000Z' },
  ...{ duration_ms: 0, engaged_ms: 0, human_messages: 0, assistant_messages: 0 },
  ...{ model_calls: 1, tool_calls: 0, file_changes: 0 },
}
const ALL = ['morning', 'night', 'tie-a', 'tie-b', 'bare', 'sub', 'root']

describe('the list', () => {
  it('has the sessions that started in the window, newest first, and of one instant by id', async () => {
    const { data, meta } = await list(TWO_DAYS)
    expect(data.map((s) => s.id)).toEqual(ALL)
    expect(meta).toEqual({
      org: 'default',
      from: '2026-03-04',
      to: '2026-03-05',
      tz: 'UTC',
      partial: false,
      as_of: expect.stringMatching(/Z$/),
      next_cursor: null,
    })
    expect(await ids('from=2026-03-05&to=2026-03-05')).toEqual(['morning'])
    expect(await ids('from=2020-01-01&to=2020-01-02')).toEqual([])
  })

  it('tells of each what is known, under the name of the person, and null for what is not', async () => {
    const { data } = await list(TWO_DAYS)
    expect(data.find((s) => s.id === 'root')).toEqual(ROOT)
    expect(data.find((s) => s.id === 'bare')).toEqual(BARE)
    // It began before its first event, and nobody told its end.
    expect(data.find((s) => s.id === 'sub')).toMatchObject({
      parent_session: 'root',
      started_at: '2026-03-04T10:05:00.000Z',
      ended_at: null,
      duration_ms: 60_000,
      human_messages: 0,
    })
  })

  it('is of the days of the zone', async () => {
    // 23:30 UTC is 05:00 of the next day in India, 05:15 in Nepal and 18:30 of the same day in New York.
    for (const [tz, days] of [
      ['UTC', ['night', undefined]],
      ['Asia/Kolkata', [undefined, 'night']],
      ['Asia/Kathmandu', [undefined, 'night']],
      ['America/New_York', ['night', undefined]],
    ] as const) {
      const found = await Promise.all(
        ['04', '05'].map(async (day) =>
          (await ids(`from=2026-03-${day}&to=2026-03-${day}&tz=${tz}`)).find((id) => id === 'night'),
        ),
      )
      expect([tz, found]).toEqual([tz, days])
    }
  })

  it('without dates it is of the last 30 days, of which the last is not over', async () => {
    const { data, meta } = await list('')
    expect(data.map((s) => s.id)).toEqual(['over', 'going on', 'silent'])
    expect(meta.partial).toBe(true)
    expect((Date.parse(meta.to) - Date.parse(meta.from)) / 86_400_000).toBe(29)
  })

  it('says what is in progress, which has no duration yet', async () => {
    const { data } = await list('')
    expect(data.map((s) => [s.id, s.in_progress, s.duration_ms, s.ended_at === null])).toEqual([
      ['over', false, 6 * MINUTE, false],
      ['going on', true, null, true],
      ['silent', false, 40 * MINUTE, true],
    ])
    expect(await one('going on')).toMatchObject({ in_progress: true, duration_ms: null })
  })
})

describe('pages', () => {
  const pages = async (words: string) => {
    const found: string[][] = []
    let cursor = ''
    do {
      const { data, meta } = await list(`${words}${cursor}`)
      found.push(data.map((s) => s.id))
      cursor = meta.next_cursor === null ? '' : `&cursor=${meta.next_cursor}`
    } while (cursor !== '' && found.length < 20)
    return found
  }

  it('follow on each other without loss or repeat, also between sessions of one instant', async () => {
    expect(await pages(`${TWO_DAYS}&limit=2`)).toEqual([
      ['morning', 'night'],
      ['tie-a', 'tie-b'],
      ['bare', 'sub'],
      ['root'],
    ])
    expect(await pages(`${TWO_DAYS}&limit=3`)).toEqual([ALL.slice(0, 3), ALL.slice(3, 6), ALL.slice(6)])
    expect(await pages(`${TWO_DAYS}&limit=7`)).toEqual([ALL])
    expect(await pages(`${TWO_DAYS}&limit=500`)).toEqual([ALL])
  })

  it('go over any id, in the order of its bytes', async () => {
    const day = 'from=2026-03-10&to=2026-03-10'
    expect(await pages(`${day}&limit=1`)).toEqual([['Z'], [AWKWARD], ['z'], ['é']])
  })

  it('keep the filters', async () => {
    expect(await pages(`${TWO_DAYS}&limit=1&project=web`)).toEqual([['tie-b'], ['root']])
  })

  it('miss nothing that was there when a newer session comes in between', async () => {
    const day = 'from=2026-03-15&to=2026-03-15&limit=1'
    const said = (id: string, hour: string) =>
      message({ keys: [id], session: id, at: at(`15T${hour}:00:00`) })
    const { writer, rebuilder } = server.instance
    await writer.write([said('second', '09'), said('third', '08')])
    await rebuilder.flush()
    const { data, meta } = await list(day)
    await writer.write([said('first', '10')])
    await rebuilder.flush()
    expect([...data.map((s) => s.id), ...(await ids(`${day}&cursor=${meta.next_cursor}`))]).toEqual([
      'second',
      'third',
    ])
  })
})

describe('filters', () => {
  it.each([
    ['user=ann@acme.example', ['sub', 'root']],
    // The person is asked for, not the identity.
    ['user=ann-laptop', []],
    ['user=bob', ['morning', 'night']],
    ['user=bob&user=ann@acme.example', ['morning', 'night', 'sub', 'root']],
    ['user=bob&harness=codex', ['night']],
    ['harness=claude-code', ['root']],
    ['client=terminal', ['root']],
    ['project=web', ['tie-b', 'root']],
    ['project=web&project=api', ['tie-a', 'tie-b', 'root']],
    ['repo=git.example/acme/web', ['root']],
    ['branch=fix', ['morning']],
    ['branch=fix&branch=main', ['morning', 'root']],
    ['kind=headless', ['morning']],
    ['kind=unknown', ['night', 'tie-a', 'tie-b', 'bare', 'sub']],
    ['user=unknown', ['tie-a', 'tie-b', 'bare']],
    ['agent=unknown', ALL],
    ['project=', ALL],
    ['roots=true', ALL.filter((id) => id !== 'sub')],
    ['roots=true&user=ann@acme.example', ['root']],
  ])('%s', async (words, expected) => {
    expect(await ids(`${TWO_DAYS}&${words}`)).toEqual(expected)
  })
})

describe('a session in full', () => {
  it('has the sums of its facts, each counted once, whoever else tells them', async () => {
    expect(await one('root')).toEqual({
      ...ROOT,
      // 1000 + 10 + 7 and 100 + 5 + 3
      tokens: { input: 1017, cache_read: 2000, cache_write: 400, output: 108, reasoning: 20 },
      // 0.0066 + 0.25 = 0.2566, shown by the cent
      cost_usd: 0.26,
      cost_coverage: { known: 2, total: 3 },
      models: [
        { provider: 'anthropic', model: 'claude-sonnet-4-5', calls: 1 },
        { provider: 'x', model: 'gpt-x', calls: 1 },
        { provider: 'anthropic', model: 'no-such-model', calls: 1 },
      ],
      tools: [
        { tool: 'Edit', calls: 2, ok: 0, error: 0, rejected: 1 },
        { tool: 'Read', calls: 2, ok: 1, error: 1, rejected: 0 },
        { tool: null, calls: 1, ok: 0, error: 0, rejected: 0 },
      ],
      files: [
        { path: 'b.ts', op: 'delete', added: null, removed: null },
        { path: 'src/a.ts', op: 'create', added: 10, removed: 0 },
        { path: 'src/a.ts', op: 'edit', added: 3, removed: 1 },
      ],
      files_more: 0,
      counters: [],
      sources: ['claude-code/otlp', 'claude-code/transcript'],
    })
  })

  it('costs what the metrics say', async () => {
    const words = 'from=2026-03-04&to=2026-03-04&project=web'
    const [day] = (await server.ask('tokens.by_day', words)).data
    const { tokens, cost_usd, cost_coverage } = await one('root')
    expect([day?.input, day?.output, day?.cost_usd, day?.calls, day?.unpriced_calls]).toEqual([
      ...[tokens.input, tokens.output, cost_usd, cost_coverage.total],
      cost_coverage.total - cost_coverage.known,
    ])
  })

  it('knows nothing where nothing is told, and nothing was used where there are no calls', async () => {
    expect(await one('bare')).toEqual({
      ...BARE,
      tokens: { input: null, cache_read: null, cache_write: null, output: null, reasoning: null },
      cost_usd: null,
      cost_coverage: { known: 0, total: 1 },
      models: [{ provider: null, model: null, calls: 1 }],
      ...{ tools: [], files: [], files_more: 0, counters: [], sources: ['claude-code/transcript'] },
    })
    expect(await one('sub')).toMatchObject({
      tokens: { input: 0, cache_read: 0, cache_write: 0, output: 0, reasoning: 0 },
      ...{ cost_usd: 0, cost_coverage: { known: 0, total: 0 }, models: [] },
    })
  })

  it('lists 500 files, and counts the rest', async () => {
    const { files, files_more, file_changes } = await one('many')
    expect([files.length, files.at(-1)?.path, files_more, file_changes]).toEqual([500, 'f499', 3, 503])
  })

  it('is found by any id, and says whose answer it is', async () => {
    expect((await one(AWKWARD)).id).toBe(AWKWARD)
    const { meta } = (await get('/api/v1/sessions/root')).json<SessionAnswer>()
    expect(meta).toEqual({ org: 'default', as_of: expect.stringMatching(/Z$/) })
  })

  it('is not there where its facts turned out to be of another', async () => {
    expectError(await get('/api/v1/sessions/misled'), 404, 'not_found')
  })
})

describe('what is asked wrongly', () => {
  const told = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const good = told([at('04T15:00:00'), 'tie-a'])
  const CURSORS = [
    ...['', 'abc', '!!!', '%00', 'null', '0', '-1', `${good}=`, `${good}A`, ` ${good}`, good.slice(1)],
    ...[[], [1], ['x'], ['1', 'x'], [1.5, 'x'], [1, ''], [1, 2], [1, 'x', 2], [1e300, 'x'], [null, 'x']].map(
      told,
    ),
    ...[{}, { 0: 1, 1: 'x', length: 2 }, null, 'x', [1, { toString: 'x' }], [[1], 'x']].map(told),
    Buffer.from('[1, "x"]').toString('base64url'),
    Buffer.from('[1,"x"]').toString('base64'),
    'A'.repeat(8_000),
  ].filter((cursor) => cursor !== told([1, 'x']))
  const BAD: [string, string][] = [
    ['limit=0', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=501', 'limit'],
    ['limit=1e9', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=0x10', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=NaN', 'limit'],
    ['limit=', 'limit'],
    ['limit=%202', 'limit'],
    [`limit=${'9'.repeat(400)}`, 'limit'],
    ['limit=2&limit=3', 'limit'],
    ['roots=yes', 'roots'],
    ['roots=false', 'roots'],
    ['roots=', 'roots'],
    ['from=2026-03-05&to=2026-03-04', 'from'],
    ['from=abc', 'from'],
    ['from=2026-02-30', 'from'],
    ['from=2016-01-01&to=2026-12-31', 'from'],
    ['to=9999-12-31', 'to'],
    ['tz=Mars/Phobos', 'tz'],
    ['tz=UTC&tz=UTC', 'tz'],
    ['model=x', 'model'],
    ['tool=Read', 'tool'],
    ['format=xml', 'format'],
    ['org=other', 'org'],
    ['__proto__=x', '__proto__'],
    ['constructor=x', 'constructor'],
    [`${'k'.repeat(300)}=x`, 'k'.repeat(60)],
    [`branch=${Array.from({ length: 501 }, (_, i) => i).join('&branch=')}`, 'branch'],
    ...CURSORS.map((cursor): [string, string] => [`cursor=${encodeURIComponent(cursor)}`, 'cursor']),
    [`cursor=${good}&cursor=${good}`, 'cursor'],
  ]
  it.each(BAD)('%s', async (words, param) => {
    expectError(await get(`/api/v1/sessions?${words}`), 400, 'bad_param', param)
  })

  it('one that is right is taken', async () => {
    expect(await ids(`${TWO_DAYS}&cursor=${good}&limit=1`)).toEqual(['tie-b'])
  })

  it('a session takes no parameters', async () => {
    expectError(await get('/api/v1/sessions/root?from=2026-03-04'), 400, 'bad_param', 'from')
  })

  const HOSTILE = [
    "' OR 1=1 --",
    `'] OR 1=1 OR r.session IN ['`,
    "') UNION ALL SELECT 1 --",
    '{session:String}',
    '\\',
    "\\'",
    '%00',
    '\u0000',
    '\n\t\r',
    '__proto__',
    '\u202e\ufeff😀',
    'x'.repeat(8_000),
    'NULL',
    '[]',
    '*',
    'ROOT',
    'root ',
  ]
  it.each(HOSTILE)('hostile: %j', async (text) => {
    const word = encodeURIComponent(text)
    const reply = await get(`/api/v1/sessions/${word}`)
    expectError(reply, 404, 'not_found')
    expect(reply.json<{ error: { message: string } }>().error.message).toBe(
      `There is no session ${text.slice(0, 60)}.`,
    )
    for (const name of ['user', 'harness', 'client', 'agent', 'project', 'repo', 'branch', 'kind'])
      expect([name, await ids(`${TWO_DAYS}&${name}=${word}`)]).toEqual([name, []])
    const cursor = told([at('04T15:00:00'), text])
    expect((await ids(`${TWO_DAYS}&cursor=${cursor}`)).slice(-3)).toEqual(['bare', 'sub', 'root'])
  })

  it('bytes that are no text', async () => {
    expectError(await get('/api/v1/sessions/%ff'), 400, 'bad_request')
    expect(await ids(`${TWO_DAYS}&user=%ff`)).toEqual([])
  })
})

describe('what was read and whose it is', () => {
  it('is answered in the shape that is described', async () => {
    const reply = await get(`/api/v1/reconciliation?${TWO_DAYS}&harness=claude-code`)
    const { sessions, meta } = reconciliationAnswer.parse(reply.json())
    expect(sessions.every(({ harness }) => harness === 'claude-code')).toBe(true)
    expect(meta).toMatchObject({ from: '2026-03-04', to: '2026-03-05' })
    const { data } = identitiesAnswer.parse((await get('/api/v1/identities')).json())
    expect(data.find(({ identity }) => identity === 'ann-laptop')).toMatchObject({
      ...{ user: 'ann@acme.example', how: 'member' },
    })
  })

  it('what is asked wrongly is refused', async () => {
    expectError(await get('/api/v1/reconciliation?from=x'), 400, 'bad_param', 'from')
    expectError(await get('/api/v1/reconciliation?source=x'), 400, 'bad_param', 'source')
    expectError(await get('/api/v1/reconciliation?cursor=x'), 400, 'bad_param', 'cursor')
    expectError(await get('/api/v1/identities?user=x'), 400, 'bad_param', 'user')
  })
})
