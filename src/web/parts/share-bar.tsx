/** A bar in a row of a table: as long as the row is large beside the largest, in the colours of its parts. */

export interface Part {
  value: number
  /** Series colour, from 1. */
  tone: number
}

export function ShareBar({ parts, longest }: { parts: readonly Part[]; longest: number }) {
  return (
    <span className="share-bar" aria-hidden="true">
      {parts.map((part) => (
        <span
          key={part.tone}
          style={{
            width: `${longest > 0 ? (part.value / longest) * 100 : 0}%`,
            background: `var(--series-${part.tone})`,
          }}
        />
      ))}
    </span>
  )
}
