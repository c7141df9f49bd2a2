/**
 * Builds dist/: the server by tsc and, where src/web is there, the page by vite.
 *
 * Everything is made in a folder of its own and takes the place of dist in one step, so that no file of a deleted
 * source stays and a program that runs from dist never sees half a build. `dist/.built` says from what it was made:
 * when nothing has changed since, nothing is done.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')
// Beside dist, so that paths in tsc's incremental information are the same from both.
const staging = join(root, `.dist-${process.pid}`)

/** @param {string} folder */
const filesBelow = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((e) => e.isFile())
        .map((e) => join(e.parentPath, e.name))
        .sort()
    : []

/** @param {string[]} files */
function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of files.filter((f) => existsSync(f)))
    hash.update(`${relative(root, file)}\n`).update(createHash('sha256').update(readFileSync(file)).digest())
  return hash.digest('hex')
}

const common = ['scripts/build.mjs', 'package-lock.json', 'tsconfig.json'].map((f) => join(root, f))
const web = join(root, 'src/web')
const sources = filesBelow(join(root, 'src')).filter((f) => !f.endsWith('.test.ts'))
/** @param {string} file */
const inWeb = (file) => file.startsWith(`${web}/`)
const compiled = sources.filter((f) => f.endsWith('.ts') && !inWeb(f) && !f.includes('/fixtures/'))
const wanted = {
  server: hashOf([...common, join(root, 'tsconfig.build.json'), ...sources.filter((f) => !inWeb(f))]),
  web: existsSync(join(web, 'index.html')) ? hashOf([...common, ...sources.filter(inWeb)]) : null,
}

/**
 * What dist was made from; null when it is not whole or was not made by this script.
 * @returns {{ server: string, web: string | null, files: string[] } | null}
 */
function present() {
  try {
    const built = JSON.parse(readFileSync(join(dist, '.built'), 'utf8'))
    return built.files.every((/** @type {string} */ f) => existsSync(join(dist, f))) ? built : null
  } catch {
    return null
  }
}

/**
 * Runs a program of a development dependency; answers whether it succeeded.
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  // Tests build too, and set NODE_ENV: the page would be React's development build.
  const env = { ...process.env, NODE_ENV: 'production' }
  return spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit', env }).status === 0
}

/** @param {ReturnType<typeof present>} before */
function buildServer(before) {
  if (before) cpSync(dist, staging, { recursive: true, filter: (from) => from !== join(dist, 'web') })
  rmSync(join(staging, '.built'), { force: true })
  if (before?.server === wanted.server) return true
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const config = ['-p', 'tsconfig.build.json', '--outDir', staging]
  const ok = run(tsc, [...config, '--incremental', '--tsBuildInfoFile', join(staging, '.tsbuildinfo')])
  const outputs = compiled.flatMap((f) => {
    const name = join(staging, relative(join(root, 'src'), f).replace(/\.ts$/, ''))
    return [`${name}.js`, `${name}.d.ts`]
  })
  const known = new Set([...outputs, join(staging, '.tsbuildinfo')])
  for (const file of filesBelow(staging)) if (!known.has(file)) rmSync(file)
  for (const folder of ['store/schema', 'control/migrations'])
    cpSync(join(root, 'src', folder), join(staging, folder), { recursive: true })
  return ok
}

/** @param {ReturnType<typeof present>} before */
function buildWeb(before) {
  const made = join(staging, 'web')
  const keep = () => {
    if (existsSync(join(dist, 'web'))) cpSync(join(dist, 'web'), made, { recursive: true })
  }
  if (wanted.web === null) return true
  if (before?.web === wanted.web) {
    keep()
    return true
  }
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const args = ['--config', 'src/web/vite.config.ts', '--outDir', made, '--emptyOutDir', '--logLevel', 'warn']
  if (run(vite, ['build', ...args])) return true
  rmSync(made, { recursive: true, force: true })
  keep()
  return false
}

/** Another build may do the same at this moment: the last one stays. */
function putInPlace() {
  const old = `${staging}-old`
  for (let attempt = 1; ; attempt++) {
    try {
      if (existsSync(dist)) renameSync(dist, old)
      renameSync(staging, dist)
      return
    } catch (error) {
      if (attempt === 5) throw error
    } finally {
      rmSync(old, { recursive: true, force: true })
    }
  }
}

/** Folders of builds that were ended before they were done. */
function removeLeftovers() {
  for (const name of readdirSync(root)) {
    const pid = /^\.dist-(\d+)/.exec(name)?.[1]
    if (pid && (Number(pid) === process.pid || !isAlive(Number(pid))))
      rmSync(join(root, name), { recursive: true, force: true })
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function build() {
  const before = present()
  if (before && before.server === wanted.server && before.web === wanted.web) return true
  if (!existsSync(join(root, 'node_modules/typescript'))) {
    process.stderr.write('Building needs the development dependencies. Run: npm install --include=dev\n')
    return before !== null
  }
  removeLeftovers()
  mkdirSync(staging)
  try {
    const server = buildServer(before)
    const page = buildWeb(before)
    if (server && page) {
      const files = filesBelow(staging).map((f) => relative(staging, f))
      writeFileSync(join(staging, '.built'), JSON.stringify({ ...wanted, files }))
    }
    // What has type errors runs all the same; it is put in place for tests, and built anew next time.
    putInPlace()
    return server && page
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

if (!build()) process.exitCode = 1
