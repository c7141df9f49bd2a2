/** Names of the lists that requests consist of: resources with scopes with records. */
import type { Signal } from './signals.ts'

export interface Layers {
  resources: string
  scopes: string
  records: string
}

export const LAYERS: Readonly<Record<Signal, Layers>> = {
  logs: { resources: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords' },
  metrics: { resources: 'resourceMetrics', scopes: 'scopeMetrics', records: 'metrics' },
  traces: { resources: 'resourceSpans', scopes: 'scopeSpans', records: 'spans' },
}
