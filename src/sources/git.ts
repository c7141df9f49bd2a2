/** Recognises commits and pull requests in shell commands and in what these printed. */

const WORD = String.raw`(?:"[^"\n]*"|'[^'\n]*'|[^\s"'])+`
const GIT_OPTION = String.raw`(?:-[Cc]\s+${WORD}|--?[\w-]+(?:=${WORD})?)`
const COMMIT = new RegExp(String.raw`\bgit(?:\s+${GIT_OPTION})*\s+commit(?![\w-])(?![^\n;&|]*--dry-run)`)
const PULL_REQUEST = /\b(?:gh\s+pr|glab\s+mr)\s+create(?![\w-])/

export const makesCommit = (command: string): boolean => COMMIT.test(command)
export const makesPullRequest = (command: string): boolean => PULL_REQUEST.test(command)

/** Whether the output of a command is of interest. */
export const ships = (command: string): boolean =>
  (command.includes('commit') && makesCommit(command)) ||
  (command.includes('create') && makesPullRequest(command))

export interface MadeCommit {
  sha: string
  branch: string | null
  added: number | null
  removed: number | null
}

const MADE = /^\[([^\]\n]*?) ?(?:\(root-commit\) )?([0-9a-f]{7,40})\] /
const CHANGED = /^ ?\d+ files? changed\b/
const INSERTED = /(\d+) insertions?\(\+\)/
const DELETED = /(\d+) deletions?\(-\)/

/** The commits that `git commit` says it made, with the size it tells. */
export function commitsIn(output: string): MadeCommit[] {
  const made: MadeCommit[] = []
  for (const line of output.split('\n')) {
    const hit = MADE.exec(line)
    if (hit?.[2]) {
      const branch = hit[1]?.startsWith('detached HEAD') ? null : hit[1] || null
      made.push({ sha: hit[2], branch, added: null, removed: null })
    }
    const last = made.at(-1)
    if (!last || last.added !== null || !CHANGED.test(line)) continue
    last.added = Number(INSERTED.exec(line)?.[1] ?? 0)
    last.removed = Number(DELETED.exec(line)?.[1] ?? 0)
  }
  return made
}

export interface PullRequestName {
  url: string
  repo: string
  number: number
}

const ADDRESS = /https?:\/\/([^\s/"'<>]+)\/([^\s"'<>]+?)\/(?:-\/)?(?:pull|merge_requests)\/(\d{1,9})(?!\d)/g

/** The pull request a text names last: commands print its address at the end. */
export function pullRequestIn(output: string): PullRequestName | null {
  const hit = [...output.matchAll(ADDRESS)].at(-1)
  if (!hit?.[1] || !hit[2]) return null
  const host = hit[1].slice(hit[1].lastIndexOf('@') + 1).toLowerCase()
  const url = hit[0].replace(/^(https?:\/\/)[^/]+/, (_, scheme: string) => scheme + host)
  return { url, repo: `${host}/${hit[2].replace(/\.git$/, '')}`, number: Number(hit[3]) }
}

const DIRECTORY = /(?:\bgit\s+-C|^\s*cd)\s+(?:"([^"\n]+)"|'([^'\n]+)'|([^\s;&|]+))/

/** The absolute folder a command names for itself, by `git -C` or a leading `cd`, or null. */
export function folderOf(command: string): string | null {
  const hit = DIRECTORY.exec(command)
  const folder = hit?.[1] ?? hit?.[2] ?? hit?.[3] ?? ''
  return /^(?:\/|[A-Za-z]:[\\/])/.test(folder) ? folder : null
}
