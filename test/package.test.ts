/** The packed package, installed into an empty folder, serves and answers a number: no build step, no file missing. */
import { execFileSync, spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT, sourceFiles } from './support/source.ts'

const MINUTE = 60_000
/** What a build needs; the tree itself is left alone, as other tests run from its dist at the same time. */
const PARTS = [
  'bin',
  'scripts',
  'src',
  'package.json',
  'package-lock.json',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
]

let dir: string
let packed: string[]

const npm = (cwd: string, ...args: string[]): string =>
  execFileSync('npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, npm_config_audit: 'false', npm_config_fund: 'false', NO_COLOR: '1' },
    timeout: 5 * MINUTE,
  })

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tachograph-package-'))
  const copy = join(dir, 'checkout')
  mkdirSync(copy)
  const configs = readdirSync(ROOT).filter((f) => /^tsconfig.*\.json$/.test(f))
  for (const part of [...PARTS, ...configs]) cpSync(join(ROOT, part), join(copy, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  // As in a checkout where somebody has built before a source was deleted.
  const deleted = join(copy, 'src/metrics/deleted.ts')
  writeFileSync(deleted, '/** Soon gone. */\nexport const gone = true\n')
  npm(copy, 'run', 'build')
  expect(existsSync(join(copy, 'dist/metrics/deleted.js'))).toBe(true)
  rmSync(deleted)
  // Packing builds: what it prints goes before the list.
  const out = npm(copy, 'pack', '--json', '--pack-destination', dir)
  const [result] = JSON.parse(out.slice(out.indexOf('[\n'))) as { files: { path: string }[] }[]
  packed = (result?.files ?? []).map((f) => f.path)
}, 5 * MINUTE)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('the packed package', () => {
  it('has what was compiled from the sources that there are, the tables and the page', () => {
    const apart = /^src\/web\/|\/fixtures\/|\.test\.ts$/
    const sources = sourceFiles('src').filter((f) => !apart.test(f))
    const modules = sources.map((f) => f.replace(/^src/, 'dist').replace(/\.ts$/, ''))
    const server = packed.filter((f) => /^dist\/(?!web\/).*\.js$/.test(f)).map((f) => f.replace(/\.js$/, ''))
    expect(server.sort()).toEqual(modules.sort())
    const tables = readdirSync(join(ROOT, 'src/store/schema'))
    expect(packed.filter((f) => f.startsWith('dist/store/schema/')).length).toBe(tables.length)
    if (existsSync(join(ROOT, 'src/web/index.html'))) expect(packed).toContain('dist/web/index.html')
  })

  it('has nothing else but the program, licence, readme and changes', () => {
    const rest = packed.filter(
      (f) => !/^dist\/(?!\.)[\w/.-]+\.(js|d\.ts|sql|html|css|svg|woff2|ico|png)$/.test(f),
    )
    expect(rest.sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin/tachograph.js',
      'dist/control/migrations/meta/_journal.json',
      'package.json',
    ])
  })

  it('serves from an empty folder', { timeout: 6 * MINUTE }, async () => {
    const empty = join(dir, 'empty')
    mkdirSync(empty)
    const tarball = readdirSync(dir).find((f) => f.endsWith('.tgz')) ?? ''
    npm(empty, 'init', '--yes')
    npm(empty, 'install', '--prefer-offline', join(dir, tarball))
    expect(existsSync(join(empty, 'node_modules/typescript'))).toBe(false)

    expect(clientOf(empty)).toBe('function')

    const program = join(empty, 'node_modules/.bin/tachograph')
    const data = join(dir, 'data')
    const server = spawn(
      program,
      ['serve', '--port', '0', '--no-discover', '--no-otlp-ports', '--data', data],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const gone = new Promise((resolve) => server.once('exit', resolve))
    try {
      const url = await firstLine(server.stdout)
      const post = await fetch(`${url}/api/v1/facts`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: '{"type":"model_call","id":"c","at":"2026-03-04T10:00:00Z","model":"claude-sonnet-4-5","in_uncached":1234,"out":5}',
      })
      expect(await post.json()).toMatchObject({ accepted: 1 })
      const question = `${url}/api/v1/metrics/tokens.by_model?from=2026-03-04&to=2026-03-04`
      await expect
        .poll(async () => ((await (await fetch(question)).json()) as { data: unknown[] }).data, {
          timeout: MINUTE,
        })
        .toMatchObject([{ model: 'claude-sonnet-4-5', input: 1234, output: 5, calls: 1 }])
      if (packed.includes('dist/web/index.html'))
        expect(await (await fetch(`${url}/`)).text()).toMatch(/<!doctype html>/i)
    } finally {
      server.kill('SIGTERM')
      await gone
    }
    const version = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim()
    expect(version).toBe(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version)
  })
})

/** What the package exports as its client, as a program has it and as the compiler sees it. */
function clientOf(folder: string): string {
  const typed = join(folder, 'typed.mts')
  writeFileSync(
    typed,
    `import { createClient } from 'tachograph/client'
const { data } = await createClient({ baseUrl: 'http://127.0.0.1:1' }).GET('/api/v1/metrics/tokens.by_day')
export const input: number | undefined = data?.data[0]?.input
// @ts-expect-error there is no such column
export const none = data?.data[0]?.nothing
`,
  )
  const options = '--noEmit --strict --module nodenext --target es2022 --lib es2022,dom'.split(' ')
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [tsc, ...options, typed], { cwd: folder, encoding: 'utf8' })
  const program =
    "import { createClient } from 'tachograph/client'; console.log(typeof createClient({ baseUrl: 'http://127.0.0.1:1' }).GET)"
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
    encoding: 'utf8',
  }).trim()
}

/** The address a server tells first. */
function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
    })
    stream.on('end', () => reject(new Error(`the server ended: ${text}`)))
  })
}
