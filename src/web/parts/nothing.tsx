/** What stands where there are no rows: while transcripts are imported it is too early to say that there is nothing. */
import { createContext, useContext } from 'react'

/** Whether an import runs. */
export const Importing = createContext(false)

export function Nothing() {
  const importing = useContext(Importing)
  return <p className="quiet nothing">{importing ? 'Nothing here yet.' : 'Nothing in this period.'}</p>
}
