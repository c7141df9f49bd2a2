/** Who and where, as agents tell it with every record or with its resource. */
import { identityOf, isAddress } from '../../facts/identity.ts'
import type { SessionFact } from '../../facts/index.ts'
import { repositoryKey } from '../../facts/repository.ts'
import type { Attributes } from '../../otlp/signals.ts'
import { name } from './values.ts'

/** What a log record, a metric point and a span have in common. */
export interface Origin {
  resource: Attributes
  attributes: Attributes
}

/** A name out of the record, else out of its resource. */
export const told = (origin: Origin, ...keys: readonly string[]): string | null => {
  for (const key of keys) {
    const value = name(origin.attributes, key) ?? name(origin.resource, key)
    if (value !== null) return value
  }
  return null
}

/** An e-mail address where there is one; else the account, else the installation. */
const PERSON = [
  'user.email',
  'enduser.email',
  'user.account_uuid',
  'user.account_id',
  'enduser.id',
  'user.id',
  'user.name',
  'enduser.pseudo.id',
  'installation.id',
]

/** Accounts that a login names beside its e-mail address: the same person, for good. */
const ACCOUNTS = ['user.account_uuid', 'user.account_id', 'enduser.id']

/** The person a record names; null for none. */
const personOf = (origin: Origin): string | null => {
  const who = told(origin, ...PERSON)
  return who === null ? null : identityOf(who)
}

/** Other names that the record has for a person whom it names by an address. */
function accountsOf(origin: Origin, user: string | null): string[] | null {
  if (user === null || !isAddress(user)) return null
  const accounts = ACCOUNTS.flatMap((key) => told(origin, key) ?? [])
  return accounts.length > 0 ? [...new Set(accounts)].filter((account) => account !== user) : null
}

/** What an agent knows of itself, beside what every record may tell. */
export interface Agent {
  harness: string
  /** `<harness>/otlp`. */
  source: string
  /** Raised whenever the same record may yield other facts. */
  parserVersion: number
}

/** Where an event happened, as far as its agent tells it in words of its own. */
export interface Scene {
  session: string | null
  client?: string | null
  /** Named agent or type of subagent. */
  agent?: string | null
  repo?: string | null
  branch?: string | null
  project?: string | null
  user?: string | null
}

/** What all events of a record carry. */
export type Context = ReturnType<typeof context>

export const context = (agent: Agent, origin: Origin, scene: Scene) => ({
  session: scene.session,
  user: scene.user ?? personOf(origin),
  harness: agent.harness,
  client: scene.client ?? null,
  agent: scene.agent ?? null,
  project: scene.project ?? null,
  repo: scene.repo ?? repositoryOf(told(origin, 'vcs.repository.url.full')),
  branch: scene.branch ?? told(origin, 'vcs.ref.head.name', 'vcs.repository.ref.name'),
  subject: null,
  source: agent.source,
  parser_version: agent.parserVersion,
  owner_rank: 0,
})

/** The key of a repository by its address; null where there is none. */
export const repositoryOf = (address: string | null): string | null =>
  address === null ? null : repositoryKey(address)

const HEADLESS = new Set(['non-interactive', 'sdk', 'ci'])

/** Whether a person sits at a surface; null for a surface that is not known. */
export const kindOf = (client: string | null): 'interactive' | 'headless' | null =>
  client === null ? null : HEADLESS.has(client) ? 'headless' : 'interactive'

/**
 * The session of a record, with what its resource tells of version control, CI and deployment; null where the record
 * names no session. `more` is what the agent tells in words of its own.
 */
export function sessionOf(
  origin: Origin,
  who: Context,
  at: number,
  more: Partial<SessionFact> = {},
): SessionFact | null {
  const { session: id, user, harness, client, repo, branch, project, source, parser_version } = who
  if (id === null) return null
  return {
    type: 'session',
    id,
    observed_at: at,
    source,
    subject: null,
    parser_version,
    ...{ user, harness, client, repo, branch, project },
    user_aliases: accountsOf(origin, user),
    kind: kindOf(client),
    version: told(origin, 'service.version', 'app.version'),
    environment: told(origin, 'deployment.environment.name', 'deployment.environment'),
    revision: told(origin, 'vcs.ref.head.revision', 'vcs.repository.ref.revision'),
    change: told(origin, 'vcs.change.id', 'vcs.repository.change.id'),
    ci_workflow: told(origin, 'cicd.pipeline.name'),
    ci_run: told(origin, 'cicd.pipeline.run.id', 'cicd.pipeline.run.url.full'),
    deployment: told(origin, 'deployment.id', 'deployment.name'),
    ...more,
  }
}
