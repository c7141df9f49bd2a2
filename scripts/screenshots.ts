/** Takes the pictures of the README anew, of the demo organisation as it is today: `npm run screenshots`. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { CHROMIUM, CHROMIUM_FLAGS } from './chromium.ts'

const inRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const PROGRAM = inRoot('bin/tachograph.js')
const PICTURES = { light: inRoot('docs/screenshot.png'), dark: inRoot('docs/screenshot-dark.png') }

async function take(url: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS })
  try {
    for (const [theme, path] of Object.entries(PICTURES)) {
      const page = await browser.newPage({
        viewport: { width: 1280, height: 800 },
        colorScheme: theme as keyof typeof PICTURES,
        timezoneId: 'Europe/Berlin',
        reducedMotion: 'reduce',
      })
      await page.goto(url)
      await page.locator('.chart svg').first().waitFor()
      const waiting = page.locator('[aria-busy=true], .skeleton')
      while ((await waiting.count()) > 0) await page.waitForTimeout(100)
      await page.screenshot({ path })
      await page.close()
    }
  } finally {
    await browser.close()
  }
}

const data = mkdtempSync(join(tmpdir(), 'tachograph-screenshots-'))
try {
  execFileSync(process.execPath, [inRoot('scripts/build.mjs')], { stdio: 'inherit' })
  execFileSync(process.execPath, [PROGRAM, 'demo', '--data', data], { stdio: 'inherit' })
  const args = [PROGRAM, 'serve', '--port', '0', '--no-discover', '--no-otlp-ports', '--data', data]
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  try {
    for await (const url of createInterface(server.stdout)) {
      await take(url)
      break
    }
  } finally {
    server.kill('SIGTERM')
    await ended
  }
} finally {
  rmSync(data, { recursive: true, force: true })
}
