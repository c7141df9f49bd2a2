// Builds the server (tsc) and, when there is one, the web page (vite) into dist/.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)
const run = (script, args) =>
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })

run(require.resolve('typescript/bin/tsc'), ['-p', 'tsconfig.build.json'])
rmSync(`${root}/dist/store/schema`, { recursive: true, force: true })
cpSync(`${root}/src/store/schema`, `${root}/dist/store/schema`, { recursive: true })
if (existsSync(`${root}/src/web/index.html`)) {
  run(`${root}/node_modules/vite/bin/vite.js`, [
    'build',
    '--config',
    'src/web/vite.config.ts',
    '--logLevel',
    'warn',
  ])
}
