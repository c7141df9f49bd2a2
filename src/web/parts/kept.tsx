/** Says of which days an answer lacks something, where facts are removed for their age. */
import { createContext, useContext } from 'react'
import type { Answer } from '../api.ts'
import { dayLabel } from '../calendar.ts'

/** The first day of which all is kept, where it has been said above for all that follows. */
export const KeptSaid = createContext<string | null>(null)

export function Kept({ answer: { meta } }: { answer: Answer }) {
  const said = useContext(KeptSaid)
  const { kept_from: from } = meta
  if (from === null || from === said) return null
  return (
    <p className="remark">
      {`Not all is kept of days before ${dayLabel(from)} ${from.slice(0, 4)}: facts were removed for their age, and figures may be too low.`}
    </p>
  )
}
