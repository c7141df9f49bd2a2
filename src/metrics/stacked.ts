/** Sums of several tables under the same names: no row is lost where one table has nothing to say. */

/** One table's share: the sums it has, lists of words that no other share has, and a SELECT of the names and these. */
export interface Share {
  sums: readonly string[]
  lists?: readonly string[]
  select: string
}

/** SELECT of the names and all sums of all shares; what a share does not have is 0 or empty in its rows. */
export function stacked(names: readonly string[], shares: readonly Share[]): string {
  const sums = [...new Set(shares.flatMap((share) => share.sums))]
  const lists = shares.flatMap((share) => share.lists ?? [])
  const parts = shares.map((share) => {
    const ours = sums.map((s) => (share.sums.includes(s) ? `toInt64(${s}) AS ${s}` : `toInt64(0) AS ${s}`))
    const words = lists.map((l) => (share.lists?.includes(l) ? l : `emptyArrayString() AS ${l}`))
    return `SELECT ${[...names, ...ours, ...words].join(', ')}
  FROM (${share.select})`
  })
  const whole = [
    ...sums.map((s) => `sum(stack.${s}) AS ${s}`),
    ...lists.map((l) => `groupArrayArray(stack.${l}) AS ${l}`),
  ]
  return `SELECT ${[...names, ...whole].join(', ')}
FROM (${parts.join('\nUNION ALL ')}) AS stack GROUP BY ${names.join(', ')}`
}
