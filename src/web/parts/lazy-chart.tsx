/** The chart before its code has come: the same room, kept free. */
import { Component, lazy, type ReactNode, Suspense } from 'react'
import type { ChartProps } from '../chart/chart.tsx'

const load = () => import('../chart/chart.tsx')
const Chart = lazy(load)

/** Asks for the code of charts ahead of the first one. */
export const preloadCharts = (): void => void load().catch(() => undefined)

/** A chart that cannot be drawn takes nothing else down with it. */
class Guard extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <p className="quiet chart" role="alert">
        The chart could not be drawn. Reload the page, or switch to the table.
      </p>
    )
  }
}

export function LazyChart(props: ChartProps) {
  return (
    <Guard>
      <Suspense fallback={<div className="chart skeleton" />}>
        <Chart {...props} />
      </Suspense>
    </Guard>
  )
}
