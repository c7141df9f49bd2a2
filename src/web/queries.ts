/** What is asked of the server and how long it stays: the list of metrics and their answers. */
import { keepPreviousData, QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type Answer,
  type CatalogueAnswer,
  get,
  isAway,
  type Metric,
  metricPath,
  type Question,
} from './api.ts'

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      // A refusal stays one; what may pass is tried again, briefly.
      retry: (failures, error) => failures < 2 && isAway(error),
      retryDelay: (failures) => 400 * 2 ** failures,
    },
  },
})

export const useMetrics = () =>
  useQuery({
    queryKey: ['metrics'],
    queryFn: async ({ signal }) => (await get<CatalogueAnswer>('api/v1/metrics', signal)).data,
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
