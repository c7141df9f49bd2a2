/** Cline and the extensions that grew out of it, Roo Code and the older Kilo Code: tasks of the editors, sessions of the SDK. */
import type { TranscriptSource } from '../source.ts'
import { HARNESS } from './keys.ts'
import { ownFolders, tasksOf } from './roots.ts'
import { AGENT, sessionFormat } from './session.ts'
import { taskFormat } from './task.ts'

const { parserVersion } = AGENT

const EXTENSIONS = {
  [HARNESS]: 'saoudrizwan.claude-dev',
  'roo-code': 'rooveterinaryinc.roo-cline',
  'kilo-code': 'kilocode.kilo-code',
} as const
type Harness = keyof typeof EXTENSIONS

/** Whose task a file is, by the folder it lies in. */
function ownerOf(file: string): Harness | null {
  const place = file.toLowerCase()
  const owner = Object.entries(EXTENSIONS).find(([, extension]) => place.includes(extension))?.[0]
  return (owner as Harness | undefined) ?? null
}

/** Only Roo Code and Kilo Code name the protocol of a request; a file outside their folders is taken for one of Roo Code. */
const ownerByContent = (text: string): Harness =>
  /\\"apiProtocol\\"|"say":\s*"condense_context"/.test(text) ? 'roo-code' : HARNESS

const tasks = (harness: Harness) =>
  taskFormat({ harness, parserVersion }, (file, text) => {
    const owner = ownerOf(file)
    return text === null ? owner === null || owner === harness : (owner ?? ownerByContent(text)) === harness
  })

export const cline: TranscriptSource = {
  ...{ id: HARNESS, title: 'Cline', parserVersion },
  roots: (machine) => [...ownFolders(machine), ...tasksOf(machine, EXTENSIONS[HARNESS])],
  formats: [tasks(HARNESS), sessionFormat],
}

export const rooCode: TranscriptSource = {
  ...{ id: 'roo-code', title: 'Roo Code', parserVersion },
  roots: (machine) => tasksOf(machine, EXTENSIONS['roo-code']),
  formats: [tasks('roo-code')],
}

export const kiloCode: TranscriptSource = {
  ...{ id: 'kilo-code', title: 'Kilo Code', parserVersion },
  roots: (machine) => tasksOf(machine, EXTENSIONS['kilo-code']),
  formats: [tasks('kilo-code')],
}
