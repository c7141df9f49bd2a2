/** The mark: a tachograph disc with the hours around it, the trace of a day on it, and the hole in its middle. */

const HOURS = 24
const MIDDLE = 32
/** How fast it went, hour by hour, as the distance of the trace from the middle. */
const TRACE = [14, 14, 14, 14, 14, 15, 20, 22, 18, 23, 21, 24, 15, 19, 24, 20, 23, 17, 21, 15, 14, 14, 14, 14]

function at(hour: number, radius: number): string {
  const angle = (hour / HOURS) * 2 * Math.PI - Math.PI / 2
  return `${(MIDDLE + radius * Math.cos(angle)).toFixed(1)} ${(MIDDLE + radius * Math.sin(angle)).toFixed(1)}`
}

const ticks = TRACE.map((_, hour) => `M${at(hour, hour % 6 === 0 ? 25.5 : 27)}L${at(hour, 29)}`).join('')
/** Stepped, as the pen of the instrument draws. */
const trace = `${TRACE.map((radius, hour) => `${hour === 0 ? 'M' : 'L'}${at(hour, radius)}L${at(hour + 1, radius)}`).join('')}Z`

export function Disc({ size, className = 'disc' }: { size: number; className?: string }) {
  return (
    <svg className={className} width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <circle className="disc-paper" cx="32" cy="32" r="30.5" />
      <path className="disc-hours" d={ticks} />
      <path className="disc-trace" d={trace} />
      <circle className="disc-hole" cx="32" cy="32" r="6" />
    </svg>
  )
}
