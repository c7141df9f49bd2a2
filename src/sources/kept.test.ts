/** What stays of a record of each agent where it is kept or passed on. */
import { expect, it } from 'vitest'
import { redacted } from '../otlp/redact.ts'
import { keptOf, OTLP_AGENTS } from './index.ts'

const left = (agent: string, key: string, stringValue: string) =>
  (redacted([{ key, value: { stringValue } }], keptOf(agent)) as { value: { stringValue: string } }[])[0]
    ?.value.stringValue

const GONE = '[REDACTED]'

it('a name of one agent is no name of another, where it may be a text', () => {
  expect(left('claude-code', 'hook_name', 'PreToolUse:Bash')).toBe('PreToolUse:Bash')
  for (const agent of ['gemini-cli', 'qwen-code', 'goose', 'unknown', 'somebody'])
    expect(left(agent, 'hook_name', 'curl -H secret'), agent).toBe(GONE)
})

it.each([
  ['rate_limit:429', 'rate_limit:429'],
  ['File /home/ada/secret was not found', 'error'],
  ['<REDACTED>', GONE],
  ['', ''],
])('of the error %j stays %j', (told, expected) => {
  for (const { id } of OTLP_AGENTS)
    for (const key of ['error.type', 'error_type', 'exception.type'])
      expect(left(id, key, told)).toBe(expected)
})

it('no agent keeps results of tools', () => {
  for (const { id } of OTLP_AGENTS) expect(left(id, 'result', 'secret'), id).toBe(GONE)
})

it('ids, people and the names of the conventions stay for every agent', () => {
  for (const id of [...OTLP_AGENTS.map((agent) => agent.id), 'unknown'])
    for (const key of ['session.id', 'user.email', 'event.name', 'gen_ai.request.model', 'service.name'])
      expect(left(id, key, 'a b'), `${id} ${key}`).toBe('a b')
})

it.each([
  ['https://gitlab-ci-token:glcbt-1@gitlab.com/acme/shop.git', 'https://gitlab.com/acme/shop'],
  ['https://user:p@ss@gitlab.com/acme/shop?private_token=1#2', 'https://gitlab.com/acme/shop'],
  ['git@github.com:acme/shop.git', 'https://github.com/acme/shop'],
  ['https://gitlab.com/acme/shop', 'https://gitlab.com/acme/shop'],
  ['oauth2:glpat-1@gitlab.com/acme/shop', GONE],
  ['oauth2:glpat-1@gitlab.com:acme/shop', GONE],
  ['/home/ada/shop', GONE],
])('of the address %s stays %s', (address, expected) => {
  const keys = [
    ...['vcs.repository.url.full', 'repo.url', 'git.remote.url', 'copilot_chat.repo.remote_url'],
    'github.copilot.git.repository',
  ]
  for (const agent of ['droid', 'copilot-cli', 'unknown'])
    for (const key of keys) expect(left(agent, key, address), key).toBe(expected)
})
