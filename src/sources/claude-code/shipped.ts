/** Commits and pull requests that a session made by its own commands. */
import type { Fact } from '../../facts/index.ts'
import { commitsIn, folderOf, type MadeCommit, makesCommit, makesPullRequest, pullRequestIn } from '../git.ts'
import { label, type Row } from '../row.ts'
import { PARSER_VERSION, type Scene, type Sessions, SOURCE, type Spot } from './sessions.ts'
import type { ToolUse } from './tool-calls.ts'

type Commit = Extract<Fact, { type: 'commit' }>
type PullRequest = Extract<Fact, { type: 'pull_request' }>

interface Made extends MadeCommit {
  key: string
  at: number
  scene: Scene
  folder: string | null
}

interface Opened {
  repo: string | null
  number: number | null
  at: number
  sessions: Set<string>
}

export class Shipped {
  readonly #commits = new Map<string, Made>()
  readonly #pullRequests = new Map<string, Opened>()

  /** The output of a successful command that commits or opens a pull request. */
  output(use: ToolUse, output: string, { scene, at }: Spot): void {
    const command = use.command ?? ''
    if (makesCommit(command)) {
      const folder = folderOf(command) ?? scene.cwd
      for (const made of commitsIn(output)) {
        const key = `${use.key}#${made.sha}`
        if (!this.#commits.has(key)) this.#commits.set(key, { ...made, key, at, scene, folder })
      }
    }
    const opened = makesPullRequest(command) ? pullRequestIn(output) : null
    if (opened) this.#open(opened.url, opened.repo, opened.number, scene.session.id, at)
  }

  /** The agent's own record of a pull request it made. It is written again when the session is resumed. */
  link(row: Row, session: string, at: number): void {
    const told = label(row.prUrl, 1000)
    if (!told) return
    const name = pullRequestIn(told)
    const number = name?.number ?? (Number.isSafeInteger(row.prNumber) ? (row.prNumber as number) : null)
    this.#open(name?.url ?? told, name?.repo ?? label(row.prRepository), number, session, at)
  }

  #open(url: string, repo: string | null, number: number | null, session: string, at: number): void {
    const known = this.#pullRequests.get(url)
    if (!known) {
      this.#pullRequests.set(url, { repo, number, at, sessions: new Set([session]) })
      return
    }
    known.sessions.add(session)
    if (at < known.at) known.at = at
  }

  facts(sessions: Sessions): (Commit | PullRequest)[] {
    const commits = [...this.#commits.values()].map((made): Commit => {
      const context = sessions.context(made.scene)
      const repo = sessions.repoOf(made.scene, made.folder)
      return {
        ...context,
        type: 'commit',
        at: made.at,
        keys: [`git/${repo ?? context.session}/sha:${made.sha}`, made.key],
        completeness: 2,
        repo,
        branch: made.branch ?? context.branch,
        sha: made.sha,
        // The subject line is content.
        message: null,
        added: made.added,
        removed: made.removed,
        attribution: 'explicit',
        attribution_confidence: 1,
      }
    })
    const pullRequests = [...this.#pullRequests].map(
      ([url, pr]): PullRequest => ({
        type: 'pull_request',
        id: url,
        observed_at: pr.at,
        source: SOURCE,
        subject: null,
        parser_version: PARSER_VERSION,
        repo: pr.repo,
        number: pr.number,
        url,
        created_at: pr.at,
        sessions: [...pr.sessions],
        attribution: 'explicit',
      }),
    )
    return [...commits, ...pullRequests]
  }
}
