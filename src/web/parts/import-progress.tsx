/** How far the import of transcripts is, while it runs. */
import type { Status } from '../api.ts'
import { compact } from '../units.ts'

const MEGABYTE = 1e6
const megabytes = (bytes: number) => (bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0)

export function ImportProgress({ discovery }: { discovery: Status['discovery'] }) {
  const { state, bytes_done, bytes_total, files_done, files_total, calls } = discovery
  if (state === 'failed') {
    return (
      <p className="import is-failed" role="alert">
        The import of transcripts broke off; the log of the server says why. What is below is what came in
        before.
      </p>
    )
  }
  if (state === 'searching') {
    return (
      <p className="import" role="status">
        Looking for transcripts of agents on this machine…
      </p>
    )
  }
  if (state !== 'importing') return null
  const share = bytes_total > 0 ? Math.min(bytes_done / bytes_total, 1) : 0
  return (
    <div className="import">
      <span>
        Importing transcripts, newest first: {files_done.toLocaleString('en-US')} of{' '}
        {files_total.toLocaleString('en-US')} files, {megabytes(bytes_done)} of {megabytes(bytes_total)} MB,{' '}
        {compact(calls)} model calls
      </span>
      <progress aria-label="Import of transcripts" max={1} value={share} />
    </div>
  )
}
