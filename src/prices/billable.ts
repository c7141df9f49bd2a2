/** What tokens weigh where they are no money: weights by kind, multipliers and tiers by model (catalogue F-TOK-1, F-TOK-11). */
import { createHash } from 'node:crypto'
import { z } from 'zod'

const weight = z.number().min(0).max(100)
const weights = (input: number, output: number, cache_read: number, cache_write: number) =>
  z.strictObject({
    input: weight.default(input).describe('Of a token of fresh input.'),
    output: weight.default(output).describe('Of a token of output.'),
    cache_read: weight.default(cache_read).describe('Of a token read from the cache.'),
    cache_write: weight.default(cache_write).describe('Of a token written to the cache.'),
  })

const native = weights(1, 1, 0.1, 1)
const standard = weights(1, 1, 0, 0)

/** Tiers a model can be of; one that is in no list and whose name says nothing is of none. */
export const MODEL_TIERS = ['frontier', 'balanced', 'efficient'] as const

export const billableTable = z.strictObject({
  weights: native.default(native.parse({})).describe('Of the column `billable`.'),
  standard_weights: standard
    .default(standard.parse({}))
    .describe('Of the column `standard_credits`, which the Factory-compatible routes show (Z-4).'),
  multipliers: z
    .record(z.string().min(1), z.number().min(0).max(1000))
    .default({})
    .describe('By model, without its date; every other model has 1.'),
  tiers: z
    .record(z.string().min(1), z.enum(MODEL_TIERS))
    .default({})
    .describe('By model, without its date: frontier, balanced or efficient. Default: by its family.'),
})
export type BillableTable = z.infer<typeof billableTable>
export const DEFAULT_BILLABLE: BillableTable = billableTable.parse({})

const KINDS = ['input', 'output', 'cache_read', 'cache_write'] as const
/** Columns of a rollup of usage that hold the tokens of each kind. */
const TOKENS = { input: 'in_uncached', output: 'out', cache_read: 'cache_read', cache_write: 'cache_write' }
export type Weighted = 'billable' | 'standard'
const COLUMNS = (['billable', 'standard'] as const).flatMap((of) => KINDS.map((kind) => `${of}_${kind}`))

const MILLION = 1_000_000

/** One row of the table `model_table`; the model '' is every one that has no row. */
export type ModelRow = { model: string; tier: string; version: string } & Record<string, string | number>

/** The configured table as rows of the store, all with the same version. Names are kept without vendor and date. */
export function modelRows(table: BillableTable): ModelRow[] {
  const version = createHash('sha256').update(JSON.stringify(table)).digest('hex').slice(0, 16)
  const named = ([name, value]: [string, unknown]) => [bareName(name), value] as const
  const multipliers = new Map(Object.entries(table.multipliers).map(named))
  const tiers = new Map(Object.entries(table.tiers).map(named))
  return [...new Set(['', ...multipliers.keys(), ...tiers.keys()])].map((model) => {
    const times = Number(multipliers.get(model) ?? 1)
    const weigh = (of: Weighted, by: BillableTable['weights']) =>
      KINDS.map((kind) => [`${of}_${kind}`, Math.round(by[kind] * times * MILLION)])
    return {
      model,
      ...Object.fromEntries([
        ...weigh('billable', table.weights),
        ...weigh('standard', table.standard_weights),
      ]),
      tier: String(tiers.get(model) ?? ''),
      version,
    }
  })
}

const VENDOR = '^.*/'
const DATE = '[-@:]20[0-9]{2}-?[0-9]{2}-?[0-9]{2}$'

/** Name of a model without vendor and date, in lower case; the same in SQL is `BARE_NAME`. */
export const bareName = (model: string): string =>
  model.toLowerCase().replace(new RegExp(VENDOR), '').replace(new RegExp(DATE), '')
const BARE_NAME = `replaceRegexpOne(replaceRegexpOne(lowerUTF8(r.model), '${VENDOR}', ''), '${DATE}', '')`

/** All of the table, that of every other model first: as two lists, which the engine reads once for a statement. */
const TABLE = `(SELECT (groupArray(model), groupArray((${[...COLUMNS, 'tier'].join(', ')}))) FROM (
    SELECT * FROM model_table FINAL WHERE org = {org:String} ORDER BY model))`
/** The row of the table for the model of a row `r`. Parameter: org. */
const ROW = `tupleElement(${TABLE} AS all_models, 2)[greatest(indexOf(tupleElement(all_models, 1), ${BARE_NAME}), 1)]`
const place = (name: string): number => [...COLUMNS, 'tier'].indexOf(name) + 1
const columnOf = (name: string): string => `tupleElement(${ROW}, ${place(name)})`

/** SQL: weighted tokens of rows `r` of a rollup of usage in millionths, exactly: sums of them are to be rounded once. Parameter: org. */
export const weightedSum = (of: Weighted): string => {
  // Named where it is first said: the engine reads every copy of it anew.
  const row = (i: number) => (i === 0 ? `(${ROW} AS of_model)` : 'of_model')
  const terms = KINDS.map(
    (kind, i) => `toInt128(r.${TOKENS[kind]}) * tupleElement(${row(i)}, ${place(`${of}_${kind}`)})`,
  )
  return `sum(${terms.join(' + ')})`
}
/** SQL: weighted tokens of such a sum; at most four places. */
export const weightedTokens = (sum: string): string => `floor(${sum} / 100 + 0.5) / 10000`
export const weighted = (of: Weighted): string => weightedTokens(weightedSum(of))

/** Families by their names, as they were in the summer of 2026; the first that fits counts. */
const FAMILIES: readonly (readonly [string, (typeof MODEL_TIERS)[number]])[] = [
  [
    '(^|[^a-z])(haiku|mini|nano|flash|lite|small|air|gemma|gpt-oss|ministral|devstral)([^a-z]|$)',
    'efficient',
  ],
  ['opus|fable|mythos|gemini.*-pro|gpt-[5-9]|codex|grok-[4-9]|^o[134]', 'frontier'],
  ['sonnet|gpt-4|gemini|grok|mistral|kimi|glm|qwen|deepseek|minimax|composer|llama', 'balanced'],
]

/** SQL: the tier of the model of a row `r`: as configured, else by its family, else ''. Parameter: org. */
export const MODEL_TIER = `multiIf(${columnOf('tier')} != '', ${columnOf('tier')}, ${FAMILIES.map(([names, tier]) => `match(${BARE_NAME}, '${names}'), '${tier}'`).join(', ')}, '')`
