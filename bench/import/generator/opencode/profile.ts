/** Who works on what with which version of OpenCode, and with which model. */
import { type Random, Weighted } from '../random.ts'
import { branchName, ofAge, PROJECTS } from '../scene.ts'

/** How a version writes its messages. */
export interface Build {
  version: string
  /** All calls of a turn stand in one message. */
  grouped: boolean
  /** Counts have a total, and then reasoning stands beside the output, not within it. */
  total: boolean
  /** What was changed is told by a patch, not by the file before and after. */
  patches: boolean
}

const BUILDS: readonly Build[] = [
  { version: '0.15.31', grouped: true, total: false, patches: false },
  ...['1.0.134', '1.1.53'].map((version) => ({ version, grouped: false, total: false, patches: false })),
  ...['1.2.20', '1.3.9'].map((version) => ({ version, grouped: false, total: true, patches: false })),
  ...['1.14.3', '1.14.40'].map((version) => ({ version, grouped: false, total: true, patches: true })),
]

export interface Model {
  provider: string
  id: string
  /** Tells what it wrote to the cache; others cache by themselves. */
  writes: boolean
  /** nano-USD a token of input and of output; 0 in subscriptions. */
  price: readonly [number, number]
}

const MODELS = new Weighted<Model>([
  [{ provider: 'anthropic', id: 'claude-sonnet-4-5', writes: true, price: [3000, 15_000] }, 40],
  [{ provider: 'anthropic', id: 'claude-opus-4-8', writes: true, price: [0, 0] }, 15],
  [{ provider: 'openai', id: 'gpt-5.5', writes: false, price: [0, 0] }, 20],
  [{ provider: 'openrouter', id: 'moonshotai/kimi-k2.7', writes: false, price: [600, 2500] }, 15],
  [{ provider: 'google', id: 'gemini-3.1-pro-preview', writes: false, price: [2000, 12_000] }, 10],
])

export const drawModel = (random: Random): Model => MODELS.choose(random)

export interface Profile {
  build: Build
  project: string
  projectId: string
  cwd: string
  branch: string
}

export function drawProfile(random: Random, age: number): Profile {
  const project = PROJECTS.choose(random)
  const projectId = Buffer.from(project.padEnd(20, '.')).toString('hex')
  const cwd = `/home/dev/work/${project}`
  return { build: ofAge(BUILDS, random, age), project, projectId, cwd, branch: branchName(random) }
}
