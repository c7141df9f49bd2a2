/**
 * Two organisations, small enough for a pencil. Costs are reported, so no price list is needed; the model `secret` has none.
 *
 * The range is 2 to 15 March 2026: two whole ISO weeks, Monday to Sunday. Acme's sessions of it, with tokens as input + output:
 *
 * | id | who, project, agent | from – to | calls | cost | tokens |
 * | -- | ------------------- | --------- | ----- | ---- | ------ |
 * | s1 | ann, web, –         | 2 Mar 9:00–9:30 = 1,800 s  | opus 1.00 (1000+200); Explore within it 9:10–9:20 = 600 s: haiku 0.10 (300+30), 0.05 (200+20) | 1.15 | 1750 |
 * | s2 | ann, web, –         | 3 Mar 23:50–0:20 = 1,800 s | sonnet 0.40 (400+100) on the 3rd, 0.60 (600+100) on the 4th | 1.00 | 1200 |
 * | s3 | ben, api, rails-expert | 10 Mar 10:00–11:00 = 3,600 s, failed | opus 2.00 (2000+500), secret (50+5) | 2.00 | 2555 |
 * | s3c | its subagent, tester | 10:30–10:40 = 600 s        | sonnet 0.30 (300+50) | 0.30 | 350 |
 * | s4 | cat, –, –           | since 5 Mar 8:00, goes on | gpt-5 0.25 (100+10) on the 5th, 0.75 (200+20) five minutes ago | 1.00 | 330 |
 * | s5 | ci-bot (service), api, – | 12 Mar 12:00–12:05 = 300 s | secret (70+7) | unknown | 77 |
 * | s7 | ben, web, –         | 11 Mar 9:00–9:10 = 600 s  | none; a prompt without an answer | 0 | 0 |
 *
 * s6 is ann's of 20 February; its call of 2 March, opus 5.00 (1+1), is in the series of March and in no cohort of it.
 *
 * Roots 6 (s1, s2, s3, s4, s5, s7). Cost 1.15 + 1.00 + 2.30 + 1.00 + 0 = 5.45. Tokens 1750 + 1200 + 2905 + 330 + 77 = 6262.
 * Durations of the 5 that are over: (1800 + 1800 + 3600 + 300 + 600) / 5 = 8100 / 5 = 1620. Cost known of 5 (not of s5): 1.09.
 * People ann, ben, cat = 3.
 *
 * Bolt has one session, which is also called s1: 9.00, 10+1 tokens, 60 s, zed.
 */
export const RANGE = 'start_date=2026-03-02&end_date=2026-03-15'

const at = (day: number, time: string, month = 3) =>
  `2026-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T${time}:00Z`

const call = (
  session: string,
  when: string,
  model: string,
  tokens: [number, number],
  cost: number | null,
  more = {},
) => ({
  type: 'model_call',
  keys: [`call:${session}:${when}`],
  at: when,
  session,
  provider: model.startsWith('gpt') ? 'openai' : 'anthropic',
  model,
  in_uncached: tokens[0],
  out: tokens[1],
  ...(cost === null ? {} : { cost_usd: cost, cost_source: 'reported' }),
  ...more,
})
const session = (id: string, user: string, started: string, ended: string | null, more = {}) => ({
  type: 'session',
  id,
  user,
  harness: 'claude-code',
  started_at: started,
  ...(ended === null ? {} : { ended_at: ended }),
  observed_at: started,
  ...more,
})
const message = (id: string, of: string, when: string, role: 'user' | 'assistant') => ({
  type: 'message',
  keys: [`message:${id}`],
  at: when,
  session: of,
  role,
  human: role === 'user',
})

export const ANN = 'ann@acme.example'
export const BEN = 'ben@acme.example'
export const CAT = 'cat@acme.example'
export const ZED = 'zed@bolt.example'

/** `now` is ms since 1970 UTC: s4 goes on then. */
export const acme = (now: number): object[] => [
  { type: 'member', id: 'ci', user: 'ci-bot', name: 'CI', kind: 'service', observed_at: at(1, '00:00', 1) },
  session('s1', ANN, at(2, '09:00'), at(2, '09:30'), { project: 'web', repo: 'acme/web' }),
  call('s1', at(2, '09:05'), 'claude-opus-4-8', [1000, 200], 1),
  call('s1', at(2, '09:10'), 'claude-haiku-4-5', [300, 30], 0.1, { agent: 'Explore' }),
  call('s1', at(2, '09:20'), 'claude-haiku-4-5', [200, 20], 0.05, { agent: 'Explore' }),
  {
    type: 'file_change',
    keys: ['f1'],
    at: at(2, '09:25'),
    session: 's1',
    path: 'a.ts',
    op: 'edit',
    added: 3,
  },
  session('s2', ANN, at(3, '23:50'), at(4, '00:20'), { project: 'web', repo: 'acme/web' }),
  message('m1', 's2', at(3, '23:51'), 'user'),
  call('s2', at(3, '23:55'), 'claude-sonnet-4-5', [400, 100], 0.4),
  call('s2', at(4, '00:10'), 'claude-sonnet-4-5', [600, 100], 0.6),
  message('m2', 's2', at(4, '00:15'), 'assistant'),
  session('s3', BEN, at(10, '10:00'), at(10, '11:00'), {
    project: 'api',
    agent: 'rails-expert',
    status: 'failed',
  }),
  call('s3', at(10, '10:10'), 'claude-opus-4-8', [2000, 500], 2),
  call('s3', at(10, '10:20'), 'secret', [50, 5], null),
  session('s3c', BEN, at(10, '10:30'), at(10, '10:40'), {
    project: 'api',
    agent: 'tester',
    parent_session: 's3',
  }),
  call('s3c', at(10, '10:35'), 'claude-sonnet-4-5', [300, 50], 0.3),
  session('s4', CAT, at(5, '08:00'), null),
  call('s4', at(5, '08:00'), 'gpt-5', [100, 10], 0.25),
  call('s4', new Date(now - 300_000).toISOString(), 'gpt-5', [200, 20], 0.75),
  session('s5', 'ci-bot', at(12, '12:00'), at(12, '12:05'), { project: 'api' }),
  call('s5', at(12, '12:01'), 'secret', [70, 7], null),
  session('s6', ANN, at(20, '10:00', 2), at(2, '10:05'), { project: 'web' }),
  call('s6', at(2, '10:00'), 'claude-opus-4-8', [1, 1], 5),
  session('s7', BEN, at(11, '09:00'), at(11, '09:10'), { project: 'web' }),
  message('m3', 's7', at(11, '09:01'), 'user'),
]

export const bolt: object[] = [
  session('s1', ZED, at(2, '09:00'), at(2, '09:01'), { project: 'web' }),
  call('s1', at(2, '09:00'), 'claude-opus-4-8', [10, 1], 9),
]
