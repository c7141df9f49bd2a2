/** What is shown before there is any fact: where the server looked, and what to do next. */
import type { Status } from '../api.ts'
import { CopyLine } from '../parts/copy.tsx'
import { Disc } from '../parts/disc.tsx'

export function Empty({ status }: { status: Status }) {
  const { sources, state } = status.discovery
  return (
    <div className="empty">
      <Disc size={96} className="disc is-blank" />
      <h1>Nothing recorded yet</h1>
      <p>
        {state === 'off'
          ? 'This server does not look for transcripts by itself. Give it some, or try it with an invented organisation.'
          : 'No transcripts of agents were found on this machine. Say where they are, or try it with an invented organisation.'}
      </p>
      <ol className="steps">
        <li>
          <h2>Import transcripts</h2>
          <p>A folder or a file; what was imported before is not counted twice.</p>
          <CopyLine text="node bin/tachograph.js import PATH" what="the command that imports" />
        </li>
        <li>
          <h2>Or look around with demo data</h2>
          <p>
            Forty invented people and their agents over ninety days. Real figures would mix with them: keep
            the two apart by --data.
          </p>
          <CopyLine text="node bin/tachograph.js demo" what="the command for demo data" />
        </li>
      </ol>
      {sources.length > 0 && (
        <section aria-labelledby="folders-title">
          <h2 id="folders-title">
            {state === 'off' ? 'Folders it would look into' : 'Folders it looked into'}
          </h2>
          <ul className="folders">
            {sources.map((source) => (
              <li key={source.id}>
                <strong>{source.title}</strong>
                <ul>
                  {source.folders.map(({ path, exists }) => (
                    <li key={path}>
                      <code>{path}</code>{' '}
                      <span className="quiet">{exists ? 'is there' : 'is not there'}</span>
                    </li>
                  ))}
                </ul>
                <span className="quiet">
                  {source.files === 1
                    ? '1 transcript'
                    : `${source.files.toLocaleString('en-US')} transcripts`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="quiet">This page shows figures as soon as there are any.</p>
    </div>
  )
}
