/** Where Kimi CLI and Kimi Code keep their sessions, and what the place of a file tells of it. */
import { createHash } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { label, path, type Row, record, records, text, wholeRow } from '../row.ts'
import type { Machine, TranscriptFile } from '../source.ts'

export const WIRE = 'wire.jsonl'

export const cliFolders = ({ home, env }: Machine): string[] => [
  join(env.KIMI_SHARE_DIR || join(home, '.kimi'), 'sessions'),
]

/** The desktop application brings a Kimi Code of its own. */
const DESKTOP = 'kimi-desktop/daimon-share/daimon/runtime/kimi-code/home'

export const codeFolders = ({ home, env }: Machine): string[] => [
  join(env.KIMI_CODE_HOME || join(home, '.kimi-code'), 'sessions'),
  ...[
    join(home, 'Library/Application Support'),
    env.XDG_CONFIG_HOME || join(home, '.config'),
    ...(env.APPDATA ? [env.APPDATA] : []),
  ].map((base) => join(base, DESKTOP, 'sessions')),
]

/** Files of that name, and any the user names that lie elsewhere: beside them lie other files of lines. */
export const accepts = (file: string): boolean => {
  const parts = file.replaceAll('\\', '/').split('/')
  const name = parts.at(-1) ?? ''
  return (
    name === WIRE || (name.endsWith('.jsonl') && !parts.includes('sessions') && !parts.includes('agents'))
  )
}

const rowOf = (content: Buffer | null): Row => (content && wholeRow(content)) || {}

export interface Place {
  session: string
  /** Type of a sub-agent; null for the main agent. */
  agent: string | null
  model: string | null
  cwd: string | null
  state: Row
}

/** `sessions/<folder>/<session>/wire.jsonl`, and `…/<session>/subagents/<agent>/wire.jsonl`. */
export function cliPlace({ path: file, nearby }: TranscriptFile): Place {
  const folder = dirname(file)
  const isSub = basename(dirname(folder)) === 'subagents'
  const session = isSub ? dirname(dirname(folder)) : folder
  const meta = isSub ? rowOf(nearby.read(join(folder, 'meta.json'))) : {}
  const launch = record(meta.launch_spec) ?? {}
  const known = rowOf(nearby.read(join(dirname(dirname(dirname(session))), 'kimi.json')))
  return {
    session: label(basename(file) === WIRE ? basename(session) : stemOf(file)) ?? 'unknown',
    agent: isSub ? (label(meta.subagent_type) ?? 'subagent') : null,
    model: label(launch.effective_model),
    cwd: path(launch.work_dir) ?? cwdOf(known, basename(dirname(session))),
    state: {},
  }
}

/** The folder of a project is named by a hash of its path; which paths there are is told elsewhere. */
function cwdOf(known: Row, folder: string): string | null {
  const hash = folder.slice(folder.lastIndexOf('_') + 1)
  const found = records(known.work_dirs).find(
    ({ path: told }) => typeof told === 'string' && createHash('md5').update(told).digest('hex') === hash,
  )
  return path(found?.path)
}

const stemOf = (file: string): string => basename(file).replace(/\.jsonl$/, '')

/** The state of a session, which lies two folders above its agents; beside a file that was renamed, under its name. */
export const statesOf = (file: string): string[] => [
  join(dirname(file), '../../state.json'),
  join(dirname(file), `${stemOf(file)}.state.json`),
]

/** `sessions/<folder>/<session>/agents/<agent>/wire.jsonl`. */
export function codePlace({ path: file, nearby }: TranscriptFile): Place {
  const folder = dirname(file)
  const inPlace = basename(dirname(folder)) === 'agents'
  const state = statesOf(file)
    .slice(inPlace ? 0 : 1)
    .map((beside) => rowOf(nearby.read(beside)))
    .find((row) => 'agents' in row || 'workDir' in row)
  const name = inPlace ? basename(folder) : 'main'
  const agents = record(state?.agents) ?? {}
  const own = record(Object.hasOwn(agents, name) ? agents[name] : null)
  // A file that was renamed knows its session by the folder it was written in.
  const written = /[\\/](session_[\w.-]+)[\\/]agents[\\/]/.exec(text(own?.homedir) ?? '')?.[1]
  const session = inPlace ? basename(dirname(dirname(folder))) : (written ?? stemOf(file))
  return {
    session: label(session) ?? 'unknown',
    agent: name === 'main' && own?.type !== 'sub' ? null : 'subagent',
    model: null,
    cwd: path(state?.workDir) ?? path(record(state?.custom)?.cwd),
    state: state ?? {},
  }
}
