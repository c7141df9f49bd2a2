/** The tools an agent uses: what it asks for, and what comes back, in the shapes transcripts have. */
import { Weighted } from '../random.ts'
import { type Place, plainCommand, traced } from '../shell.ts'
import type { ChangeOp } from '../truth.ts'
import type { Piece } from './transcript.ts'

export interface Kit extends Place {
  tabs: boolean
}

/** One use of a tool, with the answer it gets if it succeeds. */
export interface ToolRun {
  name: string
  input: Piece[]
  /** JSON value of the result block's content. */
  content: Piece[]
  /** JSON value of toolUseResult. */
  outcome: Piece[]
  ms: number
  change?: { op: ChangeOp; added: number; removed: number }
  commit?: { added: number; removed: number }
  pullRequest?: { url: string; repository: string; number: number }
}

type Maker = (kit: Kit) => ToolRun

const EXTENSIONS = ['ts', 'ts', 'ts', 'tsx', 'py', 'go', 'md', 'json', 'css']

function path({ random, cwd }: Kit): string {
  return `${cwd}/src/${random.pick(['core', 'api', 'ui', 'jobs', 'store'])}/${random.hex(2)}/module${random.int(1, 60)}.${random.pick(EXTENSIONS)}`
}

function code({ random, pool }: Kit, lines: number) {
  const file = random.pick(pool.code)
  const count = Math.min(lines, file.count - 1)
  return { file, from: random.int(0, file.count - count - 1), lines: count }
}

/** A structured patch of some hunks, as text and as counts. */
function patch(kit: Kit, hunks: number) {
  const { random } = kit
  let [added, removed] = [0, 0]
  const parts: string[] = []
  for (let i = 0; i < hunks; i++) {
    const out = random.chance(0.25) ? 0 : random.skewed(3, 1, 1, 60)
    const more = out > 0 && random.chance(0.12) ? 0 : random.skewed(4, 1.1, 1, 120)
    const around = random.int(0, 3)
    const { file, from } = code(kit, 2 * around + out + more)
    let at = from
    const take = (mark: string, count: number) =>
      Array.from({ length: count }, () => `"${mark}${file.escaped[at++]}"`)
    const lines = [...take(' ', around), ...take('-', out), ...take('+', more), ...take(' ', around)]
    if (random.chance(0.04)) lines.push('"\\\\ No newline at end of file"')
    const start = random.int(1, 900)
    parts.push(
      `{"oldStart":${start},"oldLines":${out + 2 * around},"newStart":${start},"newLines":${more + 2 * around},"lines":[${lines.join(',')}]}`,
    )
    added += more
    removed += out
  }
  return { json: `[${parts.join(',')}]`, added, removed }
}

function read(kit: Kit): ToolRun {
  const { random } = kit
  const { file, from, lines } = code(kit, random.skewed(15, 1, 6, 600))
  const where = path(kit)
  const part = random.chance(0.3)
  return {
    name: 'Read',
    input: [`{"file_path":"${where}"${part ? `,"offset":${from + 1},"limit":${lines}` : ''}}`],
    content: ['"', file.numberedSlice(from, lines), '"'],
    outcome: [
      `{"type":"text","file":{"filePath":"${where}","content":"`,
      file.slice(from, lines, true),
      `","numLines":${lines},"startLine":${from + 1},"totalLines":${file.count}}}`,
    ],
    ms: random.int(4, 90),
  }
}

function edit(kit: Kit): ToolRun {
  const { random } = kit
  const several = random.chance(0.03)
  const { json, added, removed } = patch(kit, several ? random.int(2, 4) : random.chance(0.06) ? 2 : 1)
  const where = path(kit)
  const before = code(kit, random.skewed(2, 1, 1, 20))
  const after = code(kit, random.skewed(4, 1, 1, 40))
  const whole = code(kit, random.skewed(10, 1, 3, 400))
  const old: Piece = before.file.slice(before.from, before.lines, true)
  const fresh: Piece = after.file.slice(after.from, after.lines, true)
  const texts: Piece[] = ['"old_string":"', old, '","new_string":"', fresh, '"']
  return {
    name: several ? 'MultiEdit' : 'Edit',
    input: several
      ? [`{"file_path":"${where}","edits":[{`, ...texts, '},{', ...texts, '}]}']
      : [`{"replace_all":false,"file_path":"${where}",`, ...texts, '}'],
    content: [
      `"The file ${where} has been updated. Here's the result of running \`cat -n\` on a snippet of the edited file:\\n`,
      after.file.numberedSlice(after.from, after.lines),
      '"',
    ],
    outcome: [
      `{"filePath":"${where}",`,
      ...(several ? ['"edits":[]'] : ['"oldString":"', old, '","newString":"', fresh, '"']),
      ',"originalFile":"',
      whole.file.slice(whole.from, whole.lines),
      `","structuredPatch":${json},"userModified":false,"replaceAll":false}`,
    ],
    ms: random.int(8, 400),
    change: { op: 'edit', added, removed },
  }
}

function write(kit: Kit): ToolRun {
  const { random } = kit
  const where = path(kit)
  const { file, from, lines } = code(kit, random.skewed(20, 1, 1, 500))
  const content = file.slice(from, lines, random.chance(0.3) && file.escaped[from + lines - 1] !== '')
  const update = random.chance(0.25) ? patch(kit, random.int(1, 3)) : null
  return {
    name: 'Write',
    input: [`{"file_path":"${where}","content":"`, content, '"}'],
    content: [update ? `"The file ${where} has been updated."` : `"File created successfully at: ${where}"`],
    outcome: [
      `{"type":"${update ? 'update' : 'create'}","filePath":"${where}","content":"`,
      content,
      `","structuredPatch":${update ? update.json : '[]'},"originalFile":null}`,
    ],
    ms: random.int(8, 300),
    change: update
      ? { op: 'edit', added: update.added, removed: update.removed }
      : { op: 'create', added: lines, removed: 0 },
  }
}

function bash(kit: Kit): ToolRun {
  const { random, pool } = kit
  const special = traced(kit)
  const output = random.pick(pool.output)
  const lines = random.chance(0.12) ? 0 : random.skewed(5, 1.4, 1, 700)
  const stdout: Piece = special?.stdout ?? output.slice(random.int(0, output.count - lines - 1), lines, true)
  const stderr = random.chance(0.06) ? random.pick(pool.sentences) : ''
  return {
    name: 'Bash',
    input: [
      `{"command":"${special?.command ?? plainCommand(random)}","description":"${random.pick(pool.sentences)}"}`,
    ],
    content: ['"', stdout, stderr, '"'],
    outcome: [
      `{"stdout":"`,
      stdout,
      `","stderr":"${stderr}","interrupted":false,"isImage":false,"noOutputExpected":false}`,
    ],
    ms: random.skewed(900, 1.6, 20, 300_000),
    ...(special?.commit && { commit: special.commit }),
    ...(special?.pullRequest && { pullRequest: special.pullRequest }),
  }
}

function search(kit: Kit): ToolRun {
  const { random, pool } = kit
  const word = random.hex(6)
  if (random.chance(0.3)) {
    const files = Array.from({ length: random.int(0, 12) }, () => path(kit))
    return {
      name: 'Glob',
      input: [`{"pattern":"**/*${word}*.ts"}`],
      content: [files.length ? `"${files.join('\\n')}"` : '"No files found"'],
      outcome: [
        `{"filenames":${JSON.stringify(files)},"durationMs":${random.int(5, 600)},"numFiles":${files.length},"truncated":false}`,
      ],
      ms: random.int(10, 700),
    }
  }
  const output = random.pick(pool.output)
  const lines = random.skewed(6, 1.1, 1, 250)
  const found = output.slice(random.int(0, output.count - lines - 1), lines, true)
  return {
    name: 'Grep',
    input: [`{"pattern":"${word}","path":"${kit.cwd}/src","output_mode":"content","-n":true}`],
    content: ['"', found, '"'],
    outcome: ['{"mode":"content","numFiles":0,"filenames":[],"content":"', found, `","numLines":${lines}}`],
    ms: random.int(20, 900),
  }
}

function todo({ random, pool }: Kit): ToolRun {
  const list = (done: number) =>
    `[${Array.from({ length: 5 }, (_, i) => `{"content":"${pool.sentences[(done * 7 + i) % pool.sentences.length]}","status":"${i < done ? 'completed' : 'pending'}","activeForm":"Working"}`).join(',')}]`
  const done = random.int(0, 4)
  return {
    name: 'TodoWrite',
    input: [`{"todos":${list(done)}}`],
    content: ['"Todos have been modified successfully. Ensure that you continue to use the todo list."'],
    outcome: [`{"oldTodos":${list(done)},"newTodos":${list(done)}}`],
    ms: random.int(2, 20),
  }
}

function other(kit: Kit): ToolRun {
  const { random, pool } = kit
  const name = random.pick([
    'WebFetch',
    'WebSearch',
    'mcp__github__search_issues',
    'mcp__playwright__browser_snapshot',
    'mcp__plugin_tracker_linear__list_issues',
    'BashOutput',
    'Skill',
    'ToolSearch',
  ])
  const file = random.pick(pool.output)
  const lines = random.skewed(8, 1, 1, 300)
  const text = file.slice(random.int(0, file.count - lines - 1), lines, true)
  const ms = random.skewed(1500, 1, 50, 60_000)
  const outcome: Piece[] =
    name === 'WebFetch'
      ? [
          `{"bytes":${lines * 60},"code":200,"codeText":"OK","result":"`,
          text,
          `","durationMs":${ms},"url":"https://example.com/${random.hex(6)}"}`,
        ]
      : name === 'WebSearch'
        ? ['{"query":"how to","results":["', text, `"],"durationSeconds":${ms / 1000},"searchCount":1}`]
        : name === 'Skill'
          ? ['{"success":true,"commandName":"review"}']
          : ['[{"type":"text","text":"', text, '"}]']
  return {
    name,
    input: [name === 'Skill' ? '{"skill":"review"}' : `{"query":"${random.pick(pool.sentences)}"}`],
    content: ['[{"type":"text","text":"', text, '"}]'],
    outcome,
    ms,
  }
}

const MAIN = new Weighted<Maker>([
  [bash, 33],
  [edit, 24],
  [read, 23],
  [search, 9],
  [write, 5.5],
  [todo, 4],
  [other, 4],
])
const EXPLORING = new Weighted<Maker>([
  [read, 36],
  [search, 26],
  [bash, 24],
  [edit, 7],
  [write, 2],
  [other, 5],
])

export function drawTool(kit: Kit, subagent: boolean): ToolRun {
  return (subagent ? EXPLORING : MAIN).choose(kit.random)(kit)
}
