/** What commands show on a terminal: progress, tables, numbers. */
import cliProgress from 'cli-progress'
import Table from 'cli-table3'
import picocolors from 'picocolors'
import type { Column } from '../../metrics/metric.ts'

/** Only a terminal shows colours; a file or a pipe would keep their codes. NO_COLOR and FORCE_COLOR decide otherwise. */
const coloured = (stream: { isTTY?: boolean }): boolean => {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR) return false
  if (FORCE_COLOR) return FORCE_COLOR !== '0'
  return stream.isTTY === true && TERM !== 'dumb'
}

/** For what goes to stdout. */
export const colors = picocolors.createColors(coloured(process.stdout))
const hintColors = picocolors.createColors(coloured(process.stderr))

/** Quicker work shows no bar. */
const SHOW_AFTER_MS = 1_000

export interface Bar {
  update(done: number, total: number, text: string): void
  end(): void
}

/** A progress bar on stderr for work that takes longer than a second; nothing when stderr is no terminal. */
export function bar(label: string): Bar {
  if (!process.stderr.isTTY) return { update: () => {}, end: () => {} }
  const began = Date.now()
  let shown: cliProgress.SingleBar | null = null
  return {
    update: (done, total, text) => {
      if (!shown && Date.now() - began > SHOW_AFTER_MS) {
        shown = new cliProgress.SingleBar(
          {
            format: `${label} {bar} {percentage} % {text}`,
            stream: process.stderr,
            clearOnComplete: true,
            hideCursor: true,
            barsize: 24,
          },
          cliProgress.Presets.shades_classic,
        )
        shown.start(total, done, { text })
      }
      shown?.setTotal(Math.max(total, 1))
      shown?.update(done, { text })
    },
    end: () => shown?.stop(),
  }
}

export const number = (n: number): string => n.toLocaleString('en-US')

/** Names come from outside: control and direction characters would drive the terminal. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd')

function cell(column: Column, value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value !== 'number') return printable(String(value))
  switch (column.unit) {
    case 'usd':
      return value.toLocaleString('en-US', {
        style: 'currency',
        currency: 'USD',
        minimumFractionDigits: 2,
        maximumFractionDigits: 6,
      })
    case 'ratio':
      return `${(value * 100).toFixed(1)} %`
    default:
      return number(value)
  }
}

export function table(columns: readonly Column[], rows: readonly Record<string, unknown>[]): string {
  const text = (c: Column) => c.unit === 'date' || c.unit === 'label'
  const grid = new Table({
    head: columns.map((c) => colors.bold(c.name)),
    colAligns: columns.map((c) => (text(c) ? 'left' : 'right')),
    style: { head: [], border: colors.isColorSupported ? ['gray'] : [], compact: true },
  })
  for (const row of rows) grid.push(columns.map((c) => cell(c, row[c.name])))
  return grid.toString()
}

/** Columns of texts. */
export const labels = (...names: string[]): Column[] =>
  names.map((name) => ({ name, unit: 'label' as const, description: '' }))

export function pairs(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${colors.dim(name.padEnd(width))}  ${value}`).join('\n')
}

/** What the command answers. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`)
/** Resolves when whoever reads has taken it; with false when nobody reads any more, as after `head`. */
export const written = (text: string): Promise<boolean> =>
  new Promise((resolve) => {
    process.stdout.write(text, (error) => resolve(!error))
  })
/** Writes texts as they come, until nobody reads any more. */
export async function writeAll(texts: AsyncIterable<string>): Promise<void> {
  for await (const text of texts) if (!(await written(text))) return
}
/** What is said beside it. */
export const hint = (line: string): void => void process.stderr.write(`${hintColors.dim(line)}\n`)
/** What went wrong. */
export const complain = (text: string): void =>
  void process.stderr.write(`${hintColors.red('error')} ${text}\n`)
