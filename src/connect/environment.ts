/** Agents without a file of settings of their own: what they are told stands in the environment that they are started in. */
import { unprotected } from './address.ts'
import type { Agent, Machine, Settings, SettingsFile, Wish } from './agent.ts'
import { readSettings } from './settings-file.ts'
import { exportLine } from './shell.ts'

/** What stands for a file where there is none. */
const NO_FILE: SettingsFile = { path: 'the environment', text: null }

/** The settings of an agent as they are. Errors: `config` when its file is there and cannot be read as text. */
export function settingsOf(agent: Agent, machine: Machine): SettingsFile {
  const path = agent.file(machine)
  return path === null ? NO_FILE : readSettings(path)
}

export interface EnvironmentAgent
  extends Pick<Agent, 'id' | 'title' | 'doc' | 'details' | 'next' | 'folder' | 'settings'> {
  /** Variables that say where to, the one that wins first. */
  endpoint: readonly string[]
  headers: string
  isOn(env: Machine['env']): boolean
  /** What else stands in the way, or goes further than the wish. */
  more(wish: Wish, env: Machine['env']): string[]
}

const OUR_KEY = /^authorization=bearer(?: |%20)(tg_[^,\s]+)$/i

/** All that is there to say of a shell: its variables, and lines that set them. Nothing is written or taken out. */
export function fromEnvironment({ endpoint, headers, isOn, more, ...agent }: EnvironmentAgent): Agent {
  const contradicting = (wanted: Settings, env: Machine['env']): string[] =>
    Object.entries(wanted)
      .filter(([name, value]) => env[name] !== undefined && env[name] !== value)
      .map(([name]) => `${name} has another value in this environment; the line that is read last counts.`)
  const staying = ({ key, url }: Wish, env: Machine['env']): string[] =>
    key === null && env[headers]
      ? [`${headers} stays, and is sent to ${url}: take it out if it is meant for another server.`]
      : []
  return {
    ...agent,
    file: () => null,
    block: (settings) =>
      Object.entries(settings)
        .map(([name, value]) => exportLine(name, value))
        .join('\n'),
    current: (_, env = {}) => ({
      on: isOn(env),
      endpoint: endpoint.map((name) => env[name]).find(Boolean) ?? null,
      key: OUR_KEY.exec(env[headers] ?? '')?.[1] ?? null,
    }),
    withheld: () => null,
    connect: (_, wish) => ({ text: '', settings: agent.settings(wish), replaced: [] }),
    disconnect: () => ({ text: '', settings: {}, replaced: [] }),
    warnings: (_, wish, env) => [
      ...more(wish, env),
      ...staying(wish, env),
      ...contradicting(agent.settings(wish), env),
      ...unprotected(wish),
    ],
  }
}
