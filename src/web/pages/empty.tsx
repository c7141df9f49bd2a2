/** What is shown before there is any fact: where the server looked, and what to do next. */
import type { Status } from '../api.ts'
import { CopyLine } from '../parts/copy.tsx'
import { Disc } from '../parts/disc.tsx'

const WHY: Partial<Record<Status['discovery']['state'], string>> = {
  off: 'This server was told to leave the transcripts of this machine alone.',
  idle: 'No transcripts of agents were found on this machine.',
  failed: 'The transcripts of this machine could not be imported; it is tried again.',
}

type Source = Status['discovery']['sources'][number]

export function Empty({ status }: { status: Status }) {
  const { discovery, commands } = status
  const isOff = discovery.state === 'off'
  const there = discovery.sources.filter((s) => s.folders.some((f) => f.exists))
  return (
    <div className="empty">
      <Disc size={96} className="disc is-blank" />
      <h1>Nothing recorded yet</h1>
      <p>
        {WHY[discovery.state] ?? WHY.idle} Give it some, or try it with an invented organisation: by one of
        these commands, in another terminal, from the folder in which you started this server.
      </p>
      {commands && (
        <ol className="steps">
          {isOff && there.length > 0 && (
            <li>
              <h2>Import the transcripts of this machine</h2>
              <p>{`Those of ${there.map((s) => s.title).join(', ')}, from the folders below.`}</p>
              <CopyLine text={commands.import} what="the command that imports this machine's transcripts" />
            </li>
          )}
          <li>
            <h2>{isOff && there.length > 0 ? 'Or import others' : 'Import transcripts'}</h2>
            <p>A folder or a file in place of PATH; what was imported before is not counted twice.</p>
            <CopyLine text={`${commands.import} PATH`} what="the command that imports" />
          </li>
          <li>
            <h2>Or look around with demo data</h2>
            <p>
              Forty invented people and their agents over ninety days. Real figures would mix with them: keep
              the two in different folders by --data.
            </p>
            <CopyLine text={commands.demo} what="the command for demo data" />
          </li>
        </ol>
      )}
      {discovery.sources.length > 0 && (
        <section aria-labelledby="folders-title">
          <h2 id="folders-title">{isOff ? 'Folders it would look into' : 'Folders it looked into'}</h2>
          <ul className="folders">
            {discovery.sources.map((source) => (
              <Folders key={source.id} source={source} />
            ))}
          </ul>
        </section>
      )}
      <p className="quiet">This page shows figures as soon as there are any.</p>
    </div>
  )
}

function Folders({ source: { title, folders, files } }: { source: Source }) {
  return (
    <li>
      <strong>{title}</strong>
      <ul>
        {folders.map(({ path, exists }) => (
          <li key={path}>
            <code>{path}</code> <span className="quiet">{exists ? 'is there' : 'is not there'}</span>
          </li>
        ))}
      </ul>
      {files !== null && (
        <span className="quiet">
          {files === 1 ? '1 transcript' : `${files.toLocaleString('en-US')} transcripts`}
        </span>
      )}
    </li>
  )
}
