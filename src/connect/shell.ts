/** Settings as lines of a shell. */

export const exportLine = (name: string, value: string): string => `export ${name}=${quoted(value)}`

const quoted = (value: string): string =>
  /^[\w@%+:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
