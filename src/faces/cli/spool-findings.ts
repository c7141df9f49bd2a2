/** What `doctor` says of telemetry that waits on disk: for the store, or for destinations to which it is passed on. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { IngestAnswer } from '../contract.ts'
import type { Finding } from './finding.ts'
import { number } from './terminal.ts'

interface Found {
  files: number
  bytes: number
}

/** What lies on disk is the same whether a server runs or not. `dir` is the data folder. */
export function spoolFindings(dir: string): Finding[] {
  const waiting: Found = { files: 0, bytes: 0 }
  const aside: Found = { files: 0, bytes: 0 }
  for (const [name, bytes] of filesBelow(join(dir, 'spool'))) {
    const found = name.includes('set-aside') ? aside : waiting
    found.files++
    found.bytes += bytes
  }
  const findings: Finding[] = []
  if (waiting.files > 0) {
    const text = `${kilobytes(waiting)} of telemetry wait for the store; a server that runs writes them once it is there`
    findings.push({ what: 'spool', state: 'note', text })
  }
  if (aside.files > 0) {
    const text = `${number(aside.files)} files (${kilobytes(aside)}) were damaged and set aside in ${join(dir, 'spool')}; they may be deleted`
    findings.push({ what: 'spool', state: 'note', text })
  }
  return findings
}

/** What a server that runs tells of its destinations. */
export function forwardFindings(ingest: IngestAnswer | null): Finding[] {
  return (ingest?.forward ?? []).map(({ destination, delivered, given_up, bytes, requests, trouble }) => {
    const lost = Object.entries(given_up).map(([reason, n]) => `${number(n)} given up (${reason})`)
    const waiting = requests > 0 ? [`${kilobytes({ bytes })} wait`] : []
    const parts = [`${number(delivered)} records delivered`, ...waiting, ...lost]
    if (trouble !== null) parts.push(`it does not take them: ${trouble}`)
    const state = lost.length > 0 || trouble !== null ? 'note' : 'ok'
    return { what: `to ${destination}`, state, text: parts.join('; ') }
  })
}

const kilobytes = ({ bytes }: Pick<Found, 'bytes'>): string => `${number(Math.ceil(bytes / 1000))} kB`

/** Path below the folder and size of each file; what is not there, or goes while it is looked at, is left out. */
function filesBelow(dir: string): [string, number][] {
  try {
    return readdirSync(dir, { recursive: true, encoding: 'utf8' }).flatMap((name): [string, number][] => {
      const about = statSync(join(dir, name), { throwIfNoEntry: false })
      return about?.isFile() ? [[name, about.size]] : []
    })
  } catch {
    return []
  }
}
