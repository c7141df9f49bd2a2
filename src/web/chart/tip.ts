/** What is shown at a point of a chart; built of text nodes, for names come from outside. */
import { dayInFull } from '../calendar.ts'
import type { Plot, Series } from '../plot.ts'
import { exact, isAdditive, short } from '../units.ts'

function element(tag: string, name: string, text = ''): HTMLElement {
  const made = document.createElement(tag)
  made.className = name
  made.textContent = text
  return made
}

export function tip(
  plot: Plot,
  shown: readonly Series[],
  index: number,
  colours: readonly string[],
): HTMLElement {
  const box = element('div', 'tip')
  const point = plot.points[index] ?? ''
  const isLast = index === plot.points.length - 1
  const head = plot.along === 'days' ? dayInFull(point) : point || 'unknown'
  box.append(
    element('div', 'tip-head', plot.partial && isLast && plot.along === 'days' ? `${head}, so far` : head),
  )
  const rows = element('div', 'tip-rows')
  // In a stack the topmost comes first, as it is seen.
  const ordered = plot.style === 'stack' && plot.along === 'days' ? [...shown].reverse() : shown
  for (const series of ordered) {
    const value = series.values[index] ?? null
    const swatch = element('span', 'swatch')
    swatch.style.background = colours[series.tone - 1] ?? ''
    const figure = element('span', 'tip-value', short(plot.unit, value))
    figure.title = exact(plot.unit, value)
    rows.append(swatch, element('span', 'tip-name', series.name), figure)
  }
  if (plot.style === 'stack' && shown.length > 1 && isAdditive(plot.unit)) {
    const known = shown.flatMap((s) => s.values[index] ?? [])
    const sum = known.length > 0 ? known.reduce((a, b) => a + b, 0) : null
    rows.append(
      element('span', ''),
      element('span', 'tip-name tip-sum', 'Together'),
      element('span', 'tip-value tip-sum', short(plot.unit, sum)),
    )
  }
  box.append(rows)
  return box
}
