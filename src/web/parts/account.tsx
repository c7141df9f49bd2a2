/** Who is logged in, which organisation is shown, and the way out. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { logout, type Me, switchTo } from '../login.ts'

export function Account({ me }: { me: Me }) {
  const queries = useQueryClient()
  const [trouble, setTrouble] = useState<string | null>(null)
  const work = async (what: () => Promise<unknown>) => {
    try {
      await what()
      setTrouble(null)
      await queries.resetQueries()
    } catch (error) {
      setTrouble((error as Error).message)
    }
  }
  const { organisation, organisations } = me
  return (
    <div className="account">
      {organisations.length > 1 ? (
        <select
          aria-label="Organisation"
          value={organisation?.id}
          onChange={({ target }) => void work(() => switchTo(me, target.value))}
        >
          {organisations.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <span className="account-org">{organisation?.name}</span>
      )}
      <span className="account-who" title={`Role: ${me.role}`}>
        {me.name ?? me.email ?? 'by a key'}
      </span>
      <button type="button" className="button small" onClick={() => void work(() => logout(me))}>
        Log out
      </button>
      {trouble && (
        <span className="login-trouble" role="alert">
          {trouble}
        </span>
      )}
    </div>
  )
}
