/** Who is who: what is configured, what members say, and what logins name together. */
import { describe, expect, it } from 'vitest'
import { type Known, peopleOf } from './people.ts'

const who = (known: Partial<Known>) =>
  [...peopleOf({ aliases: {}, members: [], logins: [], ...known })].map(([identity, { user, how }]) => [
    identity,
    user,
    how,
  ])
const member = (user: string, ...aliases: string[]) => ({
  user,
  name: 'Jo',
  kind: 'human',
  team: 't',
  aliases,
})
const login = (identity: string, user: string) => ({ identity, user })

describe('identities', () => {
  it('that a login names together are of one person', () => {
    expect(
      who({ logins: [login('acct-1', 'jo@acme.example'), login('jo@laptop', 'jo@acme.example')] }),
    ).toEqual([
      ['acct-1', 'jo@acme.example', 'login'],
      ['jo@laptop', 'jo@acme.example', 'login'],
    ])
  })

  it('that logins name with several people are of none', () => {
    expect(
      who({ logins: [login('dev@shared', 'jo@acme.example'), login('dev@shared', 'al@acme.example')] }),
    ).toEqual([])
    // The same person in another spelling is one.
    expect(
      who({ logins: [login('dev@shared', 'jo@acme.example'), login('dev@shared', 'Jo@Acme.example')] }),
    ).toEqual([['dev@shared', 'jo@acme.example', 'login']])
  })

  it('are followed to the end: a login, then the address that somebody had before', () => {
    const known = {
      logins: [login('acct-1', 'jo@old.example')],
      aliases: { 'Jo@old.example': 'jo@acme.example' },
    }
    expect(who(known)).toEqual([
      ['jo@old.example', 'jo@acme.example', 'alias'],
      ['acct-1', 'jo@acme.example', 'login'],
    ])
  })

  it('are what is configured, before what members say, before what logins say', () => {
    const known = {
      aliases: { x: 'config@acme.example' },
      members: [member('member@acme.example', 'x', 'y')],
      logins: [
        login('x', 'login@acme.example'),
        login('y', 'login@acme.example'),
        login('z', 'login@acme.example'),
      ],
    }
    expect(who(known)).toEqual([
      ['x', 'config@acme.example', 'alias'],
      ['y', 'member@acme.example', 'member'],
      ['z', 'login@acme.example', 'login'],
      ['member@acme.example', 'member@acme.example', 'member'],
    ])
    expect(peopleOf(known).get('y')).toMatchObject({ name: 'Jo', team: 't' })
  })

  it('of a member stay theirs, whatever a login says', () => {
    const known = {
      members: [member('jo@acme.example')],
      logins: [login('jo@acme.example', 'al@acme.example')],
    }
    expect(who(known)).toEqual([['jo@acme.example', 'jo@acme.example', 'member']])
  })

  it('that are addresses are nobody else, whatever a login says', () => {
    expect(who({ logins: [login('victim@acme.example', 'mallory@acme.example')] })).toEqual([])
  })

  it('do not depend on the order in which members are told', () => {
    const members = [member('a@acme.example'), member('b@acme.example', 'a@acme.example')]
    expect(new Map(peopleOf({ aliases: {}, members, logins: [] }))).toEqual(
      new Map(peopleOf({ aliases: {}, members: [...members].reverse(), logins: [] })),
    )
  })

  it('that a login names with two addresses of one person are of that person', () => {
    const logins = [login('dev@box', 'jo@old.example'), login('dev@box', 'jo@acme.example')]
    expect(who({ logins, members: [member('jo@acme.example', 'jo@old.example')] })).toContainEqual([
      ...['dev@box', 'jo@acme.example', 'login'],
    ])
  })

  it('that were configured in a ring stay what they are', () => {
    expect(who({ aliases: { a: 'b', b: 'a' } })).toEqual([])
    expect(who({ aliases: { a: 'a' } })).toEqual([])
  })
})
