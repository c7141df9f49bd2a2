/** What is said in place of figures: that something failed, that there is nothing, that it is on its way. */
import { ApiError } from '../api.ts'

export function Failure({ what, error, retry }: { what: string; error: Error; retry: () => void }) {
  const code = error instanceof ApiError ? error.code : null
  const requestId = error instanceof ApiError ? error.requestId : null
  // Asking again would not help, and nothing is wrong: this is not for everybody.
  if (code === 'forbidden') return <p className="quiet">{`Not shown to you. ${error.message}`}</p>
  return (
    <div className="failure" role="alert">
      <p className="failure-what">{what}</p>
      <p>{error.message}</p>
      <p className="quiet">
        {code && <code>{code}</code>}
        {requestId && (
          <>
            {' · request '}
            <code>{requestId}</code>
          </>
        )}
      </p>
      <button type="button" className="button" onClick={retry}>
        Try again
      </button>
    </div>
  )
}

/** Grey lines in the place of what is coming. */
export function Waiting({ lines }: { lines: number }) {
  const keys = Array.from({ length: lines }, (_, i) => `line ${i}`)
  return (
    <div className="waiting" aria-hidden="true">
      {keys.map((key) => (
        <span className="skeleton" key={key} />
      ))}
    </div>
  )
}
