/** Shell commands: everyday ones, and those that leave a trace of their own, commits and pull requests. Texts are escaped for JSON. */
import type { Pool } from './pool.ts'
import type { Random } from './random.ts'

/** Where commands are run. */
export interface Place {
  random: Random
  pool: Pool
  cwd: string
  branch: string
}

interface Traced {
  command: string
  stdout: string
  commit?: { added: number; removed: number }
  pullRequest?: { url: string; repository: string; number: number }
}

/** A commit or a pull request now and then; undefined for an everyday command. */
export function traced({ random, pool, cwd, branch }: Place): Traced | undefined {
  if (!random.chance(0.05)) return undefined
  const subject = random.pick(pool.sentences)
  if (random.chance(0.12)) {
    const repository = `example/${cwd.split('/').at(-1)}`
    const number = random.int(1, 9_999_999)
    const url = `https://github.com/${repository}/pull/${number}`
    return {
      command: `gh pr create --title 'Change ${random.hex(4)}' --body-file /tmp/body.md`,
      stdout: url,
      pullRequest: { url, repository, number },
    }
  }
  if (random.chance(0.08)) return { command: "git commit --dry-run -m 'try'", stdout: `On branch ${branch}` }
  const added = random.skewed(30, 1.2, 1, 4000)
  const removed = random.chance(0.2) ? 0 : random.skewed(12, 1.2, 1, 2000)
  const files = random.int(1, 12)
  const where = branch === 'HEAD' ? 'detached HEAD' : branch
  const counts = `${files} file${files > 1 ? 's' : ''} changed, ${added} insertion${added > 1 ? 's' : ''}(+)`
  const less = removed ? `, ${removed} deletion${removed > 1 ? 's' : ''}(-)` : ''
  const message = random.pick([
    "git commit -m 'Change it'",
    "git add -A && git commit -m 'Change it'",
    `git -C ${cwd} commit -am 'Change it'`,
    'git add src && git commit -m \\"$(cat <<\'EOF\'\\nChange it\\n\\nAnd say why.\\nEOF\\n)\\"',
  ])
  return {
    command: message,
    stdout: `[${where} ${random.hex(7)}] ${subject}\\n ${counts}${less}`,
    commit: { added, removed },
  }
}

export function plainCommand(random: Random): string {
  return random.pick([
    'npm test -- --run 2>&1 | tail -40',
    'git status --short && git diff --stat',
    `sed -n '${random.int(1, 90)},${random.int(100, 400)}p' src/core/index.ts`,
    "git log --oneline -20 --grep='commit'",
    'npx tsc --noEmit -p tsconfig.json',
    `curl -s http://localhost:${random.int(3000, 9000)}/health | python3 -m json.tool`,
    'ls -la src && cat package.json',
    `pytest -q tests/test_${random.hex(3)}.py`,
  ])
}
