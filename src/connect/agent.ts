/** What an agent has to be told so that it sends its telemetry to a server: a file of settings goes in as text and comes out as text. */

export interface Machine {
  home: string
  env: Readonly<Record<string, string | undefined>>
  /** Default: the one this runs on. */
  platform?: NodeJS.Platform
}

export interface Wish {
  /** Address of the server, without a slash at its end. */
  url: string
  /** Key for sending, or null where the server asks for none. */
  key: string | null
  /** Spans as well. */
  traces: boolean
  /** Names and arguments of tools as well. */
  details: boolean
}

export interface SettingsFile {
  path: string
  /** Null where there is no such file. */
  text: string | null
}

/** Names of settings and their values. */
export type Settings = Readonly<Record<string, string>>

export interface Edit {
  /** The whole file afterwards. */
  text: string
  /** What is wanted there, or, of a removal, what is taken out. */
  settings: Settings
  /** What had another value before. */
  replaced: { name: string; from: string }[]
}

/** Where a file of settings sends to as it is. */
export interface Current {
  /** False where telemetry is off, whatever the rest says. */
  on: boolean
  endpoint: string | null
  /** A key of ours in it. */
  key: string | null
}

/** Everything that reads a file throws `config`, naming it, when it is not what the agent would accept. */
export interface Agent {
  id: string
  title: string
  /** One sentence: what it sends. */
  doc: string
  /** One sentence: what `details` adds. */
  details: string
  /** One sentence: what to do once the settings are written. */
  next: string
  /** Is there where the agent is. */
  folder(machine: Machine): string
  /** Null where it has no file of settings: then the environment that it is started in is all that it reads. */
  file(machine: Machine): string | null
  settings(wish: Wish): Settings
  /** What it takes from the environment alone: lines for a shell, which are shown and never written. */
  shell?(wish: Wish): Settings
  /** The settings as a part of the file, to be merged by hand. */
  block(settings: Settings): string
  /** The settings as a command for one run. Where there is none they are variables of the environment. */
  oneRun?(settings: Settings): string
  /** `env` counts for what it takes from the environment. */
  current(file: SettingsFile, env?: Machine['env']): Current
  /** What it could tell and is not asked to, in words; null for nothing. */
  withheld(file: SettingsFile): string | null
  connect(file: SettingsFile, wish: Wish): Edit
  /** Takes out what `connect` put in, if it sends to this address. */
  disconnect(file: SettingsFile, url: string, env?: Machine['env']): Edit
  /** What stands in the way, or goes further than the wish. */
  warnings(file: SettingsFile, wish: Wish, env: Machine['env']): string[]
}
