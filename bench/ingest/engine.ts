/** The yardstick: the engine alone, taking the same rows from text that was prepared before. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openInstance } from '../../src/instance.ts'

/** Rows of one insert: more at a time is not faster, fewer is slower. */
const ROWS = 20_000
const CONNECTIONS = 2

export interface Prepared {
  table: string
  rows: number
  /** Lines of JSON, so many rows each. */
  texts: string[]
}

/** What a server wrote into its data folder, table by table, as lines of JSON. */
export async function prepared(dir: string, tables: readonly string[]): Promise<Prepared[]> {
  const instance = await openInstance({ dir, clickhouseUrl: null })
  try {
    const out: Prepared[] = []
    for (const table of tables) {
      const lines = (await instance.store.rows(`SELECT * FROM ${table}`, { settings: QUOTED })).map((row) =>
        JSON.stringify(row),
      )
      const texts: string[] = []
      for (let i = 0; i < lines.length; i += ROWS) texts.push(lines.slice(i, i + ROWS).join('\n'))
      out.push({ table, rows: lines.length, texts })
    }
    return out
  } finally {
    await instance.close()
  }
}
/** Numbers of 64 bits as text: JSON would round them. */
const QUOTED = { output_format_json_quote_64bit_integers: 1 }

/** Seconds it takes to have all of it on disk. */
export async function insertAll(parts: readonly Prepared[]): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-bench-'))
  const instance = await openInstance({ dir, clickhouseUrl: null })
  try {
    const engine = new URL(instance.engine?.url ?? '')
    const authorization = `Basic ${Buffer.from(`${engine.username}:${engine.password}`).toString('base64')}`
    const jobs = parts.flatMap(({ table, texts }) => texts.map((text) => ({ table, text }))).values()
    const insert = async () => {
      for (const { table, text } of jobs) {
        const query = encodeURIComponent(`INSERT INTO tachograph.${table} FORMAT JSONEachRow`)
        const response = await fetch(`${engine.origin}/?query=${query}`, {
          method: 'POST',
          body: text,
          headers: { authorization },
        })
        if (!response.ok) throw new Error(await response.text())
        await response.text()
      }
    }
    const began = performance.now()
    await Promise.all(Array.from({ length: CONNECTIONS }, insert))
    return (performance.now() - began) / 1000
  } finally {
    await instance.close()
    rmSync(dir, { recursive: true, force: true })
  }
}
