/** Turns a plot into what ECharts draws. */
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { AriaComponentOption, GridComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { dayLabel } from '../calendar.ts'
import type { Plot, Series } from '../plot.ts'
import { axis } from '../units.ts'
import type { Colours } from './colours.ts'
import { tip } from './tip.ts'

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption | AriaComponentOption
>

export interface Drawing {
  plot: Plot
  shown: readonly Series[]
  words: string
  colours: Colours
  still: boolean
}

export function optionOf({ plot, shown, words, colours, still }: Drawing): ChartOption {
  const names = {
    type: 'category' as const,
    data: plot.points.map((point) => point || 'unknown'),
    axisLabel:
      plot.along === 'days'
        ? { formatter: (day: string) => dayLabel(day), hideOverlap: true }
        : { width: 150, overflow: 'truncate' as const, interval: 0 },
    inverse: plot.along === 'names',
    boundaryGap: plot.style !== 'line',
  }
  const values = {
    type: 'value' as const,
    splitNumber: 4,
    minInterval: plot.unit === 'usd' || plot.unit === 'ratio' ? 0 : 1,
    ...(plot.unit === 'ratio' && isShare(shown) ? { max: 1, min: 0 } : {}),
    axisLabel: { formatter: (value: number) => axis(plot.unit, value) },
  }
  return {
    animation: !still,
    animationDuration: 250,
    animationDurationUpdate: 250,
    aria: { enabled: true, label: { description: words } },
    // Room for the labels is taken from within.
    grid: {
      left: 4,
      right: 10,
      top: 10,
      bottom: 7,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: plot.along === 'days' ? names : values,
    yAxis: plot.along === 'days' ? values : names,
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      padding: 0,
      borderWidth: 0,
      backgroundColor: 'transparent',
      extraCssText: 'box-shadow:none',
      axisPointer: {
        type: plot.style === 'line' ? 'line' : 'shadow',
        lineStyle: { color: colours.faint, type: 'solid', width: 1 },
        shadowStyle: { color: colours.band },
        animation: false,
      },
      formatter: (points) => {
        const first = Array.isArray(points) ? points[0] : points
        return tip(plot, shown, first?.dataIndex ?? 0, colours.series)
      },
    },
    series: shown.map((series) =>
      plot.style === 'line' ? line(plot, series, colours) : bars(plot, series, colours),
    ),
  }
}

const isShare = (shown: readonly Series[]): boolean =>
  shown.every((s) => s.values.every((value) => value === null || (value >= 0 && value <= 1)))

const colourOf = (series: Series, colours: Colours): string => colours.series[series.tone - 1] ?? colours.ink

function bars(plot: Plot, series: Series, colours: Colours): BarSeriesOption {
  const last = plot.points.length - 1
  return {
    type: 'bar',
    name: series.name,
    ...(plot.style === 'stack' ? { stack: 'all' } : {}),
    color: colourOf(series, colours),
    barMaxWidth: plot.along === 'days' ? 26 : 14,
    barCategoryGap: plot.points.length > 45 ? '15%' : '28%',
    barGap: '10%',
    emphasis: { disabled: true },
    data: series.values.map((value, i) =>
      // The day that is not over is drawn pale.
      plot.partial && plot.along === 'days' && i === last && value !== null
        ? { value, itemStyle: { opacity: 0.45 } }
        : value,
    ),
  }
}

function line(plot: Plot, series: Series, colours: Colours): LineSeriesOption {
  const { values } = series
  const last = plot.points.length - 1
  return {
    type: 'line',
    name: series.name,
    color: colourOf(series, colours),
    lineStyle: { width: 1.75 },
    symbol: 'none',
    showSymbol: true,
    connectNulls: false,
    emphasis: { disabled: true },
    data: values.map((value, i) => {
      // The day that is not over, hollow; a point between two gaps, which no line would show.
      if (plot.partial && i === last && value !== null)
        return {
          value,
          symbol: 'circle',
          symbolSize: 6,
          itemStyle: { color: colours.panel, borderColor: colourOf(series, colours), borderWidth: 1.5 },
        }
      const alone = (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null
      return alone && value !== null ? { value, symbol: 'circle', symbolSize: 5 } : value
    }),
  }
}
