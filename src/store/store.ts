/** The store: six methods are all that the rest of the program knows of the engine. */

/** Values bound to `{name:Type}` placeholders. Nothing is ever pasted into SQL text. */
export type Params = Record<string, unknown>

export interface QueryOptions {
  params?: Params
  /** Settings of the engine for this query. */
  settings?: Record<string, string | number>
  /** Ends the query in the engine, not only the wait for it. */
  signal?: AbortSignal
}

/**
 * Contract:
 * - `rows` returns plain objects in the order of the query, all read into memory: for results, not for exports.
 *   64-bit integers come as numbers, so sums that may pass 2^53 are scaled in SQL. An empty array means no rows.
 * - `stream` returns the same rows as they come, few in memory at a time: for exports. A query ends in the engine when
 *   reading stops, however it stops. It may throw after rows that were good.
 * - `insert` returns once the rows are on disk (fsync) and visible to every later query; all rows of one call with one
 *   partition become visible together. Rows are objects keyed by column; a column left out takes its default. The
 *   caller keeps ownership of the array. Order is not kept.
 * - `insertBlocks` is `insert` for rows that are ready-made blocks in the engine's Native format, which name their
 *   columns. The bytes must not change until it returns. No bytes, no call.
 * - `command` runs a statement without a result and returns when it is done.
 * - Any of them throws `unavailable` when the engine cannot be reached, is out of memory or disk, does not let us in or
 *   lacks a table of ours: the outcome of a write is then unknown, and writing the same again must be harmless. A fault in
 *   the statement is `internal`.
 * - `close` lets running calls end and refuses new ones.
 */
export interface Store {
  rows<T = Record<string, unknown>>(sql: string, options?: QueryOptions): Promise<T[]>
  stream<T = Record<string, unknown>>(sql: string, options?: QueryOptions): AsyncGenerator<T>
  insert(table: string, rows: readonly object[]): Promise<void>
  insertBlocks(table: string, blocks: readonly Uint8Array[]): Promise<void>
  command(sql: string, options?: QueryOptions): Promise<void>
  close(): Promise<void>
}
