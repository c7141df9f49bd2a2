/** Links for passwords and single sign-on as an operator sets them: by commands, without a server and through one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CLIENT, openTestProvider, type TestProvider } from '../support/openid.ts'
import { newHome, type Server } from './program.ts'

describe('logging in', { timeout: 120_000 }, () => {
  const home = newHome()
  let provider: TestProvider
  let secret: string
  let server: Server | null = null
  beforeAll(async () => {
    provider = await openTestProvider(['http://127.0.0.1/login/oidc/callback'])
    secret = home.write('secret.txt', `${CLIENT.client_secret}\n`)
    home.write(
      '.tachograph/config.json',
      JSON.stringify({ allow_private_issuers: true, public_url: 'https://tachograph.acme.example/' }),
    )
    expect((await home.run(['init', 'Acme', '--owner', 'ada@acme.example'])).code).toBe(0)
  }, 120_000)
  afterAll(async () => {
    await server?.end()
    await provider.close()
    home.remove()
  })
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await home.run([...args, '--json'])
    expect([code, stderr]).toEqual([0, ''])
    return JSON.parse(stdout)
  }
  const SET = ['sso', 'set', '--client-id', CLIENT.client_id, '--domain', 'acme.example']

  it('is set up without a server', async () => {
    const { url, email } = await json('users', 'password', 'ada@acme.example')
    expect([url, email]).toEqual([
      expect.stringMatching(/^https:\/\/tachograph\.acme\.example\/#password=tg_link_.{43}$/),
      'ada@acme.example',
    ])
    const set = await home.run([...SET, '--issuer', provider.issuer, '--secret-file', secret])
    expect([set.code, set.stdout]).toEqual([0, expect.stringContaining(provider.issuer)])
    expect(set.stdout + set.stderr).not.toContain(CLIENT.client_secret)
    const missing = await home.run([...SET, '--issuer', `${provider.issuer}/nothing`])
    expect(missing.code).toBe(2)
  })

  it('goes on with a server, which reads the secret that was sealed without it', async () => {
    server = await home.serve()
    expect(await json('sso', 'show')).toMatchObject({ issuer: provider.issuer, domains: ['acme.example'] })
    const begun = await fetch(`${server.url}/login/oidc/acme`, { redirect: 'manual' })
    const to = new URL(begun.headers.get('location') ?? 'x:')
    expect([begun.status, to.origin, to.searchParams.get('redirect_uri')]).toEqual([
      ...[302, provider.issuer],
      'https://tachograph.acme.example/login/oidc/callback',
    ])
    const { url } = await json('users', 'password', 'ada@acme.example')
    const token = String(url).split('#password=')[1]
    const response = await fetch(`${server.url}/api/v1/password`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ token, password: 'correct horse battery' }),
    })
    expect(response.status).toBe(200)
    expect(response.headers.getSetCookie().every((one) => one.includes('Secure'))).toBe(true)
    expect((await home.run(['sso', 'remove'])).code).toBe(0)
    expect((await home.run(['sso', 'show'])).code).toBe(2)
    const log = server.said()
    expect(log.stdout + log.stderr).not.toMatch(/tg_l|secret that/)
  })
})
