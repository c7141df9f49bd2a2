/** The service that goes on sending: files that systemd and launchd understand, and the key in none of them. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { plistText, type Service, unitText } from '../../src/faces/cli/service-files.ts'
import { newHome } from './program.ts'

/** Whatever paths may hold. */
const ODD = '/home/ana & co/"100 %" <$HOME>\\x'
const SERVICE: Service = {
  title: 'Sends 100 % of it',
  command: [process.execPath, ODD, 'push', '--watch'],
  environment: { CLAUDE_CONFIG_DIR: ODD },
  final: [2, 7],
}

describe('the unit of systemd', () => {
  it('quotes what systemd would read otherwise', () => {
    const odd = '/home/ana & co/\\"100 %%\\" <$$HOME>\\\\x'
    expect(unitText(SERVICE)).toContain(`\nExecStart="${process.execPath}" "${odd}" "push" "--watch"\n`)
    expect(unitText(SERVICE)).toContain(`\nEnvironment="CLAUDE_CONFIG_DIR=${odd.replace('$$', '$')}"\n`)
    expect(unitText(SERVICE)).toContain('\nDescription=Sends 100 %% of it\n')
    expect(unitText(SERVICE)).toContain('\nRestartPreventExitStatus=2 7\n')
  })

  const verify = (home: string, ...files: string[]) =>
    spawnSync('systemd-analyze', ['--user', '--man=no', 'verify', ...files], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home },
    })
  it.skipIf(spawnSync('systemd-analyze', ['--version']).error)('is one by its own words', () => {
    const home = newHome()
    try {
      const { status, stderr } = verify(home.path, home.write('tachograph-push.service', unitText(SERVICE)))
      expect([status, stderr]).toEqual([0, ''])
      const broken = home.write('broken.service', unitText(SERVICE).replace('[Service]', '[Servce]'))
      expect(verify(home.path, broken).stderr).toContain('Servce')
    } finally {
      home.remove()
    }
  })
})

describe('the agent of launchd', () => {
  it('is a property list with what the service is', () => {
    const read = plistOf(plistText('dev.tachograph.push', SERVICE, '/home/ana/collector.log'))
    expect(read).toEqual({
      Label: 'dev.tachograph.push',
      ProgramArguments: SERVICE.command,
      EnvironmentVariables: SERVICE.environment,
      RunAtLoad: true,
      KeepAlive: { SuccessfulExit: false },
      ThrottleInterval: 60,
      ProcessType: 'Background',
      StandardErrorPath: '/home/ana/collector.log',
    })
  })
})

describe.skipIf(process.platform !== 'linux')('on Linux', { timeout: 60_000 }, () => {
  const home = newHome()
  afterAll(() => home.remove())
  const unit = join(home.path, '.config/systemd/user/tachograph-push.service')
  const settings = join(home.data, 'collector.json')
  const env = { TACHOGRAPH_URL: 'http://127.0.0.1:9', TACHOGRAPH_KEY: 'tg_0123456789' }

  it('is shown before it is made, without the key', async () => {
    const { code, stdout } = await home.run(['push', '--install', '--dry-run'], env)
    expect(code).toBe(0)
    expect(stdout).toContain('ExecStart=')
    expect(stdout).toContain(unit)
    expect(stdout).not.toContain(env.TACHOGRAPH_KEY)
    expect([existsSync(unit), existsSync(settings)]).toEqual([false, false])
  })

  it('is written, with address and key where the owner alone can read them; where nothing can start it, that is said', async () => {
    const moved = { CLAUDE_CONFIG_DIR: '/srv/claude' }
    const { code, stdout, stderr } = await home.run(['push', '--install', '--user', 'ana'], {
      ...env,
      ...moved,
    })
    expect(code).toBe(3)
    expect(stdout).toContain(`Wrote ${unit}`)
    expect(stderr).toContain('It was not started')
    expect(stderr).toContain('push --watch')
    const text = readFileSync(unit, 'utf8')
    expect(text).toContain(`"push" "--watch" "--data" "${home.data}"`)
    expect(text).toContain('Environment="CLAUDE_CONFIG_DIR=/srv/claude"')
    expect(text).not.toContain(env.TACHOGRAPH_KEY)
    expect(JSON.parse(readFileSync(settings, 'utf8'))).toEqual({
      url: env.TACHOGRAPH_URL,
      key: env.TACHOGRAPH_KEY,
      user: 'ana',
    })
    expect(statSync(settings).mode & 0o777).toBe(0o600)
  })

  it('is what push uses without further words, and goes when it is told to', async () => {
    expect(await home.run(['push'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(env.TACHOGRAPH_URL),
    })
    expect((await home.run(['push', '--uninstall', '--dry-run'])).stdout).toContain(`Would remove ${unit}`)
    const { code, stdout } = await home.run(['push', '--uninstall'])
    expect(code).toBe(0)
    expect(stdout).toContain(`Removed ${unit}`)
    expect([existsSync(unit), existsSync(settings)]).toEqual([false, false])
    expect(await home.run(['push', '--uninstall'])).toMatchObject({
      code: 0,
      stdout: 'Nothing is installed.\n',
    })
  })
})

type Value = string | number | boolean | Value[] | { [key: string]: Value }

/** Reads a property list; throws on anything that is not one. */
function plistOf(xml: string): Value {
  const tokens = [...xml.replace(/^<\?xml[^>]*>\s*<!DOCTYPE[^>]*>/, '').matchAll(/<[^>]*>|[^<]+/g)].map(
    ([t]) => t,
  )
  const next = (): string => {
    for (;;) {
      const token = tokens.shift()
      if (token === undefined) throw new Error('it ends too early')
      if (token.trim() !== '') return token
    }
  }
  const textUntil = (end: string): string => {
    const text = tokens[0]?.startsWith('<') ? '' : (tokens.shift() ?? '')
    if (tokens.shift() !== end) throw new Error(`no ${end}`)
    if (/&(?!(?:lt|gt|amp);)/.test(text)) throw new Error(`a bare & in ${text}`)
    return text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: '<', gt: '>', amp: '&' })[name as 'lt'])
  }
  const value = (token: string): Value => {
    if (token === '<string>') return textUntil('</string>')
    if (token === '<integer>') return Number(textUntil('</integer>'))
    if (token === '<true/>' || token === '<false/>') return token === '<true/>'
    if (token === '<array>') {
      const all: Value[] = []
      for (let t = next(); t !== '</array>'; t = next()) all.push(value(t))
      return all
    }
    if (token !== '<dict>') throw new Error(`unknown: ${token}`)
    const all: Record<string, Value> = {}
    for (let t = next(); t !== '</dict>'; t = next()) {
      if (t !== '<key>') throw new Error(`no key: ${t}`)
      all[textUntil('</key>')] = value(next())
    }
    return all
  }
  if (!next().startsWith('<plist')) throw new Error('no plist')
  const read = value(next())
  if (next() !== '</plist>') throw new Error('more than one')
  return read
}
