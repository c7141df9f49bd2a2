/** Who and where, as Claude Code tells it with every record. */
import type { SessionFact } from '../../../facts/index.ts'
import { repositoryKey } from '../../../facts/repository.ts'
import type { Attributes } from '../../../otlp/signals.ts'
import { clientOf, HARNESS, kindOf } from '../../claude-code/sessions.ts'
import { name } from '../values.ts'

export const SOURCE = 'claude-code/otlp'
export const PARSER_VERSION = 1

export interface Origin {
  resource: Attributes
  attributes: Attributes
}

/** Records carry what was put on the resource too, unless that is switched off. */
const told = ({ resource, attributes }: Origin, key: string): string | null =>
  name(attributes, key) ?? name(resource, key)

/** An e-mail address where there is one; else the account, else the installation. */
const PERSON = ['user.email', 'user.account_uuid', 'user.account_id', 'enduser.id', 'user.id']

function userOf(origin: Origin): string | null {
  for (const key of PERSON) {
    const user = told(origin, key)
    if (user !== null) return user
  }
  return null
}

function clientOfOrigin(origin: Origin): string | null {
  const service = told(origin, 'service.name')
  return clientOf(told(origin, 'app.entrypoint')) ?? (service === 'claude-code-desktop' ? 'desktop' : null)
}

function repoOf(origin: Origin): string | null {
  const url = told(origin, 'vcs.repository.url.full')
  return url === null ? null : repositoryKey(url)
}

export type Context = ReturnType<typeof context>

/** What all events of a record carry. */
export const context = (origin: Origin) => ({
  session: told(origin, 'session.id'),
  user: userOf(origin),
  harness: HARNESS,
  client: clientOfOrigin(origin),
  agent: name(origin.attributes, 'agent.name'),
  project: null,
  repo: repoOf(origin),
  branch: told(origin, 'vcs.ref.head.name'),
  subject: null,
  source: SOURCE,
  parser_version: PARSER_VERSION,
  owner_rank: 0,
})

export function sessionOf(origin: Origin, who: Context, at: number): SessionFact | null {
  const { session: id, user, harness, client, repo, branch } = who
  if (id === null) return null
  return {
    type: 'session',
    id,
    observed_at: at,
    source: SOURCE,
    subject: null,
    parser_version: PARSER_VERSION,
    user,
    harness,
    client,
    repo,
    branch,
    project: null,
    environment: told(origin, 'deployment.environment.name'),
    ci_workflow: told(origin, 'cicd.pipeline.name'),
    kind: kindOf(client),
    version: told(origin, 'service.version') ?? told(origin, 'app.version'),
  }
}
