/** Erasing a person (V3): nothing of them is left in the data folder, nothing comes back, and others' figures stay. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { configSchema } from '../src/config.ts'
import { TachographError } from '../src/errors.ts'
import { forwardingOf } from '../src/faces/cli/forwarding.ts'
import { buildServer, IngestCounts, Telemetry } from '../src/faces/http/server.ts'
import type { Fact } from '../src/facts/index.ts'
import { destination } from '../src/forward/destination.ts'
import { Intake } from '../src/ingest/intake.ts'
import { packFacts } from '../src/ingest/packer.ts'
import { countsOf } from '../src/ingest/writer.ts'
import { type Instance, openInstance } from '../src/instance.ts'
import { Spool } from '../src/spool/spool.ts'
import { backendOf } from './faces/listening.ts'
import { logs, call as otlpCall } from './faces/otlp-requests.ts'
import { call, change, fact, message, NOON, OTLP, session, state, tool } from './support/facts.ts'
import { expectInvariants } from './support/invariants.ts'
import { columnsNaming } from './support/naming.ts'

const JO = 'jo.canary@secret.example'
const LOGIN = 'jocanarylogin@laptop'
const OLD = 'canary.old@secret.example'
const ACCOUNT = 'acct-canary-77'
const MINE = 'canary-session-1'
const SHARED = 'session-of-two'
const ADA = 'ada@example.com'

const CONFIG = configSchema.parse({})

let dir: string
let instance: Instance

const open = async () => {
  instance = await openInstance({ dir, clickhouseUrl: null, aliases: {} })
}

/** What of the canary lies in the data folder, by file. */
function hits(): string[] {
  try {
    const found = execFileSync('grep', ['-rliaE', 'canary', dir], { encoding: 'utf8' })
    return found
      .split('\n')
      .filter(Boolean)
      .map((path) => path.slice(dir.length))
  } catch (error) {
    if ((error as { status?: number }).status === 1) return []
    throw error
  }
}

/** The same in every table, which lies compressed on disk. */
const rowsNaming = () => columnsNaming(instance.store, 'canary')

const THEIRS: Fact[] = [
  session({ id: MINE, user: JO, user_aliases: [LOGIN, ACCOUNT], repo: 'acme/api' }),
  // What tells nobody is of whoever the session is of.
  call({ keys: ['req:1'], session: MINE, in_uncached: 100, out: 7 }),
  call({ keys: ['req:1', 'msg:1'], session: MINE, in_uncached: 100, out: 7, source: OTLP, user: JO }),
  message({ keys: ['m:1'], session: MINE }),
  tool({ keys: ['t:1'], session: MINE, user: LOGIN }),
  change({ keys: ['c:1'], session: MINE, path: '/home/canary/a.ts', line_hashes: ['00000000000000ff'] }),
  fact({ type: 'commit', keys: ['sha:1'], sha: 'abc', author: `Jo Canary <${JO}>` }),
  fact({ type: 'review', keys: ['rev:1'], pr: 'pr1', reviewer: OLD }),
  fact({
    type: 'counter',
    keys: ['n:1'],
    session: 'canary-counted',
    series: 's',
    temporality: 'delta',
    name: 'commits',
    value: 3,
    user: JO,
  }),
  state({ type: 'member', id: 'm-canary', user: JO, name: 'Jo Canary', aliases: [OLD] }),
  state({ type: 'transcript', id: 'tr1', user: JO, harness: 'claude-code', session: MINE, rows: 4 }),
]
const OTHERS: Fact[] = [
  session({ id: 's-ada', user: ADA, user_aliases: ['ada@laptop'] }),
  call({ keys: ['req:9'], session: 's-ada', in_uncached: 10, out: 1 }),
  session({ id: SHARED, user: ADA }),
  call({ keys: ['req:10'], session: SHARED, in_uncached: 5, out: 1 }),
  // Something the person did in a session of somebody else.
  call({ keys: ['req:11'], session: SHARED, user: JO, in_uncached: 1000, out: 1 }),
  state({
    type: 'pull_request',
    id: 'pr1',
    number: 1,
    author: JO,
    sessions: [MINE, 's-ada'],
    merged_at: NOON,
  }),
  state({ type: 'deployment', id: 'd1', service: 'api', by: OLD, deployed_at: NOON }),
]

/** A door whose store is away: what comes waits on disk. */
const waitingIn = (folder: string) =>
  new Intake({
    org: 'default',
    spool: new Spool({ dir: folder, mostBytes: 1_000_000 }),
    open: () => Promise.reject(new TachographError('unavailable', 'away')),
    admission: instance.admissionOf('default'),
  })

const tokens = async () => {
  await instance.rebuilder.flush()
  return instance.store.rows<{ user: string; tokens: number }>(
    `SELECT user, sum(in_uncached + out) AS tokens FROM rollup_usage FINAL GROUP BY user ORDER BY user`,
  )
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tachograph-erasure-'))
  await open()
}, 60_000)
afterAll(async () => {
  await instance.close()
  rmSync(dir, { recursive: true, force: true })
})

describe('erasing a person', () => {
  it('removes all that is theirs from the store, and leaves what is of others', async () => {
    await instance.writer.write([...THEIRS, ...OTHERS])
    expect(await tokens()).toEqual([
      { user: ADA, tokens: 17 },
      { user: JO, tokens: 1108 },
    ])
    const record = JSON.stringify({
      resourceLogs: [{ attributes: [{ key: 'user.email', value: { stringValue: JO } }] }],
    })
    const refusal = { signal: 'logs', agent: 'x', reason: 'no_time', detail: '', subject: JO, record }
    await instance.intake.keep([refusal, { ...refusal, subject: '', record: '{"other":"one"}' }], Date.now())
    expect(hits().length).toBeGreaterThan(0)
    expect((await rowsNaming()).length).toBeGreaterThan(10)

    const waiting = waitingIn(join(dir, 'waiting'))
    await waiting.write([...THEIRS, call({ keys: ['req:82'], session: 's-ada', out: 2 })])
    await waiting.keep([refusal], Date.now())
    instance.sweeps.push(() => waiting.sweep())

    // By any of their identities.
    const erased = await instance.erasures.erase(OLD)
    expect(erased).toMatchObject({ records: 3, done_at: expect.any(Number) })
    expect(await rowsNaming()).toEqual([])
    expect(hits()).toEqual([])
    expect(await tokens()).toEqual([{ user: ADA, tokens: 17 }])
    await expectInvariants(instance.store, 'default')
    const [pr] = await instance.store.rows('SELECT author, sessions FROM pull_request')
    expect(pr).toEqual({ author: '', sessions: ['s-ada'] })
    expect(await instance.store.rows('SELECT service, by FROM deployment')).toEqual([
      { service: 'api', by: '' },
    ])
    expect(await instance.store.rows('SELECT session FROM rollup_session FINAL ORDER BY session')).toEqual([
      { session: 's-ada' },
      { session: SHARED },
    ])
    expect(await instance.quarantine.count()).toBe(1)
    expect(waiting.state().records).toBe(1)
    await waiting.close()
    rmSync(join(dir, 'waiting'), { recursive: true })
    instance.sweeps.length = 0
    const [keys] = await instance.store.rows('SELECT uniqExact(key) AS n FROM fact_key FINAL')
    expect(keys).toEqual({ n: 2 })
  }, 120_000)

  it.each(['as facts', 'packed'])('lets nothing of them in again: %s', async (form) => {
    const told = [...THEIRS, call({ keys: ['req:77'], session: MINE, out: 1 })]
    const counts =
      form === 'packed'
        ? await instance.writer.writePacked(packFacts(told))
        : countsOf(await instance.writer.write(told))
    expect(counts).toMatchObject({
      accepted: 0,
      updated: 0,
      refused: { erased_person: { records: told.length } },
    })
    expect(await rowsNaming()).toEqual([])
  })

  it('knows their sessions that are told later, and takes out what came before', async () => {
    await instance.writer.write([call({ keys: ['req:78'], session: 'canary-later', out: 50 })])
    const counts = countsOf(
      await instance.writer.write([
        session({ id: 'canary-later', user: JO }),
        call({ keys: ['req:79'], session: 'canary-later', out: 1 }),
        call({ keys: ['req:80'], session: 's-ada', out: 2 }),
      ]),
    )
    expect(counts).toMatchObject({ accepted: 1, refused: { erased_person: { records: 2 } } })
    await instance.erasures.resume()
    // What was learned is looked for by itself too: while that goes on, its names are in memory.
    await vi.waitFor(async () => expect(await rowsNaming()).toEqual([]), { timeout: 30_000, interval: 500 })
    expect(hits()).toEqual([])
    expect(await tokens()).toEqual([{ user: ADA, tokens: 19 }])
  }, 60_000)

  it('lets nothing of them wait', async () => {
    const spool = join(dir, 'waiting')
    const intake = waitingIn(spool)
    await intake.write([...THEIRS, call({ keys: ['req:81'], session: 's-ada', out: 2 })])
    expect(intake.state().records).toBe(1)
    expect(hits()).toEqual([])
    await intake.close()
    rmSync(spool, { recursive: true })
  })

  it('is done again after a restore, and is known to a folder whose journal is lost', async () => {
    await instance.close()
    rmSync(join(dir, 'erasures'), { recursive: true })
    await open()
    expect(instance.erasures.list()).toHaveLength(1)
    await instance.store.command('TRUNCATE TABLE erasure')
    // As after a restore: the store is that of before.
    await instance.store.insert('session', [{ org: 'default', id: MINE, user: JO, source: 'x', hash: 1 }])
    await instance.store.insert('model_call', [
      {
        org: 'default',
        day: '2026-06-15',
        id: crypto.randomUUID(),
        source: 'x',
        bucket: 1781524800,
        at: 1781524800,
        session: MINE,
      },
    ])
    await instance.close()
    await open()
    await instance.erasures.resume()
    expect(await rowsNaming()).toEqual([])
    expect(hits()).toEqual([])
    expect(countsOf(await instance.writer.write(THEIRS))).toMatchObject({ accepted: 0 })
  }, 60_000)

  it('covers every door of a server: facts, telemetry, what is refused and what is passed on', async () => {
    const away = destination.parse({ name: 'away', url: 'http://127.0.0.1:9' })
    const config = { ...CONFIG, data: dir, forward: [away] } as Parameters<typeof forwardingOf>[0]
    const forwarding = forwardingOf(
      config,
      () => {},
      (org) => instance.admissionOf(org),
    )
    if (!forwarding) throw new Error('nothing is passed on')
    instance.sweeps.push((org) => forwarding.sweep(org))
    const counts = new IngestCounts()
    const telemetry = new Telemetry(counts, forwarding)
    const app = await buildServer({
      ...{ backend: backendOf(instance), logLevel: 'silent', web: '/nowhere', counts, telemetry },
    })
    const post = async (url: string, payload: string, type = 'application/json') => {
      const headers = { 'content-type': type, host: 'localhost' }
      const answer = await app.inject({ method: 'POST', url, headers, payload })
      expect(answer.statusCode, answer.body).toBe(200)
      return answer.json() as Record<string, unknown>
    }
    const zoe = { 'user.email': 'zoe.canary@secret.example', 'session.id': 'canary-zoe' }
    const theirs = otlpCall('z1', zoe)
    // What cannot be is refused, and kept to be looked at.
    const broken = { ...theirs, request_id: 'z2', input_tokens: -5 }
    const told = JSON.stringify(logs(theirs, otlpCall('a1'), broken))
    await post('/v1/logs', told)
    const line = JSON.stringify({
      ...{ type: 'model_call', id: 'z3', at: '2026-06-15T10:00:00Z', user: 'zoe.canary@secret.example' },
      ...{ model: 'm', in_uncached: 3 },
    })
    await post('/api/v1/facts', line, 'application/x-ndjson')
    expect(hits().some((path) => path.startsWith('/forward/'))).toBe(true)

    const erased = await post('/api/v1/erasures', JSON.stringify({ user: 'Zoe.Canary@secret.example' }))
    expect(erased).toMatchObject({ done_at: expect.any(String), facts: expect.any(Number) })
    expect(await rowsNaming()).toEqual([])
    expect(hits()).toEqual([])
    const [queue] = await forwarding.state('default')
    expect(queue?.requests).toBe(1)
    expect(queue?.given_up.erased_person).toBeGreaterThan(0)

    const again = await post('/v1/logs', told)
    expect(again).toMatchObject({ partialSuccess: { rejectedLogRecords: expect.anything() } })
    expect(await post('/api/v1/facts', line, 'application/x-ndjson')).toEqual({
      ...{ accepted: 0, updated: 0, duplicate: 0, rejected: [], not_kept: { erased_person: 1 } },
    })
    expect(await rowsNaming()).toEqual([])
    expect(hits()).toEqual([])
    const { data } = (await app.inject({ url: '/api/v1/ingest', headers: { host: 'localhost' } })).json() as {
      data: { received: number; accepted: number; duplicate: number; rejected: number; quarantined: number }[]
    }
    for (const one of data)
      expect(one.received).toBe(one.accepted + one.duplicate + one.rejected + one.quarantined)
    await app.close()
    await forwarding.close()
    instance.sweeps.length = 0
  }, 120_000)

  it('ends when they are let in again', async () => {
    expect(await instance.erasures.forget(JO)).toBe(1)
    expect(instance.erasures.list()).toHaveLength(1)
    expect(countsOf(await instance.writer.write(THEIRS)).accepted).toBeGreaterThan(8)
    expect((await rowsNaming()).length).toBeGreaterThan(5)
  })
})
