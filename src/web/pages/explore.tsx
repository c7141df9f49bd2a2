/** Every metric the server knows, each drawn from its description alone. */
import { useEffect, useRef, useState } from 'react'
import { go, hrefOf, useAddress } from '../address.ts'
import { absolute, type Metric, metricPath, offered, type Question, type Status } from '../api.ts'
import { CopyLine } from '../parts/copy.tsx'
import { reveal } from '../parts/reveal.ts'
import { Chosen } from './explore-metric.tsx'

interface ExploreProps {
  metrics: readonly Metric[]
  question: Question
  mode: Status['mode'] | undefined
}

export function Explore({ metrics, question, mode }: ExploreProps) {
  const address = useAddress()
  const list = offered(metrics)
  const chosen = metrics.find((m) => m.id === address.metric) ?? (address.metric ? undefined : list[0])
  return (
    <div className="explore">
      <MetricList metrics={list} chosen={chosen} />
      <div className="explore-main">
        {chosen?.refused ? (
          <section className="panel">
            <h1>{chosen.title}</h1>
            <p>{chosen.doc}</p>
            <p className="quiet">{`Not shown to you. ${chosen.refused}`}</p>
          </section>
        ) : chosen ? (
          <>
            <Chosen key={chosen.id} metric={chosen} question={question} />
            <Elsewhere metric={chosen} question={question} mode={mode} />
          </>
        ) : (
          <section className="panel">
            <h1>{`There is no metric ${address.metric}`}</h1>
            <p className="quiet">Choose one from the list.</p>
          </section>
        )}
      </div>
    </div>
  )
}

function MetricList({ metrics, chosen }: { metrics: readonly Metric[]; chosen: Metric | undefined }) {
  const [sought, setSought] = useState('')
  const current = useRef<HTMLAnchorElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const text = sought.trim().toLowerCase()
  const found = metrics.filter((m) => [m.id, m.title, m.doc].some((s) => s.toLowerCase().includes(text)))
  const areas = Map.groupBy(found, (m) => m.id.split('.')[0] ?? '')
  const id = chosen?.id
  useEffect(() => {
    if (id && current.current && list.current) reveal(current.current, list.current)
  }, [id])
  return (
    <nav className="metric-list" aria-label="Metrics">
      <input
        type="search"
        aria-label="Search metrics"
        placeholder={`Search ${metrics.length} metrics…`}
        value={sought}
        onChange={(e) => setSought(e.target.value)}
      />
      <div className="metric-areas" ref={list}>
        {[...areas].map(([area, members]) => (
          <div key={area}>
            <h2>{area}</h2>
            <ul>
              {members.map((metric) => (
                <li key={metric.id}>
                  <a
                    ref={metric.id === id ? current : undefined}
                    href={hrefOf({ view: 'explore', metric: metric.id, columns: [], style: null })}
                    aria-current={metric.id === id ? 'true' : undefined}
                    title={metric.doc}
                    onClick={(event) => {
                      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
                      event.preventDefault()
                      go({ view: 'explore', metric: metric.id, columns: [], style: null })
                    }}
                  >
                    {metric.title}
                    <code>{metric.id}</code>
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
        {found.length === 0 && <p className="quiet nothing">No metric has this in its name or meaning.</p>}
      </div>
    </nav>
  )
}

/** The same figures outside this page. A server for a team wants a key. */
function Elsewhere({ metric, question, mode }: Omit<ExploreProps, 'metrics'> & { metric: Metric }) {
  const url = absolute(metricPath(metric, question))
  const csv = absolute(metricPath(metric, question, 'csv'))
  const curl = mode === 'team' ? 'curl -s -H "Authorization: Bearer $TACHOGRAPH_KEY"' : 'curl -s'
  return (
    <section className="panel" aria-labelledby="elsewhere-title">
      <header className="panel-head">
        <h2 id="elsewhere-title">The same figures elsewhere</h2>
        <span className="panel-actions">
          <a href="openapi.json">OpenAPI description</a>
        </span>
      </header>
      <div className="panel-body elsewhere">
        <CopyLine text={url} what="the address" />
        <CopyLine text={`${curl} '${url}'`} what="the curl command" />
        <CopyLine text={`${curl} '${csv}' -o ${metric.id}.csv`} what="the curl command for CSV" />
      </div>
    </section>
  )
}
