/** Settings as lines of a shell. */

export const exportLine = (name: string, value: string): string => `export ${name}=${quoted(value)}`

/** One word of a shell. */
export const quoted = (value: string): string =>
  /^[\w@%+:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
