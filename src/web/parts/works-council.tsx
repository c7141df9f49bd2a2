/** Says that works-council mode is on, and what that means for the figures. */
import type { Status } from '../api.ts'

export function WorksCouncil({ fewest_people: fewest, applies }: NonNullable<Status['works_council']>) {
  if (!applies)
    return (
      <p className="remark quiet council">
        {`Works-council mode: these are your own figures, which are shown to you alone. Others see figures of at least ${fewest} people.`}
      </p>
    )
  return (
    <details className="remark quiet council">
      <summary>{`Works-council mode: figures are of groups of at least ${fewest} people, and some are withheld.`}</summary>
      <p>
        {`What is of fewer than ${fewest} people is put together as “other” or left out, so totals are lower than what happened, and nothing tells of single people. `}
        Days are those of UTC and end yesterday. A day without a figure may have had work of too few people,
        or none. Metrics whose parts nobody can count people for are not offered.
      </p>
    </details>
  )
}
