/** The page: what is asked for by the address, shown as overview or as one metric of all. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { go, periodOf, useAddress, zoneOf } from './address.ts'
import { type Filters, isForbidden, needsLogin, type Question } from './api.ts'
import { isBusy, useLiveStatus } from './freshness.ts'
import { type Shortcut, useShortcuts } from './keys.ts'
import { linkToken, useMe } from './login.ts'
import { Empty } from './pages/empty.tsx'
import { Explore } from './pages/explore.tsx'
import { Login } from './pages/login.tsx'
import { NewPassword } from './pages/new-password.tsx'
import { Overview } from './pages/overview.tsx'
import { FilterBar } from './parts/filter-bar.tsx'
import { Header } from './parts/header.tsx'
import { ImportProgress } from './parts/import-progress.tsx'
import { preloadCharts } from './parts/lazy-chart.tsx'
import { Importing } from './parts/nothing.tsx'
import { Failure, Waiting } from './parts/notice.tsx'
import { RangePicker } from './parts/range-picker.tsx'
import { ShortcutsHelp } from './parts/shortcuts-help.tsx'
import { WorksCouncil } from './parts/works-council.tsx'
import { useMetrics } from './queries.ts'
import { dimensionsOf } from './suggestions.ts'
import { toggleDark } from './theme.ts'

const NO_METRICS: never[] = []

export function App() {
  const address = useAddress()
  const list = useMetrics()
  const { data: status, error: statusError, refetch: askStatus } = useLiveStatus()
  const [helpOpen, setHelpOpen] = useState(false)
  const filterField = useRef<HTMLInputElement>(null)
  const metrics = list.data ?? NO_METRICS
  const [token, setToken] = useState(() => linkToken(window.location.hash))
  // While it is asked again, an error is forgotten for a moment: what somebody types must not be.
  const [stranger, setStranger] = useState(false)
  const isStranger = needsLogin(list.error) || (stranger && list.isPending)
  if (isStranger !== stranger) setStranger(isStranger)
  const isOut = token !== null || isStranger
  // In personal mode there is nobody to be, and a server that knows nobody is asked once.
  const { data: me } = useMe((status?.mode === 'team' || isForbidden(list.error)) && !isOut)
  useEffect(preloadCharts, [])
  useEffect(() => {
    document.title = address.view === 'explore' ? 'Explore · Tachograph' : 'Overview · Tachograph'
  }, [address.view])
  useShortcuts((key) => {
    if (key === '/') filterField.current?.focus()
    else if (key === '?') setHelpOpen(true)
    else PLAIN_ACTS[key]?.()
  })

  const tz = zoneOf(address, status)
  const { from, to } = periodOf(address, tz)
  const { filters: asked } = address
  const question = useMemo<Question>(() => {
    // Other words in the address are no filters, whoever put them there.
    const known = new Set(dimensionsOf(metrics))
    const filters: Filters = Object.fromEntries(Object.entries(asked).filter(([name]) => known.has(name)))
    return { from, to, tz, filters }
  }, [from, to, tz, asked, metrics])

  // The status says which zone days are of, and no figure is asked for twice.
  const isZoneKnown = status !== undefined || statusError !== null
  const busy = isBusy(status)
  const isEmpty = status?.facts === 0 && !busy
  // Facts show a little after they have come in.
  const isFirstImport = busy && (status?.facts === 0 || status?.events === null)
  return (
    <>
      <a className="skip" href="#main">
        Skip to the figures
      </a>
      <Header status={status} me={me} showHelp={() => setHelpOpen(true)} />
      {!isEmpty && !isOut && isZoneKnown && (
        <search className="toolbar" aria-label="Period and filters">
          <RangePicker status={status} />
          <FilterBar metrics={metrics} question={question} field={filterField} />
        </search>
      )}
      {status && <ImportProgress discovery={status.discovery} />}
      {statusError && status && (
        <p className="import is-failed" role="alert">
          {`${statusError.message} What is shown is what it said before.`}
        </p>
      )}
      <Importing value={busy}>
        <main id="main" tabIndex={-1}>
          {!isOut && !isEmpty && status?.works_council && <WorksCouncil {...status.works_council} />}
          {token !== null ? (
            <NewPassword
              token={token}
              done={() => {
                // Used up, it is no more than a line in the history.
                window.history.replaceState(null, '', window.location.pathname)
                setToken(null)
              }}
            />
          ) : isStranger ? (
            <Login />
          ) : list.error ? (
            <Failure
              what="The list of metrics could not be read."
              error={list.error}
              retry={() => {
                void list.refetch()
                void askStatus()
              }}
            />
          ) : isEmpty ? (
            <Empty status={status} />
          ) : !list.data || !isZoneKnown || isFirstImport ? (
            <div className="panel">
              {isFirstImport ? (
                <p className="quiet">The first figures show in a moment.</p>
              ) : (
                <span className="unseen">loading</span>
              )}
              <Waiting lines={8} />
            </div>
          ) : address.view === 'explore' ? (
            <Explore metrics={metrics} question={question} mode={status?.mode} />
          ) : (
            <Overview
              metrics={metrics}
              question={question}
              complete={!busy}
              events={status?.events ?? null}
            />
          )}
        </main>
      </Importing>
      <footer className="foot">
        {status && <span>{`Tachograph ${status.version}`}</span>}
        <span>Days begin at midnight in {tz}</span>
        <a href="openapi.json">API</a>
      </footer>
      <ShortcutsHelp open={helpOpen} close={() => setHelpOpen(false)} />
    </>
  )
}

const PLAIN_ACTS: Partial<Record<Shortcut, () => void>> = {
  d: toggleDark,
  'g o': () => go({ view: 'overview' }),
  'g e': () => go({ view: 'explore' }),
  '1': () => go({ range: 'today' }),
  '2': () => go({ range: '7d' }),
  '3': () => go({ range: '30d' }),
  '4': () => go({ range: '90d' }),
}
