/** Lets people in, where the server is for a team: by a password, by single sign-on, or by a key for reading. */
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { loginByKey, loginByPassword, useLoginWays } from '../login.ts'

type Way = 'password' | 'key'

export function Login() {
  const [way, setWay] = useState<Way>('password')
  const { data: ways } = useLoginWays()
  return (
    <section className="panel login" aria-labelledby="login">
      <h1 id="login">Log in</h1>
      {way === 'password' ? <ByPassword /> : <ByKey />}
      {ways && ways.sign_on !== null && <SignOn slug={ways.sign_on} />}
      <button
        type="button"
        className="login-other"
        onClick={() => setWay(way === 'password' ? 'key' : 'password')}
      >
        {way === 'password' ? 'Use a key for reading instead' : 'Use e-mail address and password instead'}
      </button>
    </section>
  )
}

function ByPassword() {
  const email = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  useEffect(() => email.current?.focus(), [])
  return (
    <Form
      name="Log in"
      send={() => loginByPassword(email.current?.value.trim() ?? '', password.current?.value ?? '')}
      failed={() => password.current?.select()}
    >
      <label htmlFor="email">E-mail address</label>
      <input id="email" ref={email} type="email" autoComplete="username" spellCheck={false} required />
      <label htmlFor="password">Password</label>
      <input id="password" ref={password} type="password" autoComplete="current-password" required />
      <p className="quiet">
        Forgotten, or none yet? An owner or admin of your organisation gives you a link to set one.
      </p>
    </Form>
  )
}

function ByKey() {
  const key = useRef<HTMLInputElement>(null)
  useEffect(() => key.current?.focus(), [])
  return (
    <Form
      name="Show the figures"
      send={() => loginByKey(key.current?.value.trim() ?? '')}
      failed={() => key.current?.select()}
    >
      <label htmlFor="key">Key for reading</label>
      <input
        id="key"
        ref={key}
        type="password"
        autoComplete="off"
        placeholder="tg_…"
        spellCheck={false}
        aria-describedby="key-help"
        required
      />
      <p className="quiet" id="key-help">
        Whoever runs the server makes one with <code>tachograph keys create NAME --scope read</code>
      </p>
    </Form>
  )
}

/** Which organisation it is only its people know, where there are several. */
function SignOn({ slug }: { slug: string }) {
  const name = useRef<HTMLInputElement>(null)
  const go = (organisation: string) =>
    window.location.assign(`login/oidc/${encodeURIComponent(organisation)}`)
  if (slug !== '')
    return (
      <div className="login-part">
        <button type="button" className="button" onClick={() => go(slug)}>
          Sign in with single sign-on
        </button>
      </div>
    )
  return (
    <form
      className="login-part"
      onSubmit={(event) => {
        event.preventDefault()
        go(name.current?.value.trim() ?? '')
      }}
    >
      <label htmlFor="organisation">Organisation</label>
      <input id="organisation" ref={name} autoComplete="organization" placeholder="acme" required />
      <button type="submit" className="button">
        Sign in with single sign-on
      </button>
    </form>
  )
}

interface FormProps {
  /** Of the button. */
  name: string
  send: () => Promise<unknown>
  failed?: () => void
  children: ReactNode
}

/** Sends, says what went wrong, and asks for everything anew once that went well. */
export function Form({ name, send, failed, children }: FormProps) {
  const queries = useQueryClient()
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await send()
      await queries.resetQueries()
    } catch (error) {
      setTrouble((error as Error).message)
      failed?.()
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="login-part" onSubmit={submit}>
      {children}
      {trouble && (
        <p className="login-trouble" role="alert">
          {trouble}
        </p>
      )}
      <button type="submit" className="button is-main" disabled={busy}>
        {name}
      </button>
    </form>
  )
}
