/** `tachograph connect`, as a process with a home of its own: what it prints, what it writes, what it refuses. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { newHome, type Server } from './program.ts'

const BASIC = {
  CLAUDE_CODE_ENABLE_TELEMETRY: '1',
  OTEL_METRICS_EXPORTER: 'otlp',
  OTEL_LOGS_EXPORTER: 'otlp',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:8484',
}
const PLACE = '.claude/settings.json'
const KEY = 'tg_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'

describe('connect claude-code', { timeout: 60_000 }, () => {
  const home = newHome()
  const path = join(home.path, PLACE)
  afterAll(() => home.remove())
  beforeEach(() => rmSync(dirname(path), { recursive: true, force: true }))
  const connect = (...args: string[]) => home.within(['connect', 'claude-code', ...args])
  const env = () => JSON.parse(readFileSync(path, 'utf8')).env
  const mode = () => (statSync(path).mode & 0o777).toString(8)

  it('prints the settings, for the file and for a shell, and writes nothing', async () => {
    const { code, stdout, stderr } = await home.run(['connect', 'claude-code'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({ env: BASIC })
    expect(stderr).toContain(path)
    expect(stderr).toContain('\nexport OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:8484\n')
    expect(existsSync(path)).toBe(false)
    const more = await connect('--to', 'https://tg.acme.example/', '--key', KEY, '--traces', '--details')
    expect(JSON.parse(more.stdout).env).toEqual({
      ...BASIC,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://tg.acme.example',
      OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${KEY}`,
      CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1',
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_LOG_TOOL_DETAILS: '1',
    })
    expect(more.stderr).toMatch(/shell commands of tool calls reach the server.*no text of prompts/)
  })

  it('takes the port of the configuration', async () => {
    home.write('.tachograph/config.json', '{"port": 9123}')
    expect(JSON.parse((await connect()).stdout).env.OTEL_EXPORTER_OTLP_ENDPOINT).toBe('http://127.0.0.1:9123')
    home.write('.tachograph/config.json', '{"port": 0}')
    const { code, stderr } = await connect()
    expect([code, stderr]).toEqual([2, expect.stringContaining('--to')])
    rmSync(join(home.data, 'config.json'))
  })

  it('writes them once, in a file for its owner alone', async () => {
    const { code, stdout, stderr } = await connect('--write')
    expect(code).toBe(0)
    expect(stdout).toContain('+     "OTEL_LOGS_EXPORTER": "otlp",\n')
    expect(stderr).toMatch(/Written to .*new session/s)
    expect(env()).toEqual(BASIC)
    expect(mode()).toBe('600')
    expect(readdirSync(dirname(path))).toEqual(['settings.json'])
    utimesSync(path, 1e9, 1e9)
    const { ino } = statSync(path)
    const again = await connect('--write')
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('nothing to change')])
    expect([statSync(path).mtimeMs, statSync(path).ino]).toEqual([1e12, ino])
  })

  it('keeps what is there, its mode and its link, and shows no secret of it', async () => {
    const text = '{\n\t"model": "opus",\n\t"env": {\n\t\t"ANTHROPIC_API_KEY": "sk-ant-0123456789"\n\t}\n}\n'
    const kept = home.write('dotfiles/claude.json', text)
    chmodSync(kept, 0o640)
    mkdirSync(dirname(path))
    symlinkSync(kept, path)
    const { code, stdout, stderr } = await connect('--write', '--key', KEY)
    expect(code).toBe(0)
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
    expect(readFileSync(path, 'utf8').startsWith(text.slice(0, text.indexOf('\n\t}')))).toBe(true)
    expect(env()).toEqual({
      ANTHROPIC_API_KEY: 'sk-ant-0123456789',
      ...BASIC,
      OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${KEY}`,
    })
    expect(mode()).toBe('640')
    expect(stderr).toContain('chmod 600')
    for (const secret of ['0123456789', KEY]) expect(stdout + stderr).not.toContain(secret)
  })

  it('writes where a link leads, also before there is a file', async () => {
    mkdirSync(dirname(path))
    const target = join(home.path, 'elsewhere/claude/settings.json')
    symlinkSync('../elsewhere/link.json', path)
    mkdirSync(join(home.path, 'elsewhere'))
    symlinkSync('claude/settings.json', join(home.path, 'elsewhere/link.json'))
    expect((await connect('--write')).code).toBe(0)
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
    expect(lstatSync(target).isFile()).toBe(true)
    expect([env(), mode()]).toEqual([BASIC, '600'])
    expect(readdirSync(dirname(target))).toEqual(['settings.json'])
    rmSync(path)
    symlinkSync('settings.json', path)
    const { code, stderr } = await connect('--write')
    expect([code, stderr]).toEqual([6, expect.stringContaining(path)])
  })

  it.each([
    ['{"env": {"A": "1",}}', 'valid JSON'],
    ['[]', 'JSON object'],
    ['{"env": ["A=1"]}', '"env"'],
    [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'cannot be read'],
  ])('refuses %s', async (text, why) => {
    home.write(PLACE, text)
    for (const args of [[], ['--write'], ['--remove', '--write']]) {
      const { code, stdout, stderr } = await connect(...args)
      expect([code, stdout]).toEqual([6, ''])
      expect(stderr).toContain(why)
      expect(stderr).toContain(path)
    }
    expect(readFileSync(path)).toEqual(Buffer.from(text))
  })

  it('does not turn telemetry away from another place by itself', async () => {
    const text = JSON.stringify({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://me:pw@otel.acme.example' } })
    home.write(PLACE, text)
    const printed = await connect()
    expect([printed.code, printed.stderr]).toEqual([0, expect.stringContaining('only with --force')])
    const { code, stdout, stderr } = await connect('--write')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/https:\/\/otel\.acme\.example.*--force/)
    expect(readFileSync(path, 'utf8')).toBe(text)
    const forced = await connect('--write', '--force')
    expect(forced.code).toBe(0)
    expect(forced.stdout).toMatch(/^- .*otel\.acme\.example.*\n\+ .*127\.0\.0\.1:8484/m)
    expect(env()).toEqual(BASIC)
  })

  it('takes its settings out again, and no others', async () => {
    const text = '{\n  "env": {\n    "FOO": "1"\n  },\n  "model": "opus"\n}\n'
    home.write(PLACE, text)
    await connect('--write', '--traces', '--details')
    const written = readFileSync(path, 'utf8')
    const shown = await connect('--remove')
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining('-     "OTEL_TRACES_EXPORTER"')])
    const other = await connect('--remove', '--write', '--to', 'http://127.0.0.1:9000')
    expect([other.code, other.stdout]).toEqual([0, expect.stringContaining('nothing to take out')])
    expect(readFileSync(path, 'utf8')).toBe(written)
    expect((await connect('--remove', '--write')).code).toBe(0)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('answers in JSON', async () => {
    home.write(
      PLACE,
      JSON.stringify({
        env: { OTEL_LOGS_EXPORTER: 'none', OTEL_EXPORTER_OTLP_HEADERS: 'x=0123456789012345678901234' },
      }),
    )
    const json = async (...args: string[]) => {
      const { code, stdout, stderr } = await home.within(['connect', 'claude-code', '--json', ...args], {
        OTEL_LOG_USER_PROMPTS: '1',
      })
      expect([code, stderr]).toEqual([0, ''])
      return JSON.parse(stdout)
    }
    const answer = {
      agent: 'claude-code',
      file: path,
      env: { ...BASIC, OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer ${KEY}` },
      replaced: [
        { name: 'OTEL_LOGS_EXPORTER', from: 'none' },
        { name: 'OTEL_EXPORTER_OTLP_HEADERS', from: 'x=012345…1234' },
      ],
      warnings: [expect.stringContaining('OTEL_LOG_USER_PROMPTS')],
    }
    expect(await json('--key', KEY)).toEqual({ ...answer, written: false })
    expect(await json('--key', KEY, '--write')).toMatchObject({
      ...answer,
      written: true,
      warnings: { length: 2 },
    })
    expect(await json('--key', KEY, '--write')).toMatchObject({ replaced: [], written: false })
    // What is taken out was not said by this run.
    expect(await json('--remove', '--write')).toMatchObject({
      env: { ...BASIC, OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer tg_012…DEFG' },
      written: true,
    })
    expect(env()).toBeUndefined()
  })

  it('says when it cannot write', async () => {
    mkdirSync(path, { recursive: true })
    const { code, stderr } = await connect('--write')
    expect([code, stderr]).toEqual([6, expect.stringContaining(`${path} cannot be read`)])
    rmSync(dirname(path), { recursive: true })
    home.write('.claude', 'a file')
    const under = await connect('--write')
    expect([under.code, under.stderr]).toEqual([6, expect.stringContaining(`${path} cannot be written`)])
  })

  it.each([
    [['--to', 'nonsense'], '--to'],
    [['--to', 'ftp://a.example'], '--to'],
    [['--to', 'http://a.example/v1/logs'], '--to'],
    [['--to', 'http://a.example/?x=1'], '--to'],
    [['--to', 'http://a:b@a.example'], '--to'],
    [['--key', 'a b'], '--key'],
    [['--key', 'tg_1,x=2', '--write'], '--key'],
  ])('refuses %s', async (args, words) => {
    const { code, stdout, stderr } = await connect(...args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(words)])
    expect(existsSync(path)).toBe(false)
  })
})

describe('connect codex', { timeout: 60_000 }, () => {
  const home = newHome()
  const path = join(home.path, '.codex/config.toml')
  afterAll(() => home.remove())
  const connect = (...args: string[]) => home.within(['connect', 'codex', ...args])

  it('prints its table and the same for one run', async () => {
    const { code, stdout, stderr } = await connect('--key', KEY)
    const exporter = `{ otlp-http = { endpoint = "http://127.0.0.1:8484/v1/logs", protocol = "binary", headers = { Authorization = "Bearer ${KEY}" } } }`
    expect([code, stdout]).toEqual([0, `[otel]\nexporter = ${exporter}\ntrace_exporter = "none"\n`])
    expect(stderr).toContain(`codex -c 'otel.exporter=${exporter}' -c 'otel.trace_exporter="none"'\n`)
    expect(stderr).not.toContain('export ')
    expect(existsSync(path)).toBe(false)
  })

  it('writes it beside what is there, shows no secret, and takes it out again', async () => {
    const text = '# mine\nmodel = "gpt-5.5"\n\n[mcp_servers.docs.env]\nDOCS_TOKEN = "0123"\n'
    home.write('.codex/config.toml', text)
    const written = await connect('--write', '--traces', '--key', KEY)
    expect([written.code, written.stderr]).toEqual([0, expect.stringContaining('new session of Codex')])
    const after = readFileSync(path, 'utf8')
    expect(after.startsWith(`${text}\n[otel]\nexporter = {`)).toBe(true)
    for (const secret of [KEY, '0123"']) expect(written.stdout + written.stderr).not.toContain(secret)
    expect((await connect('--write', '--traces')).stdout).toContain('nothing to change')
    const { data } = JSON.parse((await home.within(['connect', '--json'])).stdout)
    expect(data.find((one: { agent: string }) => one.agent === 'codex')).toMatchObject({
      ...{ found: true, connected: true, endpoint: 'http://127.0.0.1:8484/v1/logs' },
    })
    expect((await connect('--remove', '--write')).code).toBe(0)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('does not turn its events away from another place by itself', async () => {
    home.write(
      '.codex/config.toml',
      '[otel.exporter.otlp-grpc]\nendpoint = "http://otel.acme.example:4317"\n',
    )
    const { code, stderr } = await connect('--write')
    expect([code, stderr]).toEqual([2, expect.stringMatching(/otel\.acme\.example.*--force/)])
    expect((await connect('--write', '--force')).code).toBe(0)
    expect(readFileSync(path, 'utf8')).not.toContain('acme')
  })
})

describe('connect without an agent, and with one that there is not', { timeout: 60_000 }, () => {
  const home = newHome()
  afterAll(() => home.remove())
  const listed = async () => JSON.parse((await home.within(['connect', '--json'])).stdout).data[0]

  it('lists the agents and where they send to', async () => {
    expect(await listed()).toMatchObject({
      agent: 'claude-code',
      found: false,
      connected: false,
      endpoint: null,
    })
    await home.within(['connect', 'claude-code', '--write'])
    expect(await listed()).toMatchObject({ found: true, connected: true, endpoint: 'http://127.0.0.1:8484' })
    const { code, stdout } = await home.within(['connect', '--to', 'http://10.0.0.5:8484'])
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/On this machine; sends to http:\/\/127\.0\.0\.1:8484\.\n/),
    ])
    home.write(PLACE, 'broken')
    expect(await listed()).toMatchObject({
      connected: false,
      state: expect.stringContaining('not valid JSON'),
    })
  })

  it.each([
    [['connect', 'emacs'], 'no agent emacs to connect. There are: claude-code'],
    [['connect', '--write'], 'Name the agent'],
  ])('%s', async (args, words) => {
    const { code, stdout, stderr } = await home.within(args)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(words)])
  })
})

describe('connecting to a server of a team', { timeout: 120_000 }, () => {
  const home = newHome()
  let server: Server
  afterAll(() => home.remove())
  const connect = (...args: string[]) => home.within(['connect', 'claude-code', ...args])
  const env = () => JSON.parse(readFileSync(join(home.path, PLACE), 'utf8')).env
  const key = () => env().OTEL_EXPORTER_OTLP_HEADERS.replace('Authorization=Bearer ', '')
  const keys = async () => JSON.parse((await home.run(['keys', 'list', '--json'])).stdout).data
  const send = async () => {
    const headers = { authorization: `Bearer ${key()}`, 'content-type': 'application/json' }
    return (await fetch(`${server.url}/v1/logs`, { method: 'POST', headers, body: '{}' })).status
  }

  it('prints a placeholder and how to get a key', async () => {
    expect((await home.run(['init', 'Acme', '--owner', 'ada@example.com'])).code).toBe(0)
    server = await home.serve(['--no-discover'])
    const { stdout, stderr } = await connect()
    expect(JSON.parse(stdout).env).toEqual({
      ...BASIC,
      OTEL_EXPORTER_OTLP_ENDPOINT: server.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer tg_…',
    })
    expect(stderr).toContain('keys create NAME')
    expect(await keys()).toHaveLength(2)
  })

  it('makes no key for a file it refuses', async () => {
    for (const text of ['{', '{"env": {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://10.0.0.5:4318"}}']) {
      home.write(PLACE, text)
      expect((await connect('--write')).code).toBeGreaterThan(0)
    }
    rmSync(join(home.path, PLACE))
    expect(await keys()).toHaveLength(2)
  })

  it('makes a key for sending, and only one', async () => {
    const { code, stdout, stderr } = await connect('--write')
    expect(code).toBe(0)
    const made = key()
    expect(stdout + stderr).not.toContain(made)
    expect(await send()).toBe(200)
    const reading = { headers: { authorization: `Bearer ${made}` } }
    expect((await fetch(`${server.url}/api/v1/metrics/tokens.by_day`, reading)).status).toBe(403)
    expect((await keys())[0]).toMatchObject({
      name: expect.stringMatching(/^claude-code on ./),
      scopes: ['ingest'],
    })
    const again = await connect('--write')
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('nothing to change')])
    expect([await keys(), key()]).toEqual([expect.objectContaining({ length: 3 }), made])
  })

  it('shows in JSON the key that it made, and no other', async () => {
    const stored = key()
    const known = await connect('--write', '--json')
    expect([known.code, known.stdout]).toEqual([0, expect.stringContaining('Authorization=Bearer tg_')])
    expect(known.stdout).not.toContain(stored)
    expect(JSON.parse(known.stdout).env).toMatchObject({ OTEL_EXPORTER_OTLP_ENDPOINT: server.url })
    const given = await connect('--json', '--key', stored)
    expect(JSON.parse(given.stdout).env.OTEL_EXPORTER_OTLP_HEADERS).toBe(`Authorization=Bearer ${stored}`)
    rmSync(join(home.path, PLACE))
    const fresh = await connect('--write', '--json')
    expect(key()).not.toBe(stored)
    expect(JSON.parse(fresh.stdout).env.OTEL_EXPORTER_OTLP_HEADERS).toBe(`Authorization=Bearer ${key()}`)
    await home.run(['keys', 'revoke', `${stored.slice(0, 6)}…${stored.slice(-4)}`])
  })

  it('makes another one when that is revoked', async () => {
    const old = key()
    await home.run(['keys', 'revoke', `${old.slice(0, 6)}…${old.slice(-4)}`])
    expect(await send()).toBe(401)
    expect((await connect('--write')).code).toBe(0)
    expect(key()).not.toBe(old)
    expect(await send()).toBe(200)
  })

  it('makes none for another server', async () => {
    const { code } = await connect('--write', '--to', 'https://tg.acme.example', '--force')
    expect([code, (await keys()).length]).toEqual([0, 5])
    expect(env()).toEqual({ ...BASIC, OTEL_EXPORTER_OTLP_ENDPOINT: 'https://tg.acme.example' })
    expect((await connect('--write', '--force')).code).toBe(0)
  })

  it('puts the key into the address for an agent that cannot send a header', async () => {
    const place = '.gemini/settings.json'
    home.write(place, '{\n  // mine\n  "model": "x"\n}\n')
    const gemini = (...args: string[]) => home.within(['connect', 'gemini-cli', ...args])
    const address = () => /"otlpEndpoint": "([^"]+)"/.exec(readFileSync(join(home.path, place), 'utf8'))?.[1]
    const { code, stdout, stderr } = await gemini('--write')
    expect([code, stderr]).toEqual([0, expect.stringContaining('cannot send a header')])
    const [, secret] = /\/k\/(tg_[\w-]+)$/.exec(address() ?? '') ?? []
    expect(secret).toBeDefined()
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${address()}/v1/logs`, { method: 'POST', headers, body: '{}' })
    expect(response.status).toBe(200)
    const again = await gemini('--write')
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('nothing to change')])
    const listed = await home.within(['connect'])
    expect(listed.stdout).toContain(`sends to ${server.url}, which is this server`)
    const removed = await gemini('--remove', '--write')
    for (const told of [stdout, stderr, again.stdout, listed.stdout, removed.stdout, removed.stderr])
      expect(told).not.toContain(secret)
    expect(readFileSync(join(home.path, place), 'utf8')).toBe('{\n  // mine\n  "model": "x"\n}\n')
  })

  it('says how to end the key when its settings are taken out', async () => {
    const last = key()
    const { code, stderr } = await connect('--remove', '--write')
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`keys revoke ${last.slice(0, 6)}…${last.slice(-4)}`),
    ])
    expect(readFileSync(join(home.path, PLACE), 'utf8')).toBe('{}\n')
    await server.end()
  })

  it('names an address that can be reached, where the server listens on all of them', async () => {
    server = await home.serve(['--no-discover', '--host', '0.0.0.0'])
    const { stdout } = await connect()
    const { port } = new URL(server.url)
    expect(JSON.parse(stdout).env.OTEL_EXPORTER_OTLP_ENDPOINT).toBe(`http://127.0.0.1:${port}`)
    await server.end()
  })
})

describe('connect droid', { timeout: 60_000 }, () => {
  const home = newHome()
  afterAll(() => home.remove())
  const connect = (args: readonly string[] = [], env: Record<string, string> = {}) =>
    home.within(['connect', 'droid', ...args], env)

  it('prints lines for a shell, since there is no file', async () => {
    const { code, stdout, stderr } = await connect(['--key', KEY])
    expect([code, stdout]).toEqual([
      0,
      `export OTEL_TELEMETRY_ENDPOINT=http://127.0.0.1:8484\nexport OTEL_TELEMETRY_HEADERS='Authorization=Bearer ${KEY}'\n`,
    ])
    expect(stderr).toMatch(/no file of settings.*profile of your shell.*new session/s)
  })

  it.each([
    [['--write'], 'no file of settings that could be written'],
    [['--remove'], 'take OTEL_TELEMETRY_ENDPOINT out of where you set'],
    [['--remove', '--write'], 'take OTEL_TELEMETRY_ENDPOINT out'],
  ])('with %j refuses', async (args, why) => {
    const { code, stdout, stderr } = await connect(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(why)
    expect(existsSync(join(home.path, '.factory'))).toBe(false)
  })

  it('as JSON tells the same, and what stands in the way', async () => {
    const { stdout } = await connect(['--json'], { OTEL_TELEMETRY_FORMAT: 'genai' })
    expect(JSON.parse(stdout)).toEqual({
      ...{ agent: 'droid', file: null, replaced: [], written: false },
      env: { OTEL_TELEMETRY_ENDPOINT: 'http://127.0.0.1:8484' },
      warnings: [expect.stringContaining('OTEL_TELEMETRY_FORMAT')],
    })
  })

  it('in the list sends where the environment says', async () => {
    const list = async (env: Record<string, string>) => {
      const { data } = JSON.parse((await home.within(['connect', '--json'], env)).stdout) as {
        data: { agent: string }[]
      }
      return data.find(({ agent }) => agent === 'droid')
    }
    expect(await list({})).toMatchObject({ file: null, found: false, connected: false, endpoint: null })
    expect(await list({ OTEL_TELEMETRY_ENDPOINT: 'http://localhost:8484' })).toMatchObject({
      connected: true,
    })
    expect((await home.within(['connect'])).stdout).toContain('droid: Sends metrics')
  })
})

describe('connect copilot-chat', { timeout: 60_000 }, () => {
  const home = newHome()
  const place = '.config/Code/User/settings.json'
  const path = join(home.path, place)
  afterAll(() => home.remove())
  const connect = (...args: string[]) =>
    home.within(['connect', 'copilot-chat', ...args], { XDG_CONFIG_HOME: join(home.path, '.config') })

  it('writes into settings with comments, and takes it out again', async () => {
    const before = '{\n    // mine\n    "editor.tabSize": 2, // two\n}\n'
    home.write(place, before)
    const shown = await connect('--key', KEY)
    expect(shown.stderr).toMatch(/one run:\nCOPILOT_OTEL_ENABLED=true COPILOT_OTEL_ENDPOINT=.* code\n/)
    expect(readFileSync(path, 'utf8')).toBe(before)
    const { code, stdout } = await connect('--key', KEY, '--write')
    expect(code).toBe(0)
    expect(stdout).not.toContain(KEY)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(
      '    // mine\n    "editor.tabSize": 2, // two\n    "github.copilot.chat.otel.enabled": true,',
    )
    expect(text).toContain(`"Authorization": "Bearer ${KEY}"`)
    expect((await connect('--key', KEY, '--write')).stdout).toContain('nothing to change')
    expect((await connect('--remove', '--write')).code).toBe(0)
    expect(readFileSync(path, 'utf8')).toBe(before)
  })

  it('touches nothing that it cannot read', async () => {
    home.write(place, '{"a": 1 "b": "secret-4711"}')
    const { code, stderr } = await connect('--write')
    expect(code).not.toBe(0)
    expect(stderr).toContain('not valid JSON with comments')
    expect(stderr).not.toContain('secret-4711')
    expect(readFileSync(path, 'utf8')).toBe('{"a": 1 "b": "secret-4711"}')
  })
})

it('connect copilot-cli prints lines for a shell, and what an address without TLS means', {
  timeout: 60_000,
}, async () => {
  const home = newHome()
  const told = await home.within(['connect', 'copilot-cli'])
  expect(told.stdout).toContain('export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:8484\n')
  expect(told.stderr).toContain('sends nothing to an address that begins with http:')
  const refused = await home.within(['connect', 'copilot-cli', '--write'])
  expect([refused.code, refused.stdout]).toEqual([2, ''])
  expect(refused.stderr).toContain('no file of settings that could be written')
  home.remove()
})

it('doctor says whether telemetry is sent here, when it came, and what is withheld', {
  timeout: 60_000,
}, async () => {
  const home = newHome()
  try {
    const finding = async () => {
      const { stdout } = await home.run(['doctor', '--json'])
      const all = JSON.parse(stdout) as { what: string; state: string; text: string }[]
      return all.find((f) => f.what === 'claude-code, OTLP')
    }
    const server = await home.serve(['--no-discover'])
    expect(await finding()).toBeUndefined()
    mkdirSync(join(home.path, '.claude'))
    expect(await finding()).toMatchObject({
      state: 'note',
      text: expect.stringMatching(/sends nothing.*connect claude-code/),
    })
    await home.within(['connect', 'claude-code', '--write'])
    expect(await finding()).toMatchObject({
      state: 'note',
      text: expect.stringContaining('nothing has come'),
    })
    const record = { body: { stringValue: 'claude_code.user_prompt' }, attributes: [] }
    const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record, record] }] }] })
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(`${server.url}/v1/logs`, { method: 'POST', headers, body })).status).toBe(200)
    expect(await finding()).toMatchObject({
      state: 'ok',
      text: expect.stringMatching(/^2 records.*--details/),
    })
    await home.within(['connect', 'claude-code', '--details', '--write'])
    expect((await finding())?.text).not.toContain('--details')
    await server.end()
  } finally {
    home.remove()
  }
})

describe('connect opencode', { timeout: 60_000 }, () => {
  const home = newHome()
  const path = join(home.path, '.config/opencode/opencode.json')
  afterAll(() => home.remove())
  const connect = (args: string[], env: Record<string, string> = {}) =>
    home.within(['connect', 'opencode', ...args], env)
  const LINE = 'export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:8484\n'

  it('prints and writes the switch, and shows what its shell has to say', async () => {
    const shown = await connect([])
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining(LINE)])
    expect(shown.stdout).toContain('"openTelemetry": true')
    expect(shown.stderr).toMatch(/text of prompts/)
    expect(existsSync(path)).toBe(false)
    const written = await connect(['--write', '--key', KEY])
    expect(written.code).toBe(0)
    expect(written.stdout).toContain(LINE)
    expect(written.stdout).toContain(`export OTEL_EXPORTER_OTLP_HEADERS='Authorization=Bearer ${KEY}'`)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ experimental: { openTelemetry: true } })
    const { stdout } = await connect(['--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      env: { 'experimental.openTelemetry': 'true' },
      shell: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:8484' },
    })
  })

  it('does not switch it on for another address unless it is forced to', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.acme.example' }
    expect((await connect(['--write'], env)).stderr).toContain('--force')
    const out = await connect(['--remove', '--write'])
    expect([out.code, readFileSync(path, 'utf8').trim()]).toEqual([0, '{}'])
  })
})
