/** What differs between two texts, line by line, for a person to read before it is written. */

export interface DiffLine {
  /** `…` stands for lines that are left out. */
  mark: ' ' | '-' | '+' | '…'
  text: string
}

/** Unchanged lines shown around a change. */
const AROUND = 1

export function diff(before: string, after: string): DiffLine[] {
  const all = compared(lines(before), lines(after))
  const near = (at: number) =>
    all.slice(Math.max(0, at - AROUND), at + AROUND + 1).some((l) => l.mark !== ' ')
  const out: DiffLine[] = []
  for (const [at, line] of all.entries()) {
    if (near(at)) out.push(line)
    else if (out.length > 0 && out.at(-1)?.mark !== '…') out.push({ mark: '…', text: '' })
  }
  if (out.at(-1)?.mark === '…') out.pop()
  return out
}

const lines = (text: string): string[] => (text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/))

function compared(a: readonly string[], b: readonly string[]): DiffLine[] {
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < Math.min(a.length, b.length) - head && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail++
  const same = (text: string): DiffLine => ({ mark: ' ', text })
  return [
    ...a.slice(0, head).map(same),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ]
}

/** By the longest common subsequence; settings are short enough for a whole table of lengths. */
function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  const width = b.length + 1
  const longest = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const out: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push({ mark: ' ', text: a[i] as string })
      i++
      j++
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1)))
      out.push({ mark: '-', text: a[i++] as string })
    else out.push({ mark: '+', text: b[j++] as string })
  }
  return out
}
