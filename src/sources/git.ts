/** Recognises commits and pull requests in shell commands and in what these printed. */

/** Commands are hostile input: they are read word by word, so that time grows with their length and no faster. */
const WORD = /(?:"[^"\n]*"|'[^'\n]*'|[^\s"']+)+/y
const SPACE = /\s+/y
const GIT = /\bgit(?=\s)/g
const END_OF_COMMAND = /[\n;&|]/g
/** Options of git itself that a word follows. */
const WITH_WORD = new Set(['-C', '-c'])

const next = (what: RegExp, text: string, at: number): string | null => {
  what.lastIndex = at
  return what.exec(text)?.[0] ?? null
}

/** The first word behind `git` and its options, and where it ends. */
function subcommand(command: string, from: number): { word: string | null; end: number } {
  let at = from
  for (;;) {
    at += next(SPACE, command, at)?.length ?? 0
    const word = next(WORD, command, at)
    if (word === null) return { word: null, end: at + 1 }
    at += word.length
    if (!word.startsWith('-')) return { word, end: at }
    if (WITH_WORD.has(word)) {
      at += next(SPACE, command, at)?.length ?? 0
      at += next(WORD, command, at)?.length ?? 0
    }
  }
}

/** What stands further back is data that a command is given. */
const LONGEST_COMMAND = 65_536

/** Whether a shell command makes a commit, `--dry-run` left out. */
export function makesCommit(told: string): boolean {
  const command = told.slice(0, LONGEST_COMMAND)
  for (let at = 0; at < command.length; ) {
    GIT.lastIndex = at
    const git = GIT.exec(command)
    if (!git) return false
    const { word, end } = subcommand(command, git.index + git[0].length)
    at = end
    if (!/^commit(?![\w-])/.test(word ?? '')) continue
    END_OF_COMMAND.lastIndex = end - (word?.length ?? 0)
    const stop = END_OF_COMMAND.exec(command)?.index ?? command.length
    if (!command.slice(end, stop).includes('--dry-run')) return true
    at = stop
  }
  return false
}

const PULL_REQUEST = /\b(?:gh\s+pr|glab\s+mr)\s+create(?![\w-])/

export const makesPullRequest = (command: string): boolean =>
  PULL_REQUEST.test(command.slice(0, LONGEST_COMMAND))

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
/** Commands print an address at the end, and one is not longer than that. */
const LOOKED_AT = 65_536
const LONGEST_ADDRESS = 500

/** The pull request a text names last. */
export function pullRequestIn(output: string): PullRequestName | null {
  const words = output.slice(-LOOKED_AT).split(/[\s"'<>]+/)
  for (const word of words.reverse()) {
    if (word.length > LONGEST_ADDRESS || !word.includes('/')) continue
    const hit = [...word.matchAll(ADDRESS)].at(-1)
    if (!hit?.[1] || !hit[2]) continue
    const host = hit[1].slice(hit[1].lastIndexOf('@') + 1).toLowerCase()
    const url = hit[0].replace(/^(https?:\/\/)[^/]+/, (_, scheme: string) => scheme + host)
    return { url, repo: `${host}/${hit[2].replace(/\.git$/, '')}`, number: Number(hit[3]) }
  }
  return null
}

const DIRECTORY = /(?:\bgit\s+-C|^\s*cd)\s+(?:"([^"\n]+)"|'([^'\n]+)'|([^\s;&|]+))/

/** The absolute folder a command names for itself, by `git -C` or a leading `cd`, or null. */
export function folderOf(command: string): string | null {
  const hit = DIRECTORY.exec(command)
  const folder = hit?.[1] ?? hit?.[2] ?? hit?.[3] ?? ''
  return /^(?:\/|[A-Za-z]:[\\/])/.test(folder) ? folder : null
}
