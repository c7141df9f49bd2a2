/** The page of the reference about the command line: every command, those within it, their arguments and options. */
import type { Command } from 'commander'
import { anchor, code, page, sentence, table } from './markdown.ts'

const listOf = (head: string, named: readonly (readonly [string, Command])[]): string =>
  table(
    [head, 'does'],
    named.map(([name, command]) => [`[${name}](#${anchor(name)})`, sentence(command.description())]),
  )

function partOf(command: Command, name: string, depth: number): string[] {
  const within = command.commands.map((one) => [`${name} ${one.name()}`, one] as const)
  const takes = command.registeredArguments.map((a) => [
    code(`${a.name()}${a.variadic ? '…' : ''}`),
    sentence(a.description),
  ])
  const options = command.options.map((o) => {
    // What --no-… switches off is on by default, which its name says.
    const byDefault = o.defaultValue === undefined || o.negate ? '' : ` Default: ${o.defaultValue}.`
    return [code(o.flags), sentence(o.description) + (o.mandatory ? ' Required.' : byDefault)]
  })
  return [
    `${'#'.repeat(depth)} ${name}`,
    `\`tachograph ${name} ${command.usage()}\``,
    sentence(command.description()),
    ...(takes.length > 0 ? [table(['argument', 'meaning'], takes)] : []),
    ...(options.length > 0 ? [table(['option', 'meaning'], options)] : []),
    ...(within.length > 0 ? [listOf('command', within)] : []),
    ...within.flatMap(([full, one]) => partOf(one, full, depth + 1)),
  ]
}

export function commandLine(program: Command): string {
  return page(
    'Command line',
    `${program.description()} From a checkout: \`node bin/tachograph.js COMMAND\`; installed: \`tachograph COMMAND\`. Without a command it serves. Data goes to stdout, progress and hints to stderr. What a command exits with, and says when it fails, is in [errors](errors.md).`,
    listOf(
      'command',
      program.commands.map((c) => [c.name(), c] as const),
    ),
    ...program.commands.flatMap((c) => partOf(c, c.name(), 2)),
  )
}
