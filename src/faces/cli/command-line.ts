/** Command lines as a person types them for this installation and data folder: shown in hints and on the page. */
import { type Config, dataFolder } from '../../config.ts'
import type { Status } from '../contract.ts'

/** The line of a command; `--data` is in it where the command would look into another folder without. */
export function commandLine(command: string, config: Pick<Config, 'data'>): string {
  const program = process.argv[1]?.endsWith('.js') ? 'node bin/tachograph.js' : 'tachograph'
  const folder = config.data === dataFolder(undefined, {}) ? '' : ` --data ${quoted(config.data)}`
  return `${program} ${command}${folder}`
}

/** Those that fill an empty folder. */
export const fillingCommands = (config: Pick<Config, 'data'>): NonNullable<Status['commands']> => ({
  import: commandLine('import', config),
  demo: commandLine('demo', config),
})

/** As one word of a shell. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
