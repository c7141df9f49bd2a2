/** Names the series of a chart, with their sums; a series can be switched off, by mouse or keys. */
import type { Plot } from '../plot.ts'
import { exact, short } from '../units.ts'

interface LegendProps {
  plot: Plot
  hidden: ReadonlySet<string>
  toggle: (key: string) => void
}

export function Legend({ plot, hidden, toggle }: LegendProps) {
  return (
    <ul className="legend">
      {plot.series.map((series) => (
        <li key={series.key}>
          <button
            type="button"
            aria-pressed={!hidden.has(series.key)}
            title={series.doc}
            onClick={() => toggle(series.key)}
          >
            <span className="swatch" style={{ background: `var(--series-${series.tone})` }} />
            <span className="legend-name">{series.name}</span>
            {series.sum !== null && (
              <span className="legend-sum" title={exact(plot.unit, series.sum)}>
                {short(plot.unit, series.sum)}
              </span>
            )}
          </button>
        </li>
      ))}
    </ul>
  )
}
