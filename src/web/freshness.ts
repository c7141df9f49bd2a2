/** Keeps the page up to date: asks the server how it is doing, and for all figures again when there are new facts. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { get, type Status } from './api.ts'

/** Milliseconds between two questions about the status: while an import runs, while something moves, else. */
const BUSY_MS = 1_000
const MOVING_MS = 2_000
const IDLE_MS = 5_000
/** Figures are asked for again at most this often while facts arrive. */
const REFRESH_MS = 2_000
/** As long as this the server may seem behind though it is not: answers take their time. */
const TOLERANCE_MS = 1_000
/** Without new facts figures still grow old: days end. */
const STALE_MS = 60_000

export const isBusy = (status: Status | undefined): boolean =>
  status?.discovery.state === 'importing' || status?.discovery.state === 'searching'

/** What was known when facts last moved, and when figures were last asked for; instants by the clock of the browser. */
interface Seen {
  facts: number
  movedAt: number
  movedAsOf: number
  refreshedAt: number
  /** The server may still have facts to work in. */
  moving: boolean
  /** Figures on screen may lack some. */
  stale: boolean
}

/**
 * Whether the server has worked in what it had when facts last moved. `as_of` stands still until it has and then
 * follows its clock again, so it is compared with itself: the two clocks need not agree.
 */
function hasCaughtUp(seen: Seen, asOf: number, at: number): boolean {
  const since = at - seen.movedAt
  return since > 0 && asOf - seen.movedAsOf >= since - TOLERANCE_MS
}

/** The status, asked for again and again, and all figures with it when it says that there is more. */
export function useLiveStatus() {
  const queries = useQueryClient()
  const seen = useRef<Seen>(undefined)
  const [moving, setMoving] = useState(false)
  const status = useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => get<Status>('api/v1/status', signal),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      isBusy(data) ? BUSY_MS : moving || data?.facts === 0 ? MOVING_MS : IDLE_MS,
  })
  const { data, dataUpdatedAt: at, error } = status
  const failed = useRef(false)
  useEffect(() => {
    // What broke while the server was away is asked for again as soon as it is back.
    if (failed.current && !error)
      void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' })
    failed.current = error !== null
  }, [error, queries])
  useEffect(() => {
    if (!data) return
    const asOf = Date.parse(data.as_of)
    const { facts } = data
    const moved = { facts, movedAt: at, movedAsOf: asOf, moving: true }
    if (!seen.current) seen.current = { ...moved, refreshedAt: at, stale: isBusy(data) }
    const last = seen.current
    if (facts !== last.facts || isBusy(data)) Object.assign(last, moved, { stale: true })
    else if (at > last.movedAt) {
      last.moving = last.moving && !hasCaughtUp(last, asOf, at)
      last.stale ||= last.moving
    }
    setMoving(last.moving)
    if (at - last.refreshedAt < (last.stale ? REFRESH_MS : STALE_MS)) return
    // One round at a time: a slow server is not asked faster than it answers.
    if (queries.isFetching({ queryKey: ['answer'] }) > 0) return
    last.refreshedAt = at
    last.stale = last.moving
    void queries.invalidateQueries({ queryKey: ['answer'] })
  }, [data, at, queries])
  return status
}
