/** Asks for a key, where the server is for a team. */
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { login } from '../api.ts'

export function KeyForm() {
  const queries = useQueryClient()
  const field = useRef<HTMLInputElement>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => field.current?.focus(), [])
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const key = field.current?.value.trim() ?? ''
    if (key === '') return
    setBusy(true)
    try {
      await login(key)
      await queries.resetQueries()
    } catch (error) {
      setTrouble((error as Error).message)
      field.current?.select()
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="panel key-form" onSubmit={send}>
      <h2>This server asks for a key</h2>
      <label htmlFor="key">Key for reading</label>
      <input
        id="key"
        ref={field}
        type="password"
        autoComplete="current-password"
        placeholder="tg_…"
        spellCheck={false}
        aria-describedby="key-help"
        aria-invalid={trouble !== null}
      />
      {trouble && (
        <p className="key-trouble" role="alert">
          {trouble}
        </p>
      )}
      <p className="quiet" id="key-help">
        Whoever runs the server makes one with <code>tachograph keys create NAME --scope read</code>
      </p>
      <button type="submit" className="button" disabled={busy}>
        Show the figures
      </button>
    </form>
  )
}
