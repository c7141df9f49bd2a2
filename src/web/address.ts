/** The address bar holds what is shown: view, period, zone, filters. A link shows the same, and Back goes back. */
import { useSyncExternalStore } from 'react'
import type { Filters, Status } from './api.ts'
import {
  browserZone,
  isDay,
  isPreset,
  isZone,
  type Period,
  type Preset,
  presetPeriod,
  today,
} from './calendar.ts'

export type View = 'overview' | 'explore'
export type Style = 'line' | 'bar' | 'stack'

export interface Address {
  view: View
  /** Metric chosen in Explore. */
  metric: string | null
  range: Preset | Period
  /** Null is the zone that is set for everybody. */
  tz: string | null
  filters: Filters
  /** Metrics shown as tables where a chart is usual. */
  tables: readonly string[]
  /** Explore: columns to draw; empty is the metric's own choice. */
  columns: readonly string[]
  /** Explore: how to draw; null is the metric's own choice. */
  style: Style | null
}

const DEFAULT_RANGE: Preset = '30d'
const STYLES: readonly string[] = ['line', 'bar', 'stack']
const OWN_KEYS = new Set(['view', 'metric', 'range', 'from', 'to', 'tz', 'table', 'column', 'style'])

export function read(search: string): Address {
  const params = new URLSearchParams(search)
  const filters: Record<string, string[]> = {}
  for (const [name, value] of params) {
    if (OWN_KEYS.has(name) || value === '') continue
    const values = Object.hasOwn(filters, name) ? (filters[name] ?? []) : []
    if (!values.includes(value)) filters[name] = [...values, value]
  }
  const tz = params.get('tz')
  const style = params.get('style')
  return {
    view: params.get('view') === 'explore' ? 'explore' : 'overview',
    metric: params.get('metric'),
    range: readRange(params),
    tz: tz && isZone(tz) ? tz : null,
    filters,
    tables: params.getAll('table'),
    columns: params.getAll('column'),
    style: style && STYLES.includes(style) ? (style as Style) : null,
  }
}

function readRange(params: URLSearchParams): Preset | Period {
  const from = params.get('from')
  const to = params.get('to')
  if (isDay(from) && isDay(to) && from <= to) return { from, to }
  const range = params.get('range')
  return range && isPreset(range) ? range : DEFAULT_RANGE
}

/** The query string, without what is usual. */
export function write(address: Address): string {
  const params = new URLSearchParams()
  if (address.view !== 'overview') params.set('view', address.view)
  if (address.view === 'explore' && address.metric) params.set('metric', address.metric)
  if (typeof address.range !== 'string') {
    params.set('from', address.range.from)
    params.set('to', address.range.to)
  } else if (address.range !== DEFAULT_RANGE) {
    params.set('range', address.range)
  }
  if (address.tz) params.set('tz', address.tz)
  for (const [name, values] of Object.entries(address.filters)) {
    for (const value of values) params.append(name, value)
  }
  for (const id of address.tables) params.append('table', id)
  for (const name of address.columns) params.append('column', name)
  if (address.style) params.set('style', address.style)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

export const isUtc = (zone: string): boolean => /^(?:(?:etc\/)?(?:utc|uct|gmt|universal|zulu))$/i.test(zone)

/** The zone that is set for everybody; on one's own machine that of the browser, unless another one than UTC is set. */
export const setZone = (status: Pick<Status, 'mode' | 'tz'> | undefined): string =>
  status === undefined || (status.mode === 'personal' && isUtc(status.tz)) ? browserZone() : status.tz

/** The zone of the days. Where works councils watch there is one alone, whatever is asked for. */
export const zoneOf = ({ tz }: Pick<Address, 'tz'>, status: Status | undefined): string =>
  status?.works_council?.applies ? status.tz : (tz ?? setZone(status))

export const periodOf = (address: Address, zone: string): Period =>
  typeof address.range === 'string'
    ? presetPeriod(address.range, today(zone))
    : { from: address.range.from, to: address.range.to }

const MOVED = 'tachograph:moved'

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener)
  window.addEventListener(MOVED, listener)
  return () => {
    window.removeEventListener('popstate', listener)
    window.removeEventListener(MOVED, listener)
  }
}

let last: { search: string; address: Address } | undefined

function current(): Address {
  const { search } = window.location
  if (last?.search !== search) last = { search, address: read(search) }
  return last.address
}

/** Changes what is shown. `replace` leaves no step in the history: for how something is drawn, not what. */
export function go(change: Partial<Address>, how: 'push' | 'replace' = 'push'): void {
  const search = write({ ...current(), ...change })
  if (search === window.location.search) return
  const url = `${window.location.pathname}${search}`
  if (how === 'push') window.history.pushState(null, '', url)
  else window.history.replaceState(null, '', url)
  window.dispatchEvent(new Event(MOVED))
}

/** Where a change would lead, as the href of a link. */
export const hrefOf = (change: Partial<Address>): string =>
  `${window.location.pathname}${write({ ...current(), ...change })}`

export const useAddress = (): Address => useSyncExternalStore(subscribe, current)

/** Sets or lifts one value of a dimension. */
export function toggleFilter(name: string, value: string): void {
  const { filters } = current()
  const values = filters[name] ?? []
  const left = values.includes(value) ? values.filter((v) => v !== value) : [...values, value]
  const { [name]: _, ...others } = filters
  go({ filters: left.length > 0 ? { ...filters, [name]: left } : others })
}

export function toggleTable(id: string): void {
  const { tables } = current()
  go({ tables: tables.includes(id) ? tables.filter((t) => t !== id) : [...tables, id] }, 'replace')
}
