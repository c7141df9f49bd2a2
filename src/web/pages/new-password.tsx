/** Sets a password, for whoever came by a link that lets them. */
import { useEffect, useRef, useState } from 'react'
import { setPassword } from '../login.ts'
import { Form } from './login.tsx'

const LEAST = 12

export function NewPassword({ token, done }: { token: string; done: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  const [shown, setShown] = useState(false)
  useEffect(() => field.current?.focus(), [])
  return (
    <section className="panel login" aria-labelledby="new-password">
      <h1 id="new-password">Set your password</h1>
      <Form
        name="Set it and log in"
        send={async () => {
          await setPassword(token, field.current?.value ?? '')
          done()
        }}
        failed={() => field.current?.focus()}
      >
        <label htmlFor="password">New password</label>
        <input
          id="password"
          ref={field}
          type={shown ? 'text' : 'password'}
          autoComplete="new-password"
          minLength={LEAST}
          aria-describedby="password-help"
          spellCheck={false}
          required
        />
        <label className="check">
          <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
          Show what I type
        </label>
        <p className="quiet" id="password-help">
          {`At least ${LEAST} characters, any you like: several words are good. You will be logged out everywhere else.`}
        </p>
      </Form>
    </section>
  )
}
