/** Texts of people by every door: off, none reaches the disk; on, they are kept without their secrets (promises V1, V2; row 76). */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TachographError } from '../src/errors.ts'
import { buildServer } from '../src/faces/http/server.ts'
import { FACT_TYPES, type Fact, type FactType } from '../src/facts/index.ts'
import { Intake } from '../src/ingest/intake.ts'
import { packFacts } from '../src/ingest/packer.ts'
import { DEFAULT_SETTINGS } from '../src/settings.ts'
import { FIXTURES, readLines } from '../src/sources/claude-code/fixtures/read.ts'
import { Spool } from '../src/spool/spool.ts'
import { type Listening, listening } from './faces/listening.ts'
import { attributes, call, logs, sendLogs } from './faces/otlp-requests.ts'

const CANARY = 'canary-5309'
/** The shape of a secret, put together here. */
const SECRET = `${'gh'}p_${'a1B2'.repeat(9)}`
const SAID = `${CANARY} says ${SECRET}`
const AT = '2026-03-04T10:00:00Z'

/** What a fact of a type must have, so that one may be told with any field. */
function needed({ fields }: FactType): Record<string, unknown> {
  const told: Record<string, unknown> = {}
  for (const [name, { kind, required, doc }] of Object.entries(fields)) {
    if (!required) continue
    const [one] = /One of: ([^.]+)\./.exec(doc)?.[1]?.split(', ') ?? ['x']
    told[name] = kind === 'count' || kind === 'usd' || kind === 'ms' ? 1 : kind === 'flag' ? true : one
  }
  return told
}

const contentOf = ({ fields }: FactType) => Object.keys(fields).filter((name) => fields[name]?.content)

/** One fact of every type that may have texts of people, with all of them. */
const FACTS = FACT_TYPES.filter((type: FactType) => contentOf(type).length > 0).map((type: FactType) => ({
  type: type.name,
  id: `content ${type.name}`,
  ...(type.kind === 'event' ? { at: AT } : { observed_at: AT }),
  ...needed(type),
  ...Object.fromEntries(contentOf(type).map((name) => [name, SAID])),
}))

const TEXTS = new Set(
  'content text thinking command stdout stderr prompt summary description message title error old_string'.split(
    ' ',
  ),
)
/** The value with the canary in every field that may hold a text of somebody. */
function told(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return TEXTS.has(name) ? `${value} ${SAID}` : value
  if (Array.isArray(value)) return value.map((one) => told(one, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, told(one, key)]))
}

function transcriptFacts(): Fact[] {
  return ['features.jsonl', 'git.jsonl', 'prompts.jsonl', 'session.jsonl', 'tools.jsonl'].flatMap((file) => {
    const rows = readFileSync(join(FIXTURES, file), 'utf8').split('\n').flatMap(parsed)
    const lines = rows.map((row) => JSON.stringify(told(row))).join('\n')
    return readLines(file, Buffer.from(lines)).facts
  })
}

function parsed(line: string): unknown[] {
  try {
    return [JSON.parse(line)]
  } catch {
    return []
  }
}

const TELEMETRY = logs(
  call('c1', { prompt: SAID, response: SAID }),
  { 'event.name': 'user_prompt', 'session.id': 's1', 'prompt.id': 'p1', prompt: SAID, prompt_length: 12 },
  {
    ...{
      'event.name': 'tool_result',
      'session.id': 's1',
      tool_use_id: 't1',
      tool_name: 'Bash',
      success: 'false',
    },
    ...{ tool_parameters: JSON.stringify({ bash_command: SAID, description: SAID }), error: SAID },
    ...{ tool_input: JSON.stringify({ command: `git commit -m "${SAID}"` }), duration_ms: 5 },
  },
  {
    'event.name': 'api_error',
    'session.id': 's1',
    request_id: 'c2',
    model: 'm',
    error: SAID,
    duration_ms: 5,
  },
  {
    'event.name': 'hook_execution_complete',
    'session.id': 's1',
    hook_name: 'PreToolUse:Bash',
    command: SAID,
  },
  // Refused: it is kept to be looked at.
  call('c3', { prompt: SAID, input_tokens: -5 }),
)
const SPANS = {
  resourceSpans: [
    {
      resource: { attributes: attributes({ 'service.name': 'some-agent', 'user.email': 'jo@acme.example' }) },
      scopeSpans: [
        {
          scope: { name: 'genai' },
          spans: [
            {
              ...{
                traceId: '5b8efff798038103d269b633813fc60c',
                spanId: 'eee19b7ec3c1b174',
                name: 'chat m',
              },
              ...{
                startTimeUnixNano: `${Date.parse(AT)}000000`,
                endTimeUnixNano: `${Date.parse(AT) + 5}000000`,
              },
              attributes: attributes({
                ...{
                  'gen_ai.operation.name': 'chat',
                  'gen_ai.request.model': 'm',
                  'gen_ai.usage.input_tokens': 1,
                },
                ...{ 'gen_ai.prompt': SAID, 'gen_ai.completion': SAID, 'gen_ai.input.messages': SAID },
                ...{ 'gen_ai.system_instructions': SAID, 'gen_ai.tool.call.arguments': SAID },
              }),
              events: [{ name: 'gen_ai.user.message', attributes: attributes({ content: SAID }) }],
              status: { code: 2, message: SAID },
            },
          ],
        },
      ],
    },
  ],
}

interface Told {
  server: Listening
  url: string
  logged: string[]
  dir: string
  close(): Promise<void>
}

/** A server to which everything has been told by every door. */
async function toldBy(content: boolean): Promise<Told> {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-content-'))
  const server = await listening({ dir, settings: { ...DEFAULT_SETTINGS, content } })
  const logged: string[] = []
  const log = { write: (line: string) => void logged.push(line) }
  const app = await buildServer({ backend: server.backend, logLevel: 'trace', log, web: '/nowhere' })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const lines = FACTS.map((fact) => JSON.stringify(fact))
  const ndjson = { 'content-type': 'application/x-ndjson' }
  const posted = await fetch(`${url}/api/v1/facts`, {
    ...{ method: 'POST', headers: ndjson },
    body: [...lines, `{"type":"message","text":"${SAID}"`].join('\n'),
  })
  expect(await posted.json()).toMatchObject({ accepted: FACTS.length })
  const sent = await sendLogs(url, JSON.stringify(TELEMETRY))
  expect([sent.status, sent.text]).toEqual([200, expect.stringContaining('input_tokens')])
  const headers = { 'content-type': 'application/json' }
  const spans = await fetch(`${url}/v1/traces`, { method: 'POST', headers, body: JSON.stringify(SPANS) })
  expect(spans.status).toBe(200)
  const facts = transcriptFacts()
  expect(JSON.stringify(facts)).toContain(CANARY)
  await server.instance.writer.writePacked(packFacts(facts))
  await server.instance.rebuilder.flush()
  const close = async () => {
    await app.close()
    await server.close()
    rmSync(dir, { recursive: true, force: true })
  }
  return { server, url, logged, dir, close }
}

/** All rows of all tables as text. */
async function stored({ server }: Told): Promise<string> {
  const { store } = server.instance
  const tables = await store.rows<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine NOT LIKE '%View'",
  )
  expect(tables.length).toBeGreaterThan(30)
  const rows: string[] = []
  for (const { name } of tables) rows.push(JSON.stringify(await store.rows(`SELECT * FROM ${name}`)))
  return rows.join('\n')
}

const onDisk = (dir: string): string =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

/** What the spool holds of these facts while the store is away. */
async function spooled({ server }: Told): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-content-spool-'))
  const intake = new Intake({
    org: server.instance.org,
    spool: new Spool({ dir, mostBytes: 1_000_000 }),
    open: () => Promise.reject(new TachographError('unavailable', 'away')),
    admission: server.instance.admissionOf(server.instance.org),
  })
  await intake.write(transcriptFacts())
  const text = onDisk(dir)
  expect(text).toContain('tool_call')
  await intake.close()
  rmSync(dir, { recursive: true, force: true })
  return text
}

describe('content is off', () => {
  let off: Told
  beforeAll(async () => {
    off = await toldBy(false)
  }, 60_000)
  afterAll(() => off?.close())

  it('by default', () => {
    expect(DEFAULT_SETTINGS.content).toBe(false)
  })

  it('no text of anybody is in the store, on disk beside it, in what waits, or in the log', async () => {
    const found = {
      store: await stored(off),
      disk: onDisk(off.dir),
      spool: await spooled(off),
      log: off.logged.join(''),
    }
    for (const [place, text] of Object.entries(found))
      for (const one of [CANARY, SECRET]) expect([place, text.includes(one)]).toEqual([place, false])
    // All doors were open all the same.
    for (const text of ['content pull_request', 'ada@example.com', 'PostToolUse', 'genai/otlp'])
      expect(found.store).toContain(text)
  })

  it('nor in any answer', async () => {
    for (const path of ['sessions', 'events?type=message', 'quarantine', 'ingest', 'status']) {
      const answer = await fetch(`${off.url}/api/v1/${path}`)
      expect([path, answer.status, (await answer.text()).includes(CANARY)]).toEqual([path, 200, false])
    }
  })
})

describe('content is on', () => {
  let on: Told
  beforeAll(async () => {
    on = await toldBy(true)
  }, 60_000)
  afterAll(() => on?.close())

  it('texts are kept, and secrets in them are not', async () => {
    const [store, disk, spool] = [await stored(on), onDisk(on.dir), await spooled(on)]
    const [message] = await on.server.instance.store.rows(
      `SELECT text FROM message FINAL WHERE org = {org:String} AND text != ''`,
      { params: { org: on.server.instance.org } },
    )
    expect(message).toEqual({ text: `${CANARY} says [REDACTED]` })
    const kept = store.split(`${CANARY} says [REDACTED]`).length - 1
    expect(kept).toBeGreaterThanOrEqual(
      FACTS.flatMap((fact) => Object.values(fact).filter((v) => v === SAID)).length,
    )
    expect(spool).toContain(`${CANARY} says [REDACTED]`)
    for (const [place, text] of Object.entries({ store, disk, spool, log: on.logged.join('') }))
      expect([place, text.includes(SECRET)]).toEqual([place, false])
  })

  it('what telemetry says is not kept even then, nor what is refused', async () => {
    const quarantined = await (await fetch(`${on.url}/api/v1/quarantine`)).text()
    expect(quarantined).toContain('[REDACTED]')
    expect(quarantined).not.toContain(CANARY)
    const [{ n } = { n: -1 }] = await on.server.instance.store.rows<{ n: number }>(
      "SELECT count() AS n FROM message FINAL WHERE source LIKE '%otlp%' AND text != ''",
    )
    expect(n).toBe(0)
  })
})
