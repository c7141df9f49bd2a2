/** Sums of several tables under the same names: no row is lost where one table has nothing to say. */

/** One table's share: the sums it has, and a SELECT of the names and these. */
export interface Share {
  sums: readonly string[]
  select: string
}

/** SELECT of the names and all sums of all shares; what a share does not have is 0 in its rows. */
export function stacked(names: readonly string[], shares: readonly Share[]): string {
  const sums = [...new Set(shares.flatMap((share) => share.sums))]
  const parts = shares.map(
    (share) =>
      `SELECT ${[...names, ...sums.map((s) => (share.sums.includes(s) ? `toInt64(${s}) AS ${s}` : `toInt64(0) AS ${s}`))].join(', ')}
  FROM (${share.select})`,
  )
  return `SELECT ${[...names, ...sums.map((s) => `sum(stack.${s}) AS ${s}`)].join(', ')}
FROM (${parts.join('\nUNION ALL ')}) AS stack GROUP BY ${names.join(', ')}`
}
