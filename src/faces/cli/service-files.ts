/** What tells systemd and launchd to run a program for a user as long as that user's services run. */

export interface Service {
  /** What it is, in a line. */
  title: string
  /** Program and arguments, absolute. */
  command: readonly string[]
  environment: Readonly<Record<string, string>>
  /** Exit codes after which starting it again helps nobody. */
  final: readonly number[]
}

const RESTART_SECONDS = 60

/** A word of a unit file: quoted, with what systemd would replace in it doubled. */
const word = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`

/** A unit for systemd, of a user. */
export function unitText({ title, command, environment, final }: Service): string {
  const variables = Object.entries(environment).map(
    ([name, value]) => `Environment=${word(`${name}=${value}`)}`,
  )
  return [
    '[Unit]',
    `Description=${title.replaceAll('%', '%%')}`,
    '',
    '[Service]',
    `ExecStart=${command.map((part) => word(part).replaceAll('$', '$$$$')).join(' ')}`,
    ...variables,
    'Restart=on-failure',
    `RestartSec=${RESTART_SECONDS}`,
    `RestartPreventExitStatus=${final.join(' ')}`,
    'Nice=10',
    'NoNewPrivileges=yes',
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ].join('\n')
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const text = (value: string): string => `<string>${escaped(value)}</string>`

/** An agent for launchd; what it says goes to `log`. */
export function plistText(label: string, { command, environment }: Service, log: string): string {
  const variables = Object.entries(environment).flatMap(([name, value]) => [
    `    <key>${escaped(name)}</key>`,
    `    ${text(value)}`,
  ])
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    '  <key>Label</key>',
    `  ${text(label)}`,
    '  <key>ProgramArguments</key>',
    '  <array>',
    ...command.map((part) => `    ${text(part)}`),
    '  </array>',
    '  <key>EnvironmentVariables</key>',
    '  <dict>',
    ...variables,
    '  </dict>',
    '  <key>RunAtLoad</key>',
    '  <true/>',
    '  <key>KeepAlive</key>',
    '  <dict>',
    '    <key>SuccessfulExit</key>',
    '    <false/>',
    '  </dict>',
    '  <key>ThrottleInterval</key>',
    `  <integer>${RESTART_SECONDS}</integer>`,
    '  <key>ProcessType</key>',
    '  <string>Background</string>',
    '  <key>StandardErrorPath</key>',
    `  ${text(log)}`,
    '</dict>',
    '</plist>',
    '',
  ].join('\n')
}
