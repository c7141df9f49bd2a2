/** Money lives in src/prices: nowhere else are tokens multiplied by prices or amounts scaled by hand. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { parse, ROOT, sourceFiles } from './support/source.ts'

/** Places outside src/prices that change the scale of an amount, each with the reason why it is there. */
const DECLARED: Record<string, { lines: RegExp; why: string }> = {
  'src/ingest/row.ts': { lines: /\bNANO\b/, why: 'USD as told become nano-USD as stored, in state rows' },
  'src/ingest/builders.ts': {
    lines: /\bNANO\b/,
    why: 'USD as told become nano-USD as stored, in event rows',
  },
  'src/metrics/sql.ts': { lines: /\bnano\b/, why: 'nano-USD become USD once, where an answer is made' },
  'src/demo/ledger.ts': { lines: /reportedMicroUsd/, why: 'the sums the demo is checked against' },
  'src/demo/operations.ts': {
    lines: /usd \* share/,
    why: 'an invented seat is charged for a part of a month',
  },
  'src/demo/conversation.ts': { lines: /\brates\[/, why: 'an invented agent reports an invented cost' },
}

const MONEY = /(?:^|[^a-z])(?:prices?|rates?|costs?|usd|nano|pico|dollars?|cents?)(?![a-z])/i
/** By the words of camelCase and snake_case names. The day from which a rate holds is a time. */
const speaksOfMoney = (text: string): boolean =>
  MONEY.test(text.replace(/\brate\.valid_from\b/g, '').replace(/([a-z])([A-Z])/g, '$1_$2'))

/** What turns one unit of money into another, or a price per million into one per token. */
const SCALES = new Set([1e6, 1e9, 1e12, 1e-6, 1e-9, 1e-12])
const PRODUCTS = new Set([
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.SlashEqualsToken,
])

interface Finding {
  line: string
  what: string
}

/** Products and scales of money in the TypeScript of a file and in the SQL of its strings. */
function findings(path: string, text: string): Finding[] {
  const source = parse(path, text)
  const lines = text.split('\n')
  const found: Finding[] = []
  const add = (node: ts.Node, what: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
    found.push({ line: `${path}:${line + 1} ${lines[line]?.trim()}`, what })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && PRODUCTS.has(node.operatorToken.kind)) {
      const sides = [node.left.getText(source), node.right.getText(source)]
      if (sides.some(speaksOfMoney)) add(node, 'a product of money')
    }
    if (
      ts.isNumericLiteral(node) &&
      SCALES.has(Number(node.text)) &&
      speaksOfMoney(statementOf(node, source))
    )
      add(node, 'a scale of money')
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      if (sqlProduct(node.getText(source))) add(node, 'a product of money in SQL')
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** The text around a literal that says what it scales: its declaration, or the line it stands in. */
function statementOf(node: ts.Node, source: ts.SourceFile): string {
  let at = node
  while (at.parent && !ts.isStatement(at) && !ts.isVariableDeclaration(at) && !ts.isPropertyAssignment(at))
    at = at.parent
  return at.getText(source)
}

/** `sum(r.cost_nano_usd) / 1e9`, `tokens * price`, but no path, comment, date or `count(*)`. */
function sqlProduct(text: string): boolean {
  const operand = String.raw`(?:[\w.]+\([^()]*\)|\$\{[^}]*\}|[\w.]+)`
  const products = text.matchAll(new RegExp(`(${operand})\\s*[*/]\\s*(?=(${operand}))`, 'g'))
  return [...products].some(([, left = '', right = '']) => {
    const spaced = /\s[*/]\s/.test(text)
    return spaced && (speaksOfMoney(left) || speaksOfMoney(right))
  })
}

const files = sourceFiles('src').filter(
  (f) => !f.startsWith('src/prices/') && !f.endsWith('.test.ts') && !f.includes('/fixtures/'),
)
const everything = files.flatMap((f) => findings(f, readFileSync(join(ROOT, f), 'utf8')))
const declaredIn = ({ line }: Finding) => {
  const [path = ''] = line.split(':')
  const declared = DECLARED[path]
  return declared?.lines.test(line) ? path : null
}

describe('money outside src/prices', () => {
  it('is neither multiplied nor scaled, but where that is declared', () => {
    expect(everything.filter((f) => !declaredIn(f))).toEqual([])
  })

  it('is declared nowhere without need', () => {
    const used = new Set(everything.map(declaredIn))
    expect(Object.keys(DECLARED).filter((path) => !used.has(path))).toEqual([])
  })

  it('is not read from a price list', () => {
    const names = files.filter((f) => /genai-prices|_mtok/.test(readFileSync(join(ROOT, f), 'utf8')))
    expect(names).toEqual([])
  })
})

describe('the check itself', () => {
  const count = (text: string) => findings('src/metrics/x.ts', text).length

  it('finds tokens times a price', () => {
    expect(count('const cost = call.out * rate.output')).toBe(1)
    expect(count('total += tokens * inputPrice')).toBe(1)
    expect(count('cost_usd /= 2')).toBe(1)
  })

  it('finds scales by hand', () => {
    expect(count('const PICO = 1e12')).toBe(1)
    expect(count('const NANO_PER_USD = 1_000_000_000')).toBe(1)
    expect(count('const price = perMillion(1e6)')).toBe(1)
  })

  it('finds products in SQL', () => {
    expect(count('const sql = `SELECT sum(r.cost_nano_usd) / 1e9 AS usd`')).toBe(1)
    expect(count("const sql = 'SELECT sum(u.out * r.price)'")).toBe(1)
    expect(count(`const sql = \`SELECT \${nano} / 1e9\``)).toBe(1)
  })

  it('leaves other arithmetic alone', () => {
    expect(count('const gigabytes = free / 1e9')).toBe(0)
    expect(count('const share = quotient(known, total) * 100')).toBe(0)
    expect(count('const generated = separate * accurate')).toBe(0)
    expect(count('const sql = `SELECT count(*), sum(r.cost_nano_usd) FROM x`')).toBe(0)
    expect(count("const path = 'docs/prices/index.md'")).toBe(0)
  })
})
