/** What an agent does with its tools, before any agent's way of writing it down: commands with their output, changes of files. */
import type { Lines } from './pool.ts'
import { Weighted } from './random.ts'
import { type Place, plainCommand, traced } from './shell.ts'
import type { ChangeOp, Tally, ToolStatus } from './truth.ts'

/** Lines that stood together in a file and were changed in one place. */
export interface Change {
  op: ChangeOp
  /** Unchanged lines before and behind. */
  before: readonly string[]
  after: readonly string[]
  removed: readonly string[]
  added: readonly string[]
}

export interface Use {
  kind: 'run' | 'read' | 'search' | 'change' | 'plan' | 'service' | 'web' | 'agent'
  /** File that is read or changed, word that is searched for. */
  about: string
  /** As a shell would do it. */
  command: string
  output: string
  status: ToolStatus
  ms: number
  change?: Change
  commit?: { added: number; removed: number }
  pullRequest?: string
}

type Maker = (place: Place) => Omit<Use, 'status'>

const EXTENSIONS = ['ts', 'ts', 'ts', 'tsx', 'py', 'go', 'md', 'json', 'css']

function path({ random }: Place): string {
  return `src/${random.pick(['core', 'api', 'ui', 'jobs', 'store'])}/${random.hex(2)}/module${random.int(1, 60)}.${random.pick(EXTENSIONS)}`
}

function some({ random }: Place, stock: readonly Lines[], count: number): readonly string[] {
  const lines = random.pick(stock)
  const most = Math.min(count, lines.count - 1)
  return lines.raw(random.int(0, lines.count - most - 1), most)
}

/** A text of the stock that is escaped for JSON, as it is meant. */
const plain = (escaped: string): string => JSON.parse(`"${escaped}"`) as string

export const prose = ({ random, pool }: Pick<Place, 'random' | 'pool'>, most: number): string =>
  plain(Array.from({ length: random.int(1, most) }, () => random.pick(pool.sentences)).join(' '))

const run: Maker = (place) => {
  const { random, pool } = place
  const special = traced(place)
  const ms = random.skewed(900, 1.6, 20, 300_000)
  if (special) {
    const { command, stdout, commit, pullRequest } = special
    return {
      ...{ kind: 'run', about: '', command: plain(command), output: plain(stdout), ms },
      ...(commit && { commit }),
      ...(pullRequest && { pullRequest: pullRequest.url }),
    }
  }
  const lines = random.chance(0.1) ? 0 : random.skewed(25, 1.5, 1, 900)
  return {
    ...{ kind: 'run', about: '', command: plain(plainCommand(random)), ms },
    output: some(place, pool.output, lines).join('\n'),
  }
}

const read: Maker = (place) => {
  const { random, pool } = place
  const about = path(place)
  const lines = random.skewed(90, 1, 8, 1_200)
  const output = some(place, pool.code, lines).join('\n')
  return { kind: 'read', about, command: `sed -n '1,${lines}p' ${about}`, output, ms: random.int(4, 90) }
}

const search: Maker = (place) => {
  const { random, pool } = place
  const about = random.hex(6)
  const output = some(place, pool.output, random.skewed(18, 1.2, 1, 400)).join('\n')
  return { kind: 'search', about, command: `rg -n ${about} src`, output, ms: random.int(20, 900) }
}

const change: Maker = (place) => {
  const { random, pool } = place
  const op: ChangeOp = random.chance(0.12) ? 'create' : random.chance(0.02) ? 'delete' : 'edit'
  const take = (count: number) => some(place, pool.code, count)
  const removed = op === 'create' || random.chance(0.25) ? 0 : random.skewed(4, 1, 1, 80)
  // What is only added needs something it is added to.
  const around = op === 'edit' ? random.int(removed === 0 ? 1 : 0, 3) : 0
  const added = op === 'delete' ? 0 : random.skewed(op === 'create' ? 40 : 7, 1.1, 1, 700)
  return {
    ...{ kind: 'change', about: path(place), command: '', output: '', ms: random.int(8, 400) },
    change: {
      op,
      before: take(around),
      after: take(around),
      removed: take(op === 'delete' ? Math.max(removed, 1) : removed),
      added: take(added),
    },
  }
}

const other =
  (kind: 'plan' | 'service' | 'web'): Maker =>
  (place) => {
    const { random, pool } = place
    const output = kind === 'plan' ? '' : some(place, pool.output, random.skewed(12, 1, 1, 300)).join('\n')
    const ms = kind === 'plan' ? random.int(2, 20) : random.skewed(1500, 1, 50, 60_000)
    return { kind, about: prose(place, 1), command: '', output, ms }
  }

const WORKING = new Weighted<Maker>([
  [run, 34],
  [read, 26],
  [change, 22],
  [search, 12],
  [other('plan'), 3],
  [other('service'), 2],
  [other('web'), 1],
])
const EXPLORING = new Weighted<Maker>([
  [read, 45],
  [search, 30],
  [run, 25],
])

const FAILS = { run: 0.08, change: 0.03, service: 0.05 }

/** One use of a tool. What failed says so in its output; what a person refused did nothing. */
export function drawUse(place: Place, exploring: boolean): Use {
  const { random } = place
  const use = (exploring ? EXPLORING : WORKING).choose(random)(place)
  const failed = random.chance(FAILS[use.kind as keyof typeof FAILS] ?? 0.01)
  if (!exploring && use.kind !== 'read' && random.chance(0.01)) return { ...use, status: 'rejected' }
  if (failed && use.kind !== 'plan' && use.kind !== 'web') return { ...use, status: 'error' }
  return { ...use, status: 'ok' }
}

/** The hunk of a change in a unified diff. */
export function hunk({ before, removed, added, after }: Change, at: number): string {
  const around = before.length + after.length
  const lines = [before.map((l) => ` ${l}`), removed.map((l) => `-${l}`), added.map((l) => `+${l}`)]
  const marks = `@@ -${at},${around + removed.length} +${at},${around + added.length} @@`
  return `${[marks, ...lines.flat(), ...after.map((l) => ` ${l}`)].join('\n')}\n`
}

/** The same in the language of `apply_patch`. */
export function patchOf(about: string, change: Change): string {
  const head = { create: 'Add', edit: 'Update', delete: 'Delete' }[change.op]
  const body = {
    create: change.added.map((line) => `+${line}\n`).join(''),
    edit: hunk(change, 1).replace(/^@@.*@@/, '@@'),
    delete: '',
  }[change.op]
  return `*** Begin Patch\n*** ${head} File: ${about}\n${body}*** End Patch`
}

/** Adds to the truth what came of a use that succeeded. */
export function tallyDone(tally: Tally<string, string>, { change, commit, pullRequest }: Use): void {
  if (change) tally.change(change.op, change.added.length, change.removed.length)
  if (commit) tally.commit(commit.added, commit.removed)
  if (pullRequest) tally.pullRequest(pullRequest)
}
