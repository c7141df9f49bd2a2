/** A walk over the page in a browser, on a server of its own: from the empty folder to figures that equal the API's. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, CHROMIUM_FLAGS } from '../scripts/chromium.ts'

const PROGRAM = fileURLToPath(new URL('../bin/tachograph.js', import.meta.url))
/** That of the organisation: nearly a day apart from that of the browser. */
const ZONE = 'Pacific/Kiritimati'
const BROWSER_ZONE = 'America/New_York'
/** Days that messages are kept. */
const KEPT_DAYS = 60
/** On a machine that does other things too. */
const PATIENCE = 45_000
const HOSTILE = '<img src=x onerror="window.hacked=1">{b|x}&amp;'

type Row = Record<string, number | string | null>
interface Answer {
  data: Row[]
  meta: {
    from: string
    to: string
    kept_from: string | null
    coverage: { known: number; total: number } | null
  }
}

const title = CHROMIUM ? 'the page' : 'the page (left out: no Chromium found; name one by CHROMIUM_PATH)'

describe.skipIf(!CHROMIUM)(title, { timeout: 120_000 }, () => {
  let dir: string
  let server: ChildProcess
  let url: string
  let browser: Browser
  let context: BrowserContext
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tachograph-page-'))
    const flags = ['serve', '--port', '0', '--no-discover', '--no-otlp-ports', '--data', dir]
    // A home of its own, in which an agent has kept transcripts.
    mkdirSync(join(dir, '.claude/projects'), { recursive: true })
    const organisation = { timezone: ZONE, retention_days: { message: KEPT_DAYS } }
    writeFileSync(join(dir, 'config.json'), JSON.stringify({ organisation }))
    const env = { ...process.env, HOME: dir, CLAUDE_CONFIG_DIR: '' }
    server = spawn(process.execPath, [PROGRAM, ...flags], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    url = await firstLine(server)
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: CHROMIUM_FLAGS,
    })
    context = await newContext()
    page = await context.newPage()
    page.on('console', (said) => {
      if (said.type() === 'error' || said.type() === 'warning') complaints.push(said.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await stop(server)
    rmSync(dir, { recursive: true, force: true })
  }, 30_000)

  const newContext = async (viewport = { width: 1280, height: 900 }) => {
    const made = await browser.newContext({
      viewport,
      timezoneId: BROWSER_ZONE,
      colorScheme: 'light',
      reducedMotion: 'reduce',
    })
    made.setDefaultTimeout(PATIENCE)
    return made
  }

  it('says what to do while there is nothing', async () => {
    await page.goto(url)
    await page.getByRole('heading', { name: 'Nothing recorded yet' }).waitFor()
    await page.getByText('leave the transcripts of this machine alone').waitFor()
    expect(await page.locator('.copy-line code').allTextContents()).toEqual([
      `node bin/tachograph.js import --data ${dir}`,
      `node bin/tachograph.js import --data ${dir} PATH`,
      `node bin/tachograph.js demo --data ${dir}`,
    ])
    const folder = page.getByRole('listitem').filter({ hasText: join(dir, '.claude/projects') })
    expect(await folder.last().textContent()).toContain('is there')
    expect(await page.getByText(/\d transcripts?/).count()).toBe(0)
    await expectNoViolations(page)
  })

  it('shows figures by itself as soon as there are any, and they equal the API', async () => {
    await promisify(execFile)(process.execPath, [
      ...[PROGRAM, 'demo', '--people', '6', '--days', '40', '--data', dir],
    ])
    await post(url, {
      type: 'model_call',
      id: 'hostile',
      at: new Date().toISOString(),
      user: HOSTILE,
      model: HOSTILE,
      session: 'hostile',
      provider: 'none',
      in_uncached: 900_000_000,
      out: 1,
    })
    await expect
      .poll(async () => (await ask('tokens.by_user')).data.length, { timeout: PATIENCE })
      .toBeGreaterThan(1)
    await expect.poll(() => figure(page, 'Tokens'), { timeout: PATIENCE }).toBeGreaterThan(900_000_000)
    await expectFiguresOf({})
    const { coverage } = (await ask('summary.overview')).meta
    const missing = (coverage?.total ?? 0) - (coverage?.known ?? 0)
    expect(missing).toBeGreaterThan(0)
    const said = `${missing.toLocaleString('en-US')} of ${coverage?.total.toLocaleString('en-US')} calls have no known price`
    await page.getByText(said).first().waitFor()
    await page.locator('.chart svg').first().waitFor()
    expect(await page.locator('.chart svg').count()).toBe(5)
  })

  it('shows hostile names as text', async () => {
    await panel('Models').getByText(HOSTILE).waitFor()
    await panel('Tokens per day').locator('.chart').hover()
    expect(await page.evaluate("'hacked' in window")).toBe(false)
    expect(await page.locator('img').count()).toBe(0)
  })

  it('changes the period, in the address too, and goes back', async () => {
    await page.getByRole('button', { name: '7 d', exact: true }).click()
    expect(new URL(page.url()).searchParams.get('range')).toBe('7d')
    await expectFiguresOf({ from: day(-6), to: day(0) })
    await page.goBack()
    await expectFiguresOf({})
    await page.keyboard.press('4')
    await expectFiguresOf({ from: day(-89), to: day(0) })
    const { kept_from } = (await ask('summary.overview', { from: day(-89) })).meta
    expect(kept_from).toBe(day(1 - KEPT_DAYS))
    const said = page.getByText(/^Not all is kept of days before/)
    await page.getByRole('region', { name: 'Key figures' }).and(page.locator(':has(.remark)')).waitFor()
    // It is said once for all that lacks the same, and a period that lacks something is compared with none.
    expect(await said.count()).toBe(1)
    await page.goto(`${url}/?from=${day(-50)}&to=${day(-10)}`)
    await expectFiguresOf({ from: day(-50), to: day(-10) })
    // Those of the last 30 days look back.
    await panel('Active users')
      .getByText(/^Not all is kept/)
      .waitFor()
    expect([await said.count(), await page.locator('.change strong').count()]).toEqual([1, 0])
    await page.goto(`${url}/?from=${day(-12)}&to=${day(-3)}&tz=UTC`)
    await expectFiguresOf({ from: day(-12), to: day(-3), tz: 'UTC' })
    await page.goto(url)
  })

  it('begins with the zone of the organisation, and offers that of the browser beside it', async () => {
    const zones = page.getByRole('group', { name: 'Time zone of the days' }).getByRole('button')
    await expect.poll(() => zones.allTextContents()).toEqual(['Kiritimati', 'New York', 'UTC'])
    const chosen = () => page.locator('[aria-pressed=true][title^="Days begin"]').getAttribute('title')
    expect(await chosen()).toBe(`Days begin at midnight in ${ZONE}, the zone of the configuration`)
    await zones.nth(1).click()
    expect(new URL(page.url()).searchParams.get('tz')).toBe(BROWSER_ZONE)
    await expectFiguresOf({ ...period(BROWSER_ZONE), tz: BROWSER_ZONE })
    await zones.nth(0).click()
    expect(new URL(page.url()).searchParams.has('tz')).toBe(false)
    await expectFiguresOf({})
    // On one's own machine UTC is what nobody has set.
    await page.route('**/api/v1/status*', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...(await response.json()), tz: 'UTC' } })
    })
    await page.reload()
    await expect.poll(() => zones.allTextContents()).toEqual(['New York', 'UTC'])
    expect(await chosen()).toBe(`Days begin at midnight in ${BROWSER_ZONE}, the zone of this browser`)
    await page.unroute('**/api/v1/status*')
    await page.reload()
    await expectFiguresOf({})
  })

  it('narrows to a row that is clicked, and to what is typed', async () => {
    const people = await ask('tokens.by_user')
    const user = String(people.data[1]?.user)
    await panel('People').getByRole('button', { name: user, exact: true }).click()
    expect(new URL(page.url()).searchParams.getAll('user')).toEqual([user])
    await expectFiguresOf({ user })
    const narrowed = await ask('tokens.by_model', { user })
    const model = String(narrowed.data[0]?.model)
    await page.keyboard.press('/')
    await page.keyboard.type(`model: ${model}`)
    await page.getByRole('option', { name: model }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('not known per model').first().waitFor()
    const both = await ask('tokens.by_model', { user, model })
    await expect.poll(() => figure(page, 'Tokens'), { timeout: PATIENCE }).toBe(tokens(both.data[0]))
    await expectFiguresOf({ user, model })
    expect(await figure(page, 'Human messages')).toBeNull()
    expect(await panel('Tools').count()).toBe(0)
    await page.getByText('Left out, as not known per model: Tools, Sessions per day').waitFor()
    await page.getByRole('button', { name: 'Remove all' }).click()
    await expectFiguresOf({})
  })

  it('offers the names of every filter, as they occur in the period', async () => {
    const { data: metrics } = (await (await fetch(`${url}/api/v1/metrics`)).json()) as {
      data: { params: { properties: Record<string, { type: string }> } }[]
    }
    const filters = new Set(
      metrics.flatMap((m) =>
        Object.entries(m.params.properties).flatMap(([n, p]) => (p.type === 'array' ? n : [])),
      ),
    )
    expect([...filters]).toContain('provider')
    await page.keyboard.press('/')
    const options = page.getByRole('option')
    expect(await options.count()).toBe(filters.size)
    for (const filter of filters) {
      const names = (await ask(`dimensions.${filter}`)).data.map((row) => String(row[filter]))
      expect(names.length).toBeGreaterThan(0)
      await options.filter({ hasText: `${filter}${names[0]}` }).waitFor()
      await page.keyboard.type(`${filter}: `)
      await options
        .filter({ hasText: names[0] ?? '' })
        .first()
        .waitFor()
      await expect.poll(() => options.count(), { timeout: PATIENCE }).toBe(names.length)
      await page.keyboard.press('Escape')
    }
    await page.keyboard.type('repo: nothing-has-this-name')
    expect(await options.allTextContents()).toEqual(['reponothing-has-this-name'])
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    expect(await options.count()).toBe(0)
  })

  it('shows the rows of a chart as a table, and gives them as CSV', async () => {
    const tokensPanel = panel('Tokens per day')
    await tokensPanel.getByRole('button', { name: 'Tokens per day as a table' }).click()
    expect(await tokensPanel.getByRole('row').count()).toBe(11)
    await tokensPanel.getByRole('button', { name: 'Show all 30' }).click()
    expect(await tokensPanel.getByRole('row').count()).toBe(31)
    const href = await tokensPanel.getByRole('link', { name: 'Tokens per day as CSV' }).getAttribute('href')
    const csv = await (await fetch(new URL(href ?? '', url))).text()
    expect(csv.trim().split('\n')).toHaveLength(31)
  })

  it('turns dark by a key, and remembers it', async () => {
    const paper = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
    const light = await paper()
    await page.keyboard.press('d')
    expect(await paper()).not.toBe(light)
    await page.reload()
    await page.locator('.chart svg').first().waitFor()
    expect(await paper()).not.toBe(light)
    await expectNoViolations(page)
    await page.keyboard.press('d')
    expect(await paper()).toBe(light)
    await settled(page)
    await expectNoViolations(page)
  })

  it('draws every metric there is from its description', async () => {
    const { data: metrics } = (await (await fetch(`${url}/api/v1/metrics`)).json()) as {
      data: { id: string; title: string }[]
    }
    await page.goto(url)
    await page.locator('.figure-value').first().waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('e')
    const list = page.getByRole('navigation', { name: 'Metrics' })
    for (const { id, title: name } of metrics) {
      await list.getByText(id, { exact: true }).click()
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
      await page.locator('.chart svg, .single-row, .nothing').first().waitFor()
      expect(await page.getByRole('alert').count(), id).toBe(0)
      const address = await page.locator('.copy-line code').first().textContent()
      expect(await page.locator('.copy-line code').nth(1).textContent()).toBe(`curl -s '${address}'`)
      const answer = (await (await fetch(address ?? '')).json()) as Answer
      expect(answer.meta, id).toMatchObject({ metric: id, from: day(-29), to: day(0) })
    }
    await settled(page)
    await expectNoViolations(page)
  })

  it('has nothing to say on the console', () => {
    expect(complaints).toEqual([])
  })

  it('says what failed, and tries again', async () => {
    const other = await (await newContext()).newPage()
    const refusal = { error: { code: 'internal', message: 'Something broke.', request_id: 'r-1' } }
    await other.route('**/api/v1/metrics/tools.by_tool?**', (route) =>
      route.fulfill({ status: 500, json: refusal }),
    )
    await other.goto(url)
    const failure = other.getByRole('alert')
    await failure.getByText('Tools could not be read.').waitFor()
    expect(await failure.textContent()).toContain('r-1')
    await other.unroute('**/api/v1/metrics/tools.by_tool?**')
    await failure.getByRole('button', { name: 'Try again' }).click()
    await other.getByRole('region', { name: 'Tools' }).getByRole('table').waitFor()
    await other.context().close()
  })

  it('says once that the server is away, and is itself again when it is back', async () => {
    const other = await (await newContext()).newPage()
    await other.route('**/api/v1/metrics/**', (route) => route.abort())
    await other.goto(url)
    await other.getByText('The figures could not be read.').waitFor()
    expect(await other.getByRole('alert').count()).toBe(1)
    await other.route('**/api/**', (route) => route.abort())
    await other.getByText('What is shown is what it said before.').waitFor()
    await other.unroute('**/api/**')
    await other.unroute('**/api/v1/metrics/**')
    await other.locator('.chart svg').first().waitFor()
    expect(await other.getByRole('alert').count()).toBe(0)
    await other.context().close()
  })

  it('shows no zero and no emptiness while an import may still bring something', async () => {
    const other = await (await newContext()).newPage()
    let events: object | null = null
    await other.route('**/api/v1/status', async (route) => {
      const status = (await (await route.fetch()).json()) as { discovery: object }
      const discovery = { ...status.discovery, state: 'importing' }
      await route.fulfill({ json: { ...status, discovery, ...(events ? {} : { events }) } })
    })
    await other.goto(`${url}/?from=2021-01-01&to=2021-01-31`)
    await other.getByText('The first figures show in a moment.').waitFor()
    events = {}
    await other.getByText('Nothing here yet.').first().waitFor()
    expect(await other.locator('.figure-value .skeleton').count()).toBe(6)
    await other.context().close()
  })

  it('leads from a period without anything to what there is', async () => {
    await page.goto(`${url}/?from=2021-01-01&to=2021-01-31`)
    await page.getByText('Nothing is kept of this period.').waitFor()
    expect(await page.locator('.chart, table').count()).toBe(0)
    await page.getByRole('button', { name: /^Show / }).click()
    await page.locator('.chart svg').first().waitFor()
    const { searchParams } = new URL(page.url())
    await expectFiguresOf({ from: searchParams.get('from') ?? '', to: searchParams.get('to') ?? '' })
    expect(await figure(page, 'Tokens')).toBeGreaterThan(900_000_000)
  })

  it('works on a phone', async () => {
    const other = await (await newContext({ width: 390, height: 844 })).newPage()
    await other.goto(url)
    await other.locator('.chart svg').first().waitFor()
    await other.getByText('demo + real').waitFor()
    const overflows = 'document.documentElement.scrollWidth > window.innerWidth'
    expect(await other.evaluate(overflows)).toBe(false)
    // What is covered by something else cannot be clicked.
    await other.getByRole('combobox').click()
    await other.getByRole('option').filter({ hasText: 'harness' }).click()
    await other.getByRole('option').nth(1).click()
    await other.getByRole('list', { name: 'Filters' }).getByText('harness').waitFor()
    await other.getByTitle('Choose two dates').click()
    await other.getByLabel('From', { exact: true }).fill(day(-5))
    await other.getByRole('button', { name: 'Show', exact: true }).click()
    expect(new URL(other.url()).searchParams.get('from')).toBe(day(-5))
    await other.goto(`${url}/?view=explore&metric=tokens.by_day`)
    await other.locator('.chart svg').first().waitFor()
    expect(await other.evaluate(overflows)).toBe(false)
    await expectNoViolations(other)
    await other.context().close()
  })

  const panel = (name: string) => page.getByRole('region', { name, exact: true })

  /** What the API answers to the same question; without dates the thirty days the page begins with. */
  async function ask(metric: string, words: Record<string, string> = {}): Promise<Answer> {
    const search = new URLSearchParams({ from: day(-29), to: day(0), tz: ZONE, ...words })
    return (await (await fetch(`${url}/api/v1/metrics/${metric}?${search}`)).json()) as Answer
  }

  async function expectFiguresOf(words: Record<string, string>): Promise<void> {
    // Rollups are made one after the other: tokens may be there when active users are not yet.
    await fetch(`${url}/api/v1/status?settled=true`)
    const { data } = await ask('summary.overview', words)
    const row = data[0] ?? {}
    const expected = {
      Tokens: tokens(row),
      Cost: row.cost_usd,
      Sessions: row.sessions,
      'Human messages': row.user_messages,
      'Tool calls': row.tool_calls,
      'Active users': row.active_users,
    }
    const shown = async () =>
      Object.fromEntries(
        await Promise.all(Object.keys(expected).map(async (name) => [name, await figure(page, name)])),
      )
    await expect.poll(shown, { timeout: PATIENCE }).toEqual(expected)
  }
})

const tokens = (row: Row | undefined): number =>
  ['input', 'output', 'cache_read', 'cache_write'].reduce((sum, kind) => sum + Number(row?.[kind]), 0)

/** The exact value of a figure at the top. */
async function figure(page: Page, name: string): Promise<number | null> {
  const value = page
    .locator('.figure', { has: page.getByText(name, { exact: true }) })
    .locator('.figure-value')
  const text = await value.getAttribute('data-exact', { timeout: 5_000 }).catch(() => null)
  return text === null ? null : Number(text)
}

/** A day in the zone of the organisation, so many days from today. */
function day(distance: number, timeZone = ZONE): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format()
  return new Date(Date.parse(`${today}T00:00:00Z`) + distance * 86_400_000).toISOString().slice(0, 10)
}

/** The thirty days that the page begins with. */
const period = (zone: string) => ({ from: day(-29, zone), to: day(0, zone) })

/** Resolves when all that was asked for is there. */
async function settled(page: Page): Promise<void> {
  await expect.poll(() => page.locator('[aria-busy=true], .skeleton').count(), { timeout: PATIENCE }).toBe(0)
}

async function expectNoViolations(page: Page): Promise<void> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
  expect(grave.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([])
}

async function post(url: string, fact: object): Promise<void> {
  const response = await fetch(`${url}/api/v1/facts`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: JSON.stringify(fact),
  })
  expect(await response.json()).toMatchObject({ accepted: 1, rejected: [] })
}

/** `serve --port 0` prints its address first. */
async function firstLine(server: ChildProcess): Promise<string> {
  if (!server.stdout) throw new Error('The server says nothing.')
  let complaint = ''
  server.stderr?.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-2_000)
  })
  for await (const line of createInterface(server.stdout)) return line
  throw new Error(`The server ended before it said where it listens. ${complaint}`)
}

async function stop(server: ChildProcess | undefined): Promise<void> {
  if (!server || server.exitCode !== null) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
}
