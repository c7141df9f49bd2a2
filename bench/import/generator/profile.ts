/** Who works on what with which version: the choices that hold for a whole session. */
import { type Random, Weighted } from './random.ts'

export const DAY = 86_400_000
export const DAYS = 90

const PROJECTS = new Weighted(
  [
    'storefront',
    'billing-api',
    'mobile.app',
    'data_pipeline',
    'design-system',
    'infra',
    'search',
    'admin-console',
    'docs-site',
    'notifications',
    'auth-gateway',
    'ml-ranking',
    'legacy_portal',
    'cli-tools',
    'dotfiles',
  ].map((project, i) => [project, 1 / (i + 1.5)] as const),
)

export const MODELS = new Weighted([
  ['claude-opus-4-6', 30],
  ['claude-opus-4-8', 15],
  ['claude-sonnet-4-5-20250929', 45],
  ['claude-haiku-4-5-20251001', 10],
])
export const SUBAGENT_MODELS = new Weighted<string | null>([
  [null, 55],
  ['claude-haiku-4-5-20251001', 45],
])

/** How a version of the agent writes its rows. */
export interface Build {
  version: string
  /** Newer versions put the fields all rows share behind the message instead of before it. */
  commonLast: boolean
  agentTool: 'Task' | 'Agent'
  /** Old versions put sub-agent files beside the session's own, and had no side questions. */
  agentsBeside: boolean
  tabs: boolean
}

const BUILDS: readonly Build[] = [
  { version: '2.0.76', commonLast: false, agentTool: 'Task', agentsBeside: true, tabs: false },
  { version: '2.1.38', commonLast: false, agentTool: 'Task', agentsBeside: false, tabs: false },
  { version: '2.1.112', commonLast: true, agentTool: 'Agent', agentsBeside: false, tabs: false },
  { version: '2.1.207', commonLast: true, agentTool: 'Agent', agentsBeside: false, tabs: true },
]

export interface Profile {
  build: Build
  project: string
  cwd: string
  branch: string
  slug: string
  model: string
  /** Cache entries live for one hour instead of five minutes. */
  hourCache: boolean
  /** The split of cache writes by lifetime is missing. */
  noSplit: boolean
  /** Rows carry no request id, as from a program built on the agent. */
  noRequestId: boolean
  /** A gateway tells null where it has nothing to tell: no cache writes, and no reads before the first. */
  nullCounts: boolean
  /** Every row of a call tells the final count at once. */
  finalAtOnce: boolean
}

/** A moment of work: mostly weekdays, mostly by day. */
export function startOfWork(random: Random, from: number, to: number): number {
  for (;;) {
    const day = from + random.int(0, Math.round((to - from) / DAY) - 1) * DAY
    const weekday = new Date(day).getUTCDay()
    if ((weekday === 0 || weekday === 6) && random.chance(0.75)) continue
    const hour = random.chance(0.9) ? random.int(7, 17) : random.int(0, 23)
    return day + hour * 3_600_000 + random.int(0, 3_599_999)
  }
}

export function drawProfile(random: Random, age: number): Profile {
  const newest = Math.min(
    BUILDS.length - 1,
    Math.max(0, Math.floor(age * BUILDS.length + random.unit() - 0.5)),
  )
  const build = BUILDS[newest] as Build
  const project = PROJECTS.choose(random)
  const noSplit = !build.commonLast && random.chance(0.1)
  return {
    build,
    project,
    cwd: `/home/dev/work/${project}`,
    branch: branchName(random),
    slug: `${random.pick(['quiet', 'brisk', 'amber', 'mossy'])}-${random.pick(['walking', 'humming', 'folding'])}-${random.pick(['otter', 'maple', 'comet', 'lark'])}`,
    model: MODELS.choose(random),
    hourCache: !noSplit && random.chance(0.5),
    noSplit,
    noRequestId: random.chance(0.03),
    nullCounts: random.chance(0.003),
    finalAtOnce: build.tabs && random.chance(0.3),
  }
}

export function branchName(random: Random): string {
  return random.pick(['main', 'main', 'main', 'HEAD', `feat/${random.hex(5)}`, `fix/${random.hex(4)}`])
}

/** The folder the agent makes of a working directory. */
export function folderOf(cwd: string): string {
  return cwd.replace(/[^A-Za-z0-9]/g, '-')
}
