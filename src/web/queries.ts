/** What is asked of the server and how long it stays: the list of metrics, their answers, the status. */
import { keepPreviousData, QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type Answer, ApiError, get, type Metric, metricPath, type Question, type Status } from './api.ts'

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      // A refusal stays one; what may pass is tried again, briefly.
      retry: (failures, error) => failures < 2 && retriable(error),
      retryDelay: (failures) => 400 * 2 ** failures,
    },
  },
})

const retriable = (error: Error): boolean =>
  error instanceof ApiError && (error.code === 'unavailable' || error.code === 'unreachable')

export const useMetrics = () =>
  useQuery({
    queryKey: ['metrics'],
    queryFn: async ({ signal }) => (await get<{ data: Metric[] }>('api/v1/metrics', signal)).data,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The answer of a metric; while another question is on its way the answer before it stays on screen. */
export const useAnswer = (metric: Metric | undefined, question: Question, enabled = true) => {
  const path = metric ? metricPath(metric, question) : ''
  return useQuery({
    queryKey: ['answer', metric?.id, path],
    queryFn: ({ signal }) => get<Answer>(path, signal),
    enabled: enabled && metric !== undefined,
    placeholderData: (previous, query) =>
      query?.queryKey[1] === metric?.id ? keepPreviousData(previous) : undefined,
  })
}

/** Asks again for everything that failed: what broke one question often broke others. */
export const useRetry = () => {
  const queries = useQueryClient()
  return () => void queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' })
}

export const isBusy = (status: Status | undefined): boolean =>
  status?.discovery.state === 'importing' || status?.discovery.state === 'searching'

/** Asked every second while an import runs, soon again while there is nothing, else now and then. */
export const useStatus = () =>
  useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => get<Status>('api/v1/status', signal),
    staleTime: 0,
    refetchInterval: ({ state }) => (isBusy(state.data) ? 1_000 : state.data?.facts === 0 ? 2_000 : 10_000),
  })

/** Figures are asked for again at most this often while facts arrive. */
const REFRESH_MS = 2_000
/** So long after the last new fact the server may still be working it in. */
const SETTLING_MS = 15_000
/** Without new facts figures still grow old: days end. */
const STALE_MS = 60_000

/** Asks for all figures again while there are new facts. `at` is when the status was told. */
export function useFreshFigures(status: Status | undefined, at: number): void {
  const queries = useQueryClient()
  const seen = useRef({ facts: -1, movedAt: 0, refreshedAt: 0 })
  useEffect(() => {
    if (!status || at === 0) return
    const last = seen.current
    const first = last.facts < 0
    if (status.facts !== last.facts || isBusy(status)) last.movedAt = first && !isBusy(status) ? 0 : at
    last.facts = status.facts
    if (first) last.refreshedAt = at
    const moving = at - last.movedAt < SETTLING_MS
    if (at - last.refreshedAt < (moving ? REFRESH_MS : STALE_MS)) return
    // One round at a time: a slow server is not asked faster than it answers.
    if (queries.isFetching({ queryKey: ['answer'] }) > 0) return
    last.refreshedAt = at
    void queries.invalidateQueries({ queryKey: ['answer'] })
  }, [status, at, queries])
}
