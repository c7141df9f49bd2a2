/** Every field that names a person or a session is marked as such: what is not is neither erased nor replaced. */
import { describe, expect, it } from 'vitest'
import { FACT_TYPES, type FactType } from './index.ts'
import { namingOf, personIn } from './people.ts'

/** Words of names and sentences of fields that may stand for people. */
const PEOPLE =
  /\b(?:who|whose|person|people|user|users|author|reviewer|assignee|owner|login|account|e-mail|address|alias|aliases|name|subject|identity|identities|manager|approver|reporter|actor|member|creator|committer)\b/i
const SESSION = /\bsessions?\b/i

/** Fields that read as if they named people, and name none. */
const NOBODY = new Set<string>(
  (
    'model_call.provider tool_call.decision tool_call.raw_tool tool_call.mcp_server feature_use.name message.role ' +
    'span.name counter.series counter.name counter.provider cost_entry.provider test_run.name review.reviewer_kind ' +
    'readiness_report.evaluator session.provider pull_request.url pipeline_run.name member.role work_item.key ' +
    'commit.message member.kind session.kind'
  ).split(' '),
)
/** Fields that read as if they named sessions, and name none. */
const NO_SESSION = new Set<string>(
  'span.kind commit.attribution pull_request.attribution session.kind session.user_aliases'.split(' '),
)

const texts = (type: FactType) =>
  Object.entries(type.fields).filter(([, { kind }]) => ['label', 'text', 'labels', 'json'].includes(kind))

const CONTEXT_FIELDS = new Set(['harness', 'client', 'agent', 'project', 'repo', 'branch'])

describe('what facts name', () => {
  it.each(FACT_TYPES.map((t) => [t.name, t as FactType] as const))(
    '%s: people and sessions',
    (name, type) => {
      const { doers, mentions, called, session, sessions } = namingOf(type)
      expect(doers).toContain('subject')
      const people = new Set([...doers, ...mentions, ...called])
      const told = new Set([session, ...sessions])
      for (const [field, { doc }] of texts(type)) {
        const whole = `${name}.${field}`
        if (CONTEXT_FIELDS.has(field)) continue
        const words = `${field.replaceAll('_', ' ')} ${doc}`
        if ((PEOPLE.test(words) || /(?:^|_)by$/.test(field)) && !told.has(field) && !NOBODY.has(whole))
          expect([...people], whole).toContain(field)
        if (SESSION.test(words) && !people.has(field) && !NO_SESSION.has(whole))
          expect([...told], whole).toContain(field)
      }
    },
  )

  it('tells the identity of the ways in which people are written', () => {
    expect(personIn('Jo Doe <Jo@Example.com>')).toBe('jo@example.com')
    expect(personIn('Jo@Example.com')).toBe('jo@example.com')
    expect(personIn('jo')).toBe('jo')
  })
})
