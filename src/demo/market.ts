/** The agents and models on the market of the story: shares, surfaces, tool names and prices. */

export interface Model {
  name: string
  provider: string
  /** Whether the provider tells cache writes apart; otherwise fresh input is what was not read from the cache. */
  writes: boolean
  /** Whether reasoning tokens are told. */
  reasons: boolean
  /** USD per million tokens, where a harness reports money: fresh, cache read, cache write, output. */
  rates?: readonly [number, number, number, number]
}

function claude(name: string, rates?: Model['rates']): Model {
  return { name, provider: 'anthropic', writes: true, reasons: false, rates }
}
function gpt(name: string, rates?: Model['rates']): Model {
  return { name, provider: 'openai', writes: false, reasons: true, rates }
}
function gemini(name: string): Model {
  return { name, provider: 'google', writes: false, reasons: true }
}

const OPUS_OLD = claude('claude-opus-4-7', [5, 0.5, 6.25, 25])
const OPUS = claude('claude-opus-4-8', [5, 0.5, 6.25, 25])
const SONNET = claude('claude-sonnet-4-6', [3, 0.3, 3.75, 15])
export const HAIKU = claude('claude-haiku-4-5-20251001', [1, 0.1, 1.25, 5])
const CODEX = gpt('gpt-5.3-codex', [1.75, 0.175, 0, 14])
const GPT = gpt('gpt-5.5', [5, 0.5, 0, 30])
const GPT_MINI = gpt('gpt-5.4-mini', [0.75, 0.075, 0, 4.5])
const GEMINI_PRO = gemini('gemini-3.1-pro-preview')
const GEMINI_FLASH = gemini('gemini-3.5-flash')
const KIMI: Model = {
  name: 'kimi-k2.5',
  provider: 'moonshotai',
  writes: false,
  reasons: false,
  rates: [0.6, 0.1, 0, 3],
}
/** No price list knows it: the story needs an amount that is honestly unknown. */
export const INTERNAL: Model = {
  name: 'acme-internal-coder',
  provider: 'acme',
  writes: false,
  reasons: false,
}

export type Client = 'terminal' | 'ide' | 'non-interactive' | 'web' | 'ci'

export interface Harness {
  id: string
  /** Share of the people who use it first of all. */
  share: number
  version: readonly [number, number]
  /** Model, weight, and how far the story must have come before it is on offer, and after which it is not. */
  models: readonly (readonly [Model, number, number, number])[]
  clients: readonly (readonly [Client, number])[]
  subagents: boolean
  slashCommands: readonly string[]
  /** How the harness tells money, and on which share of its calls. */
  money: { source: 'reported' | 'credits'; share: number } | null
  /** USD per seat and month, with who charges it. */
  seat: { usd: number; provider: string }
}

export const HARNESSES: readonly Harness[] = [
  {
    id: 'claude-code',
    share: 0.42,
    version: [2, 1],
    models: [
      [OPUS_OLD, 5, 0, 0.6],
      [OPUS, 6, 0.6, 1],
      [SONNET, 4, 0, 1],
      [HAIKU, 0.5, 0, 1],
    ],
    clients: [
      ['terminal', 72],
      ['ide', 17],
      ['non-interactive', 7],
      ['web', 4],
    ],
    subagents: true,
    slashCommands: ['review', 'compact', 'clear', 'init', 'plan', 'security-review', 'ship'],
    money: null,
    seat: { usd: 100, provider: 'anthropic' },
  },
  {
    id: 'codex',
    share: 0.2,
    version: [0, 98],
    models: [
      [CODEX, 6, 0, 1],
      [GPT, 4, 0.35, 1],
      [GPT_MINI, 1, 0, 1],
    ],
    clients: [
      ['terminal', 62],
      ['ide', 18],
      ['web', 14],
      ['non-interactive', 6],
    ],
    subagents: false,
    slashCommands: ['review', 'compact', 'new', 'diff'],
    money: null,
    seat: { usd: 60, provider: 'openai' },
  },
  {
    id: 'copilot',
    share: 0.14,
    version: [1, 104],
    models: [
      [SONNET, 4, 0, 1],
      [GPT, 2, 0.35, 1],
      [GPT_MINI, 3, 0, 1],
    ],
    clients: [
      ['ide', 82],
      ['terminal', 8],
      ['web', 10],
    ],
    subagents: false,
    slashCommands: ['explain', 'fix', 'tests'],
    money: { source: 'credits', share: 0.6 },
    seat: { usd: 39, provider: 'github' },
  },
  {
    id: 'gemini-cli',
    share: 0.09,
    version: [0, 31],
    models: [
      [GEMINI_PRO, 5, 0, 1],
      [GEMINI_FLASH, 4, 0, 1],
    ],
    clients: [
      ['terminal', 90],
      ['non-interactive', 10],
    ],
    subagents: false,
    slashCommands: ['compress', 'memory', 'clear'],
    money: null,
    seat: { usd: 45, provider: 'google' },
  },
  {
    id: 'opencode',
    share: 0.08,
    version: [1, 2],
    models: [
      [SONNET, 4, 0, 1],
      [KIMI, 2, 0, 1],
      [INTERNAL, 3, 0.2, 1],
    ],
    clients: [
      ['terminal', 92],
      ['non-interactive', 8],
    ],
    subagents: true,
    slashCommands: ['init', 'undo', 'compact'],
    money: { source: 'reported', share: 1 },
    seat: { usd: 20, provider: 'opencode' },
  },
  {
    id: 'droid',
    share: 0.07,
    version: [0, 57],
    models: [
      [OPUS_OLD, 3, 0, 0.6],
      [OPUS, 4, 0.6, 1],
      [CODEX, 4, 0, 1],
    ],
    clients: [
      ['terminal', 66],
      ['web', 22],
      ['ide', 12],
    ],
    subagents: true,
    slashCommands: ['review', 'readiness-report', 'compress'],
    money: { source: 'credits', share: 0.8 },
    seat: { usd: 80, provider: 'factory' },
  },
]

export function harness(id: string): Harness {
  const found = HARNESSES.find((h) => h.id === id)
  if (!found) throw new Error(`no harness ${id}`)
  return found
}

/** The models a harness offers once the story has come that far, with their weights. */
export function modelsOf(of: Harness, progress: number): (readonly [Model, number])[] {
  return of.models
    .filter(([, , from, to]) => progress >= from && progress <= to)
    .map(([model, weight]) => [model, weight] as const)
}
