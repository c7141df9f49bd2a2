/** Logging in and out in a real browser: by a link, a password, single sign-on and a key. */
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { FastifyInstance } from 'fastify'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, CHROMIUM_FLAGS } from '../../scripts/chromium.ts'
import { OPERATOR } from '../../src/control/audit.ts'
import { OpenId } from '../../src/control/oidc.ts'
import { buildServer } from '../../src/faces/http/server.ts'
import { call, DAY } from '../support/facts.ts'
import { CLIENT, openTestProvider, type TestProvider } from '../support/openid.ts'
import { listeningForTeam } from './listening.ts'

const WEB = fileURLToPath(new URL('../../dist/web', import.meta.url))
const PATIENCE = 30_000
const PASSWORD = 'correct horse battery'
const title = CHROMIUM ? 'logging in' : 'logging in (left out: no Chromium found; name one by CHROMIUM_PATH)'

describe.skipIf(!CHROMIUM)(title, { timeout: 60_000 }, () => {
  let team: Awaited<ReturnType<typeof listeningForTeam>>
  let app: FastifyInstance
  let url: string
  let provider: TestProvider
  let browser: Browser
  let page: Page
  let acme: string
  const complaints: string[] = []
  const sealKey = new Uint8Array(32)

  beforeAll(async () => {
    team = await listeningForTeam()
    const { backend } = team
    app = await buildServer({ backend, sealKey, allowPrivateIssuers: true, logLevel: 'silent', web: WEB })
    url = await app.listen({ host: '127.0.0.1', port: 0 })
    provider = await openTestProvider([`${url}/login/oidc/callback`])
    const { organisations, people } = team.control
    acme = (await organisations.create({ name: 'Acme', owner: 'ada@acme.example' })).id
    await people.create(acme, { email: 'max@acme.example', name: 'Max Muster', role: 'member' })
    browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS })
    const context = await browser.newContext({ colorScheme: 'light', reducedMotion: 'reduce' })
    context.setDefaultTimeout(PATIENCE)
    page = await context.newPage()
    page.on('console', (said) => {
      // A refusal is what these tests are about.
      if (said.type() === 'error' && !/status of 40[13]/.test(said.text())) complaints.push(said.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await provider?.close()
    await app?.close()
    await team?.close()
  })

  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const who = () => page.locator('.account-who').textContent()
  const loggedOut = () => page.getByRole('heading', { name: 'Log in' }).waitFor()
  const logOut = async () => {
    await button('Log out').click()
    await loggedOut()
  }

  /** In both colours. */
  async function expectAccessible(): Promise<void> {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { violations } = await new AxeBuilder({ page }).analyze()
      const grave = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
      expect(grave.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([])
    }
  }

  it('asks who is there, with the keyboard where it is needed', async () => {
    await page.goto(url)
    await loggedOut()
    expect(await page.locator('#email:focus').count()).toBe(1)
    expect(await page.getByRole('search').count()).toBe(0)
    expect(await page.locator('.account').count()).toBe(0)
    await expectAccessible()
    // The page asks again and again whether it is let in.
    await page.keyboard.type('somebody')
    await page.waitForResponse(/\/api\/v1\/metrics$/)
    await page.waitForResponse(/\/api\/v1\/status/)
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('somebody')
    await page.getByLabel('E-mail address').fill('')
  })

  it('sets a password by a link, and the link is gone from the address', async () => {
    const { token } = await team.control.logins.makeLink(acme, 'max@acme.example', OPERATOR)
    await page.goto(`${url}/#password=${token}`)
    await page.reload()
    await page.getByRole('heading', { name: 'Set your password' }).waitFor()
    await expectAccessible()
    await page.keyboard.type('too short')
    await page.keyboard.press('Enter')
    // The browser itself says why.
    expect(await page.locator('#password:invalid').count()).toBe(1)
    await page.getByLabel('New password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await button('Log out').waitFor()
    expect(await who()).toBe('Max Muster')
    expect(page.url()).toBe(`${url}/`)
    await page.getByText('Nothing recorded yet').waitFor()
    await expectAccessible()
  })

  it('stays in over a reload, and is out after logging out', async () => {
    await page.reload()
    await button('Log out').waitFor()
    await logOut()
    await page.reload()
    await loggedOut()
    expect((await page.context().cookies()).filter(({ name }) => name.startsWith('tachograph'))).toEqual([])
  })

  it('says when a link is over', async () => {
    await page.goto(`${url}/#password=tg_link_used`)
    await page.reload()
    await page.getByLabel('New password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    expect(await page.getByRole('alert').textContent()).toMatch(/This link is not valid/)
    await page.goto(url)
  })

  it('refuses a wrong password, and takes the right one, by keyboard alone', async () => {
    await loggedOut()
    await page.keyboard.type('max@acme.example')
    await page.keyboard.press('Tab')
    await page.keyboard.type('wrong horse battery')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('alert').textContent()).toMatch(/address or the password is wrong/)
    await expectAccessible()
    // What was typed is selected.
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await button('Log out').waitFor()
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'tachograph_login')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
    await logOut()
  })

  it('goes to the provider and comes back', async () => {
    expect(await button('Sign in with single sign-on').count()).toBe(0)
    const told = {
      issuer: provider.issuer,
      ...CLIENT,
      domains: [],
      default_role: null,
      assume_verified: false,
    }
    const openId = new OpenId({ allowPrivate: true })
    await team.control.signOn.set(acme, told, OPERATOR, { key: sealKey, openId })
    await page.reload()
    await button('Sign in with single sign-on').waitFor()
    await expectAccessible()
    provider.accounts.a1 = { email: 'nobody@acme.example', email_verified: true }
    provider.next = 'a1'
    await button('Sign in with single sign-on').click()
    await page.getByText('Signing in did not work').waitFor()
    await page.getByRole('link', { name: 'Back to the login' }).click()
    provider.accounts.a1 = { email: 'ada@acme.example', email_verified: true }
    await button('Sign in with single sign-on').click()
    await button('Log out').waitFor()
    expect([await who(), page.url()]).toEqual(['ada@acme.example', `${url}/`])
    await logOut()
  })

  it('asks for the organisation where there are several, and changes between those of a login', async () => {
    const { organisations, people, logins } = team.control
    const { id } = await organisations.create({ name: 'Other', owner: 'eve@other.example' })
    await people.create(id, { email: 'max@acme.example', name: 'Max Muster', role: 'viewer' })
    const { token } = await logins.makeLink(id, 'max@acme.example', OPERATOR)
    await logins.setByLink(token, PASSWORD, { address: '', userAgent: '' })
    await page.reload()
    await page.getByLabel('Organisation').fill('acme')
    await button('Sign in with single sign-on').click()
    await button('Log out').waitFor()
    await logOut()
    await page.getByLabel('E-mail address').fill('max@acme.example')
    await page.getByLabel('Password').fill(PASSWORD)
    await button('Log in').click()
    const choice = page.getByRole('combobox', { name: 'Organisation' })
    await choice.waitFor()
    expect(await choice.inputValue()).toBe(acme)
    await choice.selectOption('Other')
    await page.reload()
    await choice.waitFor()
    expect(await choice.inputValue()).toBe(id)
    await expectAccessible()
    await logOut()
  })

  it('takes a key for reading in their place', async () => {
    const { key } = await team.control.keys.create(acme, { name: 'page', scopes: ['read'], expires_at: null })
    await button('Use a key for reading instead').click()
    await expectAccessible()
    await page.keyboard.type(key)
    await page.keyboard.press('Enter')
    await button('Log out').waitFor()
    expect(await who()).toBe('by a key')
    await logOut()
  })

  it('offers a viewer no more than sums, and how to ask for them with a key', async () => {
    const at = Date.now() - DAY
    await (await team.backend.scope(acme)).write([call({ keys: ['c'], at, user: 'max@acme.example' })])
    await (await team.instance.tenant(acme)).rebuilder.flush()
    const told = { name: 'sums', scopes: ['read'], expires_at: null, role: 'viewer' }
    const { key } = await team.control.keys.create(acme, told)
    await page.goto(`${url}/?view=explore`)
    await button('Use a key for reading instead').click()
    await page.keyboard.type(key)
    await page.keyboard.press('Enter')
    const list = page.getByRole('navigation', { name: 'Metrics' })
    await list.getByText('tokens.by_model', { exact: true }).waitFor()
    expect(await list.getByText('tokens.by_user', { exact: true }).count()).toBe(0)
    const [address, curl] = await page.locator('.copy-line code').allTextContents()
    expect(curl).toBe(`curl -s -H "Authorization: Bearer $TACHOGRAPH_KEY" '${address}'`)
    await page.getByRole('combobox', { name: /^Filter by/ }).click()
    await page.getByRole('option').first().waitFor()
    expect(await page.getByRole('option', { name: 'model' }).count()).toBe(1)
    expect(await page.getByRole('option', { name: 'user' }).count()).toBe(0)
    await page.goto(`${url}/?view=explore&metric=tokens.by_user`)
    await page.getByText('Not shown to you. tokens.by_user tells of single people').waitFor()
    await page.goto(url)
    await page.getByRole('region', { name: 'Models' }).waitFor()
    expect(await page.getByRole('region', { name: 'People' }).count()).toBe(0)
  })

  it('says that works-council mode is on, and why a metric is refused there', async () => {
    expect(await page.getByText('Works-council mode').count()).toBe(0)
    await team.control.organisations.changeSettings(acme, { works_council: true }, OPERATOR)
    const line = page.getByText('Works-council mode: figures are of groups of at least 5 people')
    await line.waitFor()
    await line.click()
    await page.getByText('Days are those of UTC and end yesterday.').waitFor()
    expect(await page.locator('.zone').textContent()).toBe('UTC')
    await expectAccessible()
    await page.goto(`${url}/?view=explore&metric=tokens.by_team`)
    await page.getByText('tokens.by_team cannot be shown in works-council mode').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await logOut()
    await page.goto(url)
  })

  it('shows a guest why there is nothing, and the way out', async () => {
    await team.control.people.setRole(acme, 'max@acme.example', 'guest')
    await page.reload()
    await page.getByLabel('E-mail address').fill('max@acme.example')
    await page.getByLabel('Password').fill(PASSWORD)
    await button('Log in').click()
    await page.getByText('Your role is guest').waitFor()
    await logOut()
  })

  it('fits on a phone, and has nothing to say on the console', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false)
    await page.getByLabel('E-mail address').fill('max@acme.example')
    await page.getByLabel('Password').fill(PASSWORD)
    await button('Log in').click()
    await button('Log out').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')).toBe(false)
    expect(complaints).toEqual([])
  })
})
