/** Every fact type is stored as told, read back as stored, and stays the same when its row is written anew elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type EventFact,
  FACT_TYPES,
  type FactType,
  type Field,
  type FieldKind,
  type StateFact,
} from '../../src/facts/index.ts'
import { columnsOf } from '../../src/ingest/row.ts'
import type { Store } from '../../src/store/store.ts'
import { freshName } from '../support/engine.ts'
import { DAY, fact, NOON, state, TRANSCRIPT } from '../support/facts.ts'
import { openWork } from '../support/work.ts'

let store: Store

/** Texts that break careless encoders: quotes, escapes, NUL, long ones, other scripts, one UTF-16 half of a character. */
const TEXT = `a'b"c\\d\n\t\u0000é漢😀 ${'x'.repeat(200)}`
const VALUES: Record<FieldKind, (name: string) => { told: unknown; stored: unknown }> = {
  label: (name) => ({ told: `${name} ${TEXT}`, stored: `${name} ${TEXT}` }),
  text: (name) => ({ told: `${name} \ud800`, stored: `${name} \ufffd` }),
  labels: (name) =>
    name === 'line_hashes'
      ? { told: ['0000000000000001', 'ffffffffffffffff'], stored: ['1', '18446744073709551615'] }
      : { told: ['', TEXT], stored: ['', TEXT] },
  count: () => ({ told: 1_000_000_000_000, stored: '1000000000000' }),
  ms: () => ({ told: 4_294_967_296, stored: '4294967296' }),
  usd: () => ({ told: -12.345_678_901, stored: '-12345678901' }),
  ratio: () => ({ told: 0.1, stored: 0.1 }),
  flag: () => ({ told: false, stored: false }),
  time: () => ({ told: NOON + 7, stored: '2026-06-15 12:00:00.007' }),
  json: () => ({ told: { a: [1, 'x'], b: null }, stored: '{"a":[1,"x"],"b":null}' }),
}
const NOTHING: Record<FieldKind, unknown> = {
  label: '',
  text: '',
  labels: [],
  count: null,
  ms: null,
  usd: null,
  ratio: null,
  flag: null,
  time: null,
  json: '',
}

const read = async (org: string, type: string): Promise<Record<string, unknown>[]> =>
  store.rows(`SELECT * FROM ${type} FINAL WHERE org = {org:String}`, {
    params: { org },
    settings: { output_format_json_quote_64bit_integers: 1 },
  })

/** `open` gives a store with all tables, empty, that is closed in the end; `types` are those that are looked at. */
export function storedSuite(open: () => Promise<Store>, types: readonly FactType[] = FACT_TYPES): void {
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store?.close())

  describe.each(types.map((t) => [t.name, t] as const))('%s', (name, type) => {
    const fields = Object.entries<Field>(type.fields)
    const columns = columnsOf(name)
    const told = Object.fromEntries(fields.map(([f, { kind }]) => [f, VALUES[kind](f).told]))
    const full = Object.fromEntries(fields.map(([f, { kind }], i) => [columns[i], VALUES[kind](f).stored]))
    const empty = Object.fromEntries(fields.map(([, { kind }], i) => [columns[i], NOTHING[kind]]))
    const make = (id: string, values: object) =>
      type.kind === 'event'
        ? (fact({ type: name, keys: [id], ...values } as never) as EventFact)
        : (state({ type: name, id, source: TRANSCRIPT, ...values } as never) as StateFact)

    it('is stored as told', async () => {
      const org = freshName()
      const { writer } = await openWork(store, org)
      expect(await writer.write([make('all', { ...told, subject: 'who', extra: { b: 1.5, a: 2 } })])).toEqual(
        {
          outcomes: ['accepted'],
        },
      )
      const [row] = await read(org, name)
      expect(row).toMatchObject({ ...full, subject: 'who', source: TRANSCRIPT, parser_version: 1 })
      if (type.kind === 'event') expect(row).toMatchObject({ extra: { b: 1.5, a: 2 }, owner_rank: 0 })
    })

    it('keeps unknown apart from zero', async () => {
      const org = freshName()
      const { writer } = await openWork(store, org)
      await writer.write([make('nothing', {})])
      expect((await read(org, name))[0]).toMatchObject(empty)
    })

    it('told again is a duplicate, whoever asks', async () => {
      const org = freshName()
      const first = await openWork(store, org)
      await first.writer.write([make('all', told)])
      expect((await first.writer.write([make('all', told)])).outcomes).toEqual(['duplicate'])
      const second = await openWork(store, org)
      expect((await second.writer.write([make('all', told)])).outcomes).toEqual(['duplicate'])
      expect(await read(org, name)).toHaveLength(1)
    })

    it.runIf(type.kind === 'event')('stays the same when it moves to another day', async () => {
      const org = freshName()
      await (await openWork(store, org)).writer.write([make('all', { ...told, extra: { a: 2 } })])
      const before = await read(org, name)
      const { writer } = await openWork(store, org)
      // Less complete and of a weaker owner: only its time counts.
      const earlier = { ...told, at: NOON - DAY, completeness: 1, owner_rank: 9, user: 'somebody else' }
      expect((await writer.write([make('all', earlier)])).outcomes).toEqual(['updated'])
      const after = await read(org, name)
      const moved = { day: '2026-06-14', bucket: '2026-06-14 12:00:00', at: '2026-06-14 12:00:00.000' }
      expect(after).toEqual([{ ...before[0], ...moved }])
    })
  })

  it('a fact without keys is refused, and spoils nothing for others', async () => {
    const org = freshName()
    const { writer } = await openWork(store, org)
    const good = fact({ type: 'message', keys: ['m'], role: 'user' })
    const bad = fact({ type: 'message', keys: [], role: 'user' })
    const [first, second] = await Promise.allSettled([writer.write([bad]), writer.write([good])])
    expect(first.status).toBe('rejected')
    expect(second).toEqual({ status: 'fulfilled', value: { outcomes: ['accepted'] } })
  })

  it('a fact the engine cannot take spoils nothing for others', async () => {
    const org = freshName()
    const { writer } = await openWork(store, org)
    const good = state({ type: 'incident', id: 'i1' })
    const bad = state({ type: 'incident', id: 'i2', started_at: Number.NaN })
    const results = await Promise.allSettled([
      writer.write([good]),
      writer.write([bad]),
      writer.write([good]),
    ])
    expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })
}
