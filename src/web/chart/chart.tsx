/** Draws a plot with ECharts; a chunk of its own, loaded when the first chart is wanted. */
import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { inWords, type Plot } from '../plot.ts'
import { useShownTheme } from '../theme.ts'
import { coloursShown, themeOf } from './colours.ts'
import { optionOf } from './option.ts'

use([BarChart, LineChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer])

export interface ChartProps {
  title: string
  plot: Plot
  /** Keys of the series that were switched off. */
  hidden: ReadonlySet<string>
}

const reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)')
const ROW_HEIGHT = 26

export default function Chart({ title, plot, hidden }: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(undefined)
  const theme = useShownTheme()

  useEffect(() => {
    const place = box.current
    if (!place || !theme) return
    const made = init(place, themeOf(coloursShown(), getComputedStyle(place).fontFamily), { renderer: 'svg' })
    chart.current = made
    const resized = new ResizeObserver(() => made.resize())
    resized.observe(place)
    return () => {
      resized.disconnect()
      made.dispose()
      chart.current = undefined
    }
  }, [theme])

  useEffect(() => {
    if (!theme) return
    chart.current?.setOption(
      optionOf({
        plot,
        shown: plot.series.filter((s) => !hidden.has(s.key)),
        words: inWords(title, plot),
        colours: coloursShown(),
        still: reducedMotion.matches,
      }),
      { notMerge: true },
    )
  }, [plot, hidden, title, theme])

  const height = plot.along === 'names' ? Math.max(plot.points.length * ROW_HEIGHT + 34, 90) : undefined
  return <div className="chart" ref={box} style={height === undefined ? undefined : { height }} />
}
