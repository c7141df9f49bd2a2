/** Who and where, as Factory Droid tells it with every point and span. */
import { HARNESS } from '../../droid/keys.ts'
import { type Context, context, type Origin, repositoryOf, told } from '../origin.ts'

export { HARNESS }

export const AGENT = { harness: HARNESS, source: 'droid/otlp', parserVersion: 1 }

/**
 * The attributes of `droid.repo.metadata` are not documented: the conventions come first, then the spellings that its
 * other attributes suggest. What is no address of a repository tells none.
 */
const REPOSITORY = [
  'vcs.repository.url.full',
  'repo.url',
  'repo.remote_url',
  'repository.url',
  'git.repository.url',
  'git.remote.url',
]
const BRANCH = ['vcs.ref.head.name', 'repo.branch', 'repository.branch', 'git.branch', 'branch.name']
const REVISION = ['vcs.ref.head.revision', 'repo.commit', 'git.commit.hash', 'git.head']

export const PLACES: readonly string[] = [...REPOSITORY, ...BRANCH, ...REVISION]

/** What all events of a record carry. */
export const whoOf = (origin: Origin): Context =>
  context(AGENT, origin, {
    session: told(origin, 'session.id'),
    repo: repositoryOf(told(origin, ...REPOSITORY)),
    branch: told(origin, ...BRANCH),
  })

/** The commit that was checked out, as a hash. */
export function revisionOf(origin: Origin): string | null {
  const revision = told(origin, ...REVISION)
  return revision !== null && /^[0-9a-f]{7,64}$/.test(revision) ? revision : null
}
