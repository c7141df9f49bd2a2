/** How often may be asked: the token bucket itself, and what a server with one answers (R-RL-1, ruling Z-6). */
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configSchema } from '../../src/config.ts'
import { Buckets, networkOf } from '../../src/faces/http/limits.ts'
import { buildServer } from '../../src/faces/http/server.ts'
import { listeningForTeam, OPERATOR } from './listening.ts'

const DEFAULTS = configSchema.shape.limits.parse(undefined)

describe('a bucket', () => {
  const times = (buckets: Buckets, count: number, now: number) =>
    Array.from({ length: count }, () => buckets.take('a', now)).filter((t) => t.allowed).length

  it('holds 10,000 and gets back 1,000 a minute, all the time', () => {
    const buckets = new Buckets({ capacity: DEFAULTS.burst, perMinute: DEFAULTS.per_key_per_minute })
    expect(times(buckets, 10_050, 0)).toBe(10_000)
    // 1,000 a minute is one in 60 ms: 16 in a second.
    expect(times(buckets, 50, 59)).toBe(0)
    expect(times(buckets, 50, 60)).toBe(1)
    expect(times(buckets, 50, 1_060)).toBe(16)
    expect(times(buckets, 2_000, 61_060)).toBe(1_000)
    // Ten minutes fill it, and longer does not fill it more.
    expect(times(buckets, 20_000, 3_661_060)).toBe(10_000)
  })

  it('says what is left, when there is a token again, and when it is full', () => {
    const buckets = new Buckets({ capacity: 3, perMinute: 6 })
    const told = [0, 0, 0, 0, 9_000, 10_000].map((now) => buckets.take('a', now))
    expect(told.map((t) => [t.allowed, t.remaining, t.full, t.wait])).toEqual([
      [true, 2, 10, 1],
      [true, 1, 20, 1],
      [true, 0, 30, 10],
      [false, 0, 30, 10],
      [false, 0, 21, 1],
      [true, 0, 30, 10],
    ])
  })

  it('lets nobody wait in vain, whatever the rate', () => {
    const rate = {
      capacity: fc.integer({ min: 1, max: 50 }),
      perMinute: fc.double({ min: 0.1, max: 5_000, noNaN: true }),
    }
    fc.assert(
      fc.property(
        fc.record(rate),
        fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 60 }),
        (of, gaps) => {
          const buckets = new Buckets(of)
          let now = 0
          let passed = 0
          for (const gap of gaps) {
            now += gap
            const taken = buckets.take('a', now)
            if (taken.allowed) passed++
            else {
              now += taken.wait * 1_000
              expect(buckets.take('a', now).allowed).toBe(true)
              passed++
            }
          }
          expect(passed).toBeLessThanOrEqual(of.capacity + (now / 60_000) * of.perMinute + 1e-6)
        },
      ),
    )
  })

  it('is one of many, of which not more than some are kept', () => {
    const buckets = new Buckets({ capacity: 1, perMinute: 1 }, 2)
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map((name) => buckets.take(name, 0).allowed)).toEqual([
      ...[true, true, false, true, false],
      // Forgotten when c came, since a was asked for later.
      true,
    ])
  })
})

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:DB8:0:12::1', '2001:db8:0:12::/64'],
  ['2001:db8::12:0:0:1', '2001:db8:0:0::/64'],
  ['2001:db8:0:12:1:2:3:4', '2001:db8:0:12::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is of the network %s', (address, network) => expect(networkOf(address)).toBe(network))

describe('a server', () => {
  let team: Awaited<ReturnType<typeof listeningForTeam>>
  const apps: FastifyInstance[] = []
  let made = 0
  beforeAll(async () => {
    team = await listeningForTeam()
    for (const name of ['Acme', 'Other'])
      await team.control.organisations.create({ name, owner: `ada@${name}.example` })
  }, 60_000)
  afterAll(async () => {
    for (const app of apps) await app.close()
    await team.close()
  })

  const serving = async (limits: Partial<typeof DEFAULTS>, trustedProxies: string[] = []) => {
    const app = await buildServer({
      ...{ backend: team.backend, logLevel: 'silent', web: '/nowhere' },
      limits: { ...DEFAULTS, ...limits },
      trustedProxies,
    })
    apps.push(app)
    return app.listen({ host: '127.0.0.1', port: 0 })
  }
  const keyOf = async (slug: string, ...scopes: string[]) => {
    const org = (await team.control.organisations.find(slug))?.id ?? ''
    return team.control.keys.create(org, { name: `key ${made++}`, scopes, expires_at: null })
  }
  const ask = async (
    url: string,
    key: string | undefined,
    headers: Record<string, string> = {},
    path = '/api/v1/metrics',
  ) => {
    const response = await fetch(url + path, {
      headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers },
    })
    // An answer that nobody reads to its end keeps its connection, and the server from closing.
    return new Response(await response.text(), response)
  }
  const told = ({ status, headers }: Response) => [
    status,
    ...['limit', 'remaining'].map((name) => headers.get(`x-ratelimit-${name}`)),
  ]

  it('says on every answer what is left of 10,000', async () => {
    const url = await serving({ per_key_per_minute: 1 })
    const { key } = await keyOf('acme', 'read')
    const now = Math.floor(Date.now() / 1_000)
    const first = await ask(url, key)
    expect(told(first)).toEqual([200, '10000', '9999'])
    // Slow, so that nothing comes back in between: one token in a minute.
    expect(Number(first.headers.get('x-ratelimit-reset')) - now).toBeOneOf([60, 61, 62, 63])
    expect(told(await ask(url, key, {}, '/api/v1/sessions/none'))).toEqual([404, '10000', '9998'])
  })

  it('answers 429 to a key beyond its bucket, and others go on', async () => {
    const url = await serving({ burst: 2, per_key_per_minute: 2 })
    const { key, id } = await keyOf('acme', 'read', 'ingest')
    const { key: colleague } = await keyOf('acme', 'read')
    expect([told(await ask(url, key)), told(await ask(url, key))]).toEqual([
      [200, '2', '1'],
      [200, '2', '0'],
    ])
    const refused = await ask(url, key)
    expect(told(refused)).toEqual([429, '2', '0'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(20)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(30)
    const text = await refused.text()
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'rate_limited' } })
    expect(text).not.toContain(id)
    expect((await ask(url, colleague)).status).toBe(200)
    for (let i = 0; i < 4; i++) expect((await ask(url, OPERATOR)).status).toBe(200)
  })

  it('leaves senders alone: they are pushed back by what is on its way, not by a number', async () => {
    const url = await serving({ burst: 1, per_key_per_minute: 0.01 })
    const { key } = await keyOf('acme', 'ingest')
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    for (const path of ['/v1/logs', '/api/v1/facts', '/v1/logs']) {
      const body =
        path === '/v1/logs' ? '{}' : '{"type":"session","id":"s","started_at":"2026-03-04T10:00:00Z"}'
      const response = await fetch(url + path, { method: 'POST', headers, body })
      expect([response.status, response.headers.get('x-ratelimit-limit')]).toEqual([200, null])
    }
  })

  it('limits an organisation where told to, over all its keys', async () => {
    const url = await serving({ org_per_hour: 3 })
    const keys = await Promise.all([keyOf('acme', 'read'), keyOf('acme', 'read'), keyOf('other', 'read')])
    const [a, b, other] = keys.map(({ key }) => key)
    expect([told(await ask(url, a)), told(await ask(url, b)), told(await ask(url, a))]).toEqual([
      [200, '3', '2'],
      [200, '3', '1'],
      [200, '3', '0'],
    ])
    const refused = await ask(url, b)
    expect([refused.status, Number(refused.headers.get('retry-after')) > 1_100]).toEqual([429, true])
    expect((await ask(url, other)).status).toBe(200)
  })

  it('limits an address where told to, whoever asks from it, and believes only proxies it trusts', async () => {
    const strict = await serving({ address_per_minute: 2 })
    const { key } = await keyOf('acme', 'read')
    const from = (address: string) => ({ 'x-forwarded-for': address })
    const statuses = async (url: string, asked: [string | undefined, string][]) => {
      const found: number[] = []
      for (const [who, address] of asked) found.push((await ask(url, who, from(address))).status)
      return found
    }
    const asked: [string | undefined, string][] = [
      ...([[undefined, '192.0.2.1']] as [undefined, string][]),
      ...([
        [key, '192.0.2.2'],
        [key, '192.0.2.3'],
        [key, '192.0.2.1'],
      ] as [string, string][]),
    ]
    expect(await statuses(strict, asked)).toEqual([401, 200, 429, 429])
    expect((await fetch(`${strict}/healthz`)).status).toBe(200)
    const behind = await serving({ address_per_minute: 2 }, ['127.0.0.0/8'])
    expect(await statuses(behind, asked)).toEqual([401, 200, 200, 200])
    // What stands before the address that the proxy saw was written by the client itself.
    const spoofed = asked.map(([who], i): [string | undefined, string] => [who, `10.0.0.${i}, 192.0.2.9`])
    expect(await statuses(behind, spoofed)).toEqual([401, 200, 429, 429])
  })
})
