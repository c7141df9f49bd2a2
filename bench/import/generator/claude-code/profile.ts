/** Who works on what with which version: the choices that hold for a whole session. */
import { type Random, Weighted } from '../random.ts'
import { branchName, ofAge, PROJECTS } from '../scene.ts'

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

export function drawProfile(random: Random, age: number): Profile {
  const build = ofAge(BUILDS, random, age)
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

/** The folder the agent makes of a working directory. */
export function folderOf(cwd: string): string {
  return cwd.replace(/[^A-Za-z0-9]/g, '-')
}
