/** Who works on what with which version of Codex. */
import { type Random, Weighted } from '../random.ts'
import { branchName, ofAge, PROJECTS } from '../scene.ts'

const MODELS = {
  old: new Weighted([
    ['gpt-5-codex', 70],
    ['gpt-5', 30],
  ]),
  recent: new Weighted([
    ['gpt-5.2-codex', 55],
    ['gpt-5.5', 35],
    ['gpt-5.1-codex-mini', 10],
  ]),
  newest: new Weighted([
    ['gpt-5.6-luna', 50],
    ['gpt-5.5', 40],
    ['gpt-5.6-sol', 10],
  ]),
}

/** How a version writes its rows. */
export interface Build {
  version: string
  models: keyof typeof MODELS
  /** A turn's settings are written before every call, not once. */
  settingsPerCall: boolean
  /** How often a count is written once more. */
  repeats: number
  /** Whether turns have ids, and whether those say when they were made. */
  turnIds: 'none' | 'numbers' | 'times'
  /** Commands are given as text and answered with a header, not both as objects. */
  plainCommands: boolean
  /** `patch_apply_end` tells what a patch did. */
  patchEvents: boolean
  /** The instructions of the model, 20 KB, stand in the first row; a fork names its origin there. */
  longHeader: boolean
  subagents: boolean
  /** Writes to the cache are told, as a part of the input. */
  cacheWrites: boolean
}

const OLD = { models: 'old', settingsPerCall: true, repeats: 1, turnIds: 'none' } as const
const BUILDS: readonly Build[] = [
  {
    ...{ version: '0.55.0', ...OLD, plainCommands: false, patchEvents: false },
    ...{ longHeader: false, subagents: false, cacheWrites: false },
  },
  {
    ...{ version: '0.98.0', models: 'recent', settingsPerCall: false, repeats: 1, turnIds: 'numbers' },
    ...{ plainCommands: true, patchEvents: false, longHeader: true, subagents: true, cacheWrites: false },
  },
  {
    ...{ version: '0.128.0', models: 'recent', settingsPerCall: false, repeats: 1, turnIds: 'times' },
    ...{ plainCommands: true, patchEvents: true, longHeader: true, subagents: true, cacheWrites: false },
  },
  {
    ...{ version: '0.146.0', models: 'newest', settingsPerCall: false, repeats: 0.02, turnIds: 'times' },
    ...{ plainCommands: true, patchEvents: true, longHeader: true, subagents: true, cacheWrites: true },
  },
]

export interface Profile {
  build: Build
  originator: string
  source: string
  cwd: string
  branch: string
  commit: string
  repository: string
  approval: string
  sandbox: string
}

export const drawModel = (random: Random, { models }: Build): string => MODELS[models].choose(random)

const CLIENTS = new Weighted([
  [['codex_cli_rs', 'cli'], 60],
  [['codex_vscode', 'vscode'], 20],
  [['codex_exec', 'exec'], 12],
  [['Codex Desktop', 'vscode'], 8],
] as const)

export function drawProfile(random: Random, age: number): Profile {
  const build = ofAge(BUILDS, random, age)
  const [originator, source] = CLIENTS.choose(random)
  const project = PROJECTS.choose(random)
  return {
    ...{ build, originator, source, cwd: `/home/dev/work/${project}`, branch: branchName(random) },
    ...{ commit: random.hex(40), repository: `git@github.com:example/${project}.git` },
    approval: random.pick(['never', 'on-request', 'untrusted']),
    sandbox: random.pick(['danger-full-access', 'workspace-write', 'workspace-write', 'read-only']),
  }
}
