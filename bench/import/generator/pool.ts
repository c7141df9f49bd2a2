/** A stock of invented source code, program output and prose, escaped for JSON once so that rows are put together by copying. */
import type { Random } from './random.ts'

const WORDS =
  'order cart invoice token session stream cache batch worker index parser ledger route filter cursor bucket shard lease quota rate schema field record event window merge export import retry timeout metric label branch commit patch draft review queue digest handler adapter client server socket payload header tenant account member'.split(
    ' ',
  )
const VERBS =
  'load save find build parse merge split apply check reset open close read write push pull send drop mark scan'.split(
    ' ',
  )
const PROSE =
  'the a this that when after before because then also only still please look at fix add remove rename move keep test tests page button list table error warning slow fast wrong right again instead of with without for from into over under every first last new old service module function file line value type query result cache user number date format naïve café größer'.split(
    ' ',
  )

/** Part of a buffer that holds text already escaped for JSON. */
export interface Slice {
  of: Buffer
  from: number
  to: number
}

/** Lines of text that stand behind each other in one buffer, cut out by line number. */
export class Lines {
  readonly count: number
  /** The lines one by one, escaped for JSON and without line ends. */
  readonly escaped: readonly string[]
  private readonly lines: readonly string[]
  private readonly plain: Buffer
  private readonly plainAt: Uint32Array
  private readonly numbered: Buffer
  private readonly numberedAt: Uint32Array

  constructor(lines: readonly string[]) {
    this.count = lines.length
    this.lines = lines
    this.escaped = lines.map((line) => JSON.stringify(line).slice(1, -1))
    const [plain, plainAt] = packed(this.escaped.map((line) => `${line}\\n`))
    const [numbered, numberedAt] = packed(
      this.escaped.map((line, i) => `${String(i + 1).padStart(6)}→${line}\\n`),
    )
    this.plain = plain
    this.plainAt = plainAt
    this.numbered = numbered
    this.numberedAt = numberedAt
  }

  /** Some lines as they are. */
  raw(from: number, lines: number): readonly string[] {
    return this.lines.slice(from, from + lines)
  }

  /** Some lines, each with its line end; `open` leaves the last line end out. */
  slice(from: number, lines: number, open = false): Slice {
    return cut(this.plain, this.plainAt, from, lines, open)
  }

  /** The same lines as a file reader shows them, with line numbers. */
  numberedSlice(from: number, lines: number): Slice {
    return cut(this.numbered, this.numberedAt, from, lines, true)
  }
}

function packed(parts: readonly string[]): [Buffer, Uint32Array] {
  const at = new Uint32Array(parts.length + 1)
  let length = 0
  parts.forEach((part, i) => {
    length += Buffer.byteLength(part)
    at[i + 1] = length
  })
  return [Buffer.from(parts.join('')), at]
}

function cut(of: Buffer, at: Uint32Array, from: number, lines: number, open: boolean): Slice {
  const end = at[Math.min(at.length - 1, from + lines)] as number
  const start = at[from] as number
  return { of, from: start, to: open ? Math.max(start, end - 2) : end }
}

export interface Pool {
  code: readonly Lines[]
  output: readonly Lines[]
  sentences: readonly string[]
  signature: Slice
  image: Slice
}

export function buildPool(random: Random): Pool {
  const many = (count: number, lines: number, line: (random: Random) => string) =>
    Array.from({ length: count }, () => new Lines(Array.from({ length: lines }, () => line(random))))
  const base64 = Buffer.from(random.base58(60_000))
  return {
    code: many(24, 1600, codeLine),
    output: many(12, 1600, outputLine),
    sentences: Array.from({ length: 800 }, () => JSON.stringify(sentence(random)).slice(1, -1)),
    signature: { of: base64, from: 0, to: 8_000 },
    image: { of: base64, from: 8_000, to: 60_000 },
  }
}

function sentence(random: Random): string {
  const words = Array.from({ length: random.int(4, 14) }, () =>
    random.chance(0.25) ? random.pick(WORDS) : random.pick(PROSE),
  )
  const text = words.join(' ')
  return `${text[0]?.toUpperCase()}${text.slice(1)}${random.pick(['.', '.', '.', '?', ':', ' — "as is".'])}`
}

function name(random: Random): string {
  const tail = random.pick(WORDS)
  return random.pick(VERBS) + tail.slice(0, 1).toUpperCase() + tail.slice(1)
}

function codeLine(random: Random): string {
  const [a, b, c] = [random.pick(WORDS), name(random), random.pick(WORDS)]
  const indent = random.pick(['', '  ', '  ', '    ', '    ', '\t'])
  switch (random.int(0, 13)) {
    case 0:
    case 1:
      return ''
    case 2:
      return `${indent}}`
    case 3:
      return `${indent}if (${a} === null || ${a}.length > ${random.int(1, 500)}) return ${c}`
    case 4:
      return `import { ${b}, ${a} } from './${c}/${a}.js'`
    case 5:
      return `${indent}throw new Error(\`${a} "\${${c}}" has no ${random.pick(WORDS)}\`)`
    case 6:
      return `${indent}// ${sentence(random)}`
    case 7:
      return `${indent}--${a}; ++${c};`
    case 8:
      return `${indent}{ "${a}": "${c}\\\\${a}", "${b}": ${random.int(0, 9999)} },`
    case 9:
      return `export async function ${b}(${a}, ${c} = ${random.int(0, 99)}) {`
    default:
      return `${indent}const ${a} = await ${c}.${b}(${random.pick(WORDS)}, '${random.pick(WORDS)}')`
  }
}

function outputLine(random: Random): string {
  const [a, b] = [random.pick(WORDS), name(random)]
  switch (random.int(0, 6)) {
    case 0:
      return ` \u001b[32m✓\u001b[39m src/${a}/${b}.test.ts (${random.int(1, 60)} tests) ${random.int(1, 900)}ms`
    case 1:
      return `src/${a}/${b}.ts:${random.int(1, 900)}:${random.int(1, 80)}: ${codeLine(random).trim()}`
    case 2:
      return `-rw-r--r-- 1 dev dev ${random.int(100, 90_000)} Mar ${random.int(1, 28)} 09:${random.int(10, 59)} ${b}.ts`
    case 3:
      return `${random.hex(7)} ${sentence(random)}`
    case 4:
      return `{"level":30,"msg":"${a} ${b}","usage":{"input_tokens":${random.int(1, 999)}}}`
    case 5:
      return ''
    default:
      return `[${a}] ${sentence(random)}`
  }
}
