/** `tachograph settings`: shows and changes the settings of an organisation. */
import type { Command } from 'commander'
import { TachographError } from '../../errors.ts'
import { type Flags, within } from './administration.ts'
import { pairs, printable, say } from './terminal.ts'

type Settings = Record<string, unknown>
const PATH = '/api/v1/settings'

export function settings(program: Command): void {
  const group = program.command('settings').description('show and change the settings of an organisation')
  const common = (command: Command) =>
    command
      .option('--org <name>', 'organisation, by slug or id (default: the first one)')
      .option('--json', 'print JSON')
      .option('--data <dir>', 'data folder (default: ~/.tachograph)')

  common(group.command('get').argument('[name]', 'only this one'))
    .description('show settings')
    .action(async (name: string | undefined, flags: Flags) => {
      const { data } = await within(flags, (admin) => admin.ask<{ data: Settings }>('GET', PATH))
      if (name !== undefined && !Object.hasOwn(data, name))
        throw new TachographError(
          'bad_param',
          `There is no setting ${name.slice(0, 60)}. There are: ${Object.keys(data).join(', ')}.`,
        )
      tell(name === undefined ? data : { [name]: data[name] }, flags)
    })

  common(group.command('set').argument('<name>', 'its name').argument('<value>', 'JSON, or a text'))
    .description('change a setting, such as: settings set timezone Europe/Berlin')
    .action(async (name: string, value: string, flags: Flags) => {
      const { data } = await within(flags, (admin) =>
        admin.ask<{ data: Settings }>('PATCH', PATH, { [name]: jsonOrText(value) }),
      )
      tell({ [name]: data[name] }, flags)
    })
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function tell(settings: Settings, { json }: Flags): void {
  const shown = (value: unknown) => printable(typeof value === 'string' ? value : JSON.stringify(value))
  say(
    json
      ? JSON.stringify({ data: settings })
      : pairs(Object.entries(settings).map(([name, value]) => [name, shown(value)])),
  )
}
