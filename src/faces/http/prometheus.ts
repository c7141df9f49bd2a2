/** The server's own figures in the text format of Prometheus: what came in, how fresh answers are, how the process does. */
import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Forwarding } from '../../forward/forwarding.ts'
import type { QueueState } from '../../forward/queue.ts'
import type { SpoolState } from '../../ingest/intake.ts'
import type { Backend, Scope } from '../backend.ts'
import type { IngestCounts } from '../ingest-counts.ts'
import { intakeOf, scopeOf } from './access.ts'

export function prometheus(
  app: FastifyInstance,
  backend: Backend,
  counts: IngestCounts,
  forwarding: Forwarding | null,
): void {
  const own = new Registry()
  collectDefaultMetrics({ register: own })
  app.get('/metrics', { config: { use: 'read' } }, async (request, reply) => {
    const scope = await scopeOf(backend, request)
    const registry = ofOrganisation(scope, scope.reach.persons ? counts.of(scope.org) : [])
    ofSpool(registry, intakeOf(backend, request).state())
    ofDestinations(registry, (await forwarding?.state(scope.org)) ?? [])
    const parts = await Promise.all([own.metrics(), registry.metrics()])
    return reply.type(own.contentType).send(parts.join('\n'))
  })
}

/** Of the organisation that asks, and of no other. What came from an agent just now may be of a single person. */
function ofOrganisation(scope: Scope, received: ReturnType<IngestCounts['of']>): Registry {
  const registry = new Registry()
  const records = new Counter({
    name: 'tachograph_ingest_records_total',
    help: 'Records received since the server started, by what became of them.',
    labelNames: ['door', 'agent', 'outcome'],
    registers: [registry],
  })
  const refused = new Counter({
    name: 'tachograph_ingest_refused_total',
    help: 'Records that were rejected or quarantined, by reason.',
    labelNames: ['door', 'agent', 'reason'],
    registers: [registry],
  })
  const last = new Gauge({
    name: 'tachograph_ingest_last_timestamp_seconds',
    help: 'When anything last came through a door.',
    labelNames: ['door', 'agent'],
    registers: [registry],
  })
  const lag = new Gauge({
    name: 'tachograph_answers_lag_seconds',
    help: 'How long ago the oldest fact was acknowledged that answers do not show yet.',
    registers: [registry],
  })
  for (const { door, agent, accepted, duplicate, rejected, quarantined, reasons, last_at } of received) {
    records.inc({ door, agent, outcome: 'accepted' }, accepted)
    records.inc({ door, agent, outcome: 'duplicate' }, duplicate)
    records.inc({ door, agent, outcome: 'rejected' }, rejected)
    records.inc({ door, agent, outcome: 'quarantined' }, quarantined)
    for (const [reason, n] of Object.entries(reasons)) refused.inc({ door, agent, reason }, n)
    last.set({ door, agent }, last_at / 1000)
  }
  lag.set(Math.max(0, Date.now() - scope.asOf()) / 1000)
  return registry
}

/** What waits on disk for the store. */
function ofSpool(registry: Registry, { bytes, records, oldest_at, damaged, set_aside }: SpoolState): void {
  const gauge = (name: string, help: string, value: number) =>
    new Gauge({ name: `tachograph_spool_${name}`, help, registers: [registry] }).set(value)
  gauge('bytes', 'Telemetry that waits on disk until the store is back.', bytes)
  gauge('records', 'Records of it.', records)
  gauge('oldest_age_seconds', 'How long the oldest of it waits; 0 when nothing does.', ageOf(oldest_at))
  gauge('set_aside_files', 'Files of it that nobody can use.', set_aside)
  const help = 'Records of it that were found to be damaged since the server started.'
  new Counter({ name: 'tachograph_spool_damaged_total', help, registers: [registry] }).inc(damaged)
}

/** In seconds; 0 when there is none. */
const ageOf = (at: number | null): number => (at === null ? 0 : Math.max(0, Date.now() - at) / 1000)

/** What is passed on. */
function ofDestinations(registry: Registry, queues: readonly QueueState[]): void {
  if (queues.length === 0) return
  const of = <const L extends string>(name: string, help: string, ...labelNames: L[]) => ({
    ...{ name: `tachograph_forward_${name}`, help, labelNames: ['destination', ...labelNames] },
    registers: [registry],
  })
  const delivered = new Counter(
    of('delivered_total', 'Records that destinations took since the server started.'),
  )
  const given = new Counter(of('given_up_total', 'Records that were not passed on, by reason.', 'reason'))
  const bytes = new Gauge(of('waiting_bytes', 'What waits on disk for destinations.'))
  const age = new Gauge(of('oldest_age_seconds', 'How long the oldest of it waits; 0 when nothing does.'))
  for (const { destination, ...queue } of queues) {
    delivered.inc({ destination }, queue.delivered)
    for (const [reason, n] of Object.entries(queue.given_up)) given.inc({ destination, reason }, n)
    bytes.set({ destination }, queue.bytes)
    age.set({ destination }, ageOf(queue.oldest_at))
  }
}
