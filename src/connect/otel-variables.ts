/** The variables of OpenTelemetry that agents take from the environment, and what they say of where they send. */
import type { Machine, Settings, Wish } from './agent.ts'

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT'
const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS'
const OUR_KEY = /(?:^|,)\s*authorization=bearer(?: |%20)(tg_[^,\s]+)/i

export const endpointIn = (env: Machine['env']): string | null => env[ENDPOINT] || null

/** A key of ours among the headers. */
export const keyIn = (env: Machine['env']): string | null => OUR_KEY.exec(env[HEADERS] ?? '')?.[1] ?? null

export const endpoint = ({ url }: Wish): Settings => ({ [ENDPOINT]: url })

/** `blank` stands between `Bearer` and the key: agents that follow the specification decode `%20`, others do not. */
export const headers = ({ key }: Wish, blank: ' ' | '%20'): Settings =>
  key === null ? {} : { [HEADERS]: `Authorization=Bearer${blank}${key}` }
