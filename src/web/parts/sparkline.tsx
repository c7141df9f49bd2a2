/** The course of a figure as a small line without axes; days that are unknown are left open. */

const WIDTH = 100
const HEIGHT = 24

export function Sparkline({ values, tone }: { values: readonly (number | null)[]; tone: number }) {
  const known = values.flatMap((v) => v ?? [])
  if (values.length < 2 || known.length === 0) return <svg className="sparkline" aria-hidden="true" />
  const top = Math.max(...known, 1e-9)
  let line = ''
  let open = false
  for (const [i, value] of values.entries()) {
    if (value === null) {
      open = false
      continue
    }
    const x = (i / (values.length - 1)) * WIDTH
    const y = HEIGHT - 1 - (Math.max(value, 0) / top) * (HEIGHT - 3)
    // A point between two gaps becomes a dash, or no line would show it.
    line += open ? `L${x.toFixed(2)} ${y.toFixed(2)}` : `M${x.toFixed(2)} ${y.toFixed(2)}h.01`
    open = true
  }
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={line} style={{ stroke: `var(--series-${tone})` }} />
    </svg>
  )
}
