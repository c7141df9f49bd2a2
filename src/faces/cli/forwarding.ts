/** What `serve` passes on, by its configuration. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { samePlace } from '../../connect/index.ts'
import { TachographError } from '../../errors.ts'
import { Forwarding } from '../../forward/forwarding.ts'
import type { Admission } from '../../ingest/admission.ts'
import { names, renamed } from '../../ingest/admission-records.ts'
import { keptOf } from '../../sources/index.ts'
import { folderSecret } from './access.ts'
import { OTLP_HTTP_PORT } from './otlp-ports.ts'

/** Null where nothing is passed on. Errors: `config` for a destination that is this server itself. */
export function forwardingOf(
  config: Config,
  log: (line: string) => void,
  admissionOf: (org: string) => Admission,
): Forwarding | null {
  const { forward: destinations, host, port, otlp_ports, data } = config
  if (destinations.length === 0) return null
  const ports = [port, ...(otlp_ports ? [OTLP_HTTP_PORT] : [])]
  const own = ports.flatMap((p) => [`http://localhost:${p}`, `http://${host}:${p}`])
  for (const { name, url } of destinations) {
    if (own.some((place) => samePlace(place, url)))
      throw new TachographError('config', `forward: ${name} is this server itself.`)
  }
  const id = createHash('sha256')
    .update(`forward ${folderSecret(config)}`)
    .digest('hex')
    .slice(0, 16)
  const screen = async (org: string) => {
    const gate = await admissionOf(org).gate()
    return {
      open: gate.open || !(gate.rules.ledger || gate.rules.pseudonyms),
      names: (value: unknown) => names(gate, value),
      renamed: (value: unknown) => (gate.rules.pseudonyms ? renamed(gate, value) : value),
    }
  }
  return new Forwarding({ dir: join(data, 'forward'), destinations, keptOf, id, screen, log })
}
