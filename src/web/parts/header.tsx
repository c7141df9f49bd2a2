/** The bar at the top: the name, the views, how fresh the figures are, the theme. */
import type { MouseEvent } from 'react'
import { go, hrefOf, useAddress, type View, zoneOf } from '../address.ts'
import type { Status } from '../api.ts'
import type { Me } from '../login.ts'
import { setTheme, THEMES, type Theme, useTheme } from '../theme.ts'
import { Account } from './account.tsx'
import { Disc } from './disc.tsx'
import { DarkIcon, LightIcon, SystemIcon } from './icons.tsx'

const VIEWS: { view: View; name: string; keys: string }[] = [
  { view: 'overview', name: 'Overview', keys: 'g o' },
  { view: 'explore', name: 'Explore', keys: 'g e' },
]

const THEME_ICONS = { system: SystemIcon, light: LightIcon, dark: DarkIcon } as const
const THEME_NAMES: Record<Theme, string> = {
  system: 'Colours of the system',
  light: 'Light colours',
  dark: 'Dark colours',
}

interface HeaderProps {
  status: Status | undefined
  me: Me | undefined
  showHelp: () => void
}

export function Header({ status, me, showHelp }: HeaderProps) {
  const address = useAddress()
  const theme = useTheme()
  return (
    <header className="top">
      <a
        className="brand"
        href={hrefOf({ view: 'overview' })}
        aria-label="Tachograph"
        onClick={(e) => follow(e, 'overview')}
      >
        <Disc size={26} />
        <span>Tachograph</span>
      </a>
      <nav aria-label="Views">
        {VIEWS.map(({ view, name, keys }) => (
          <a
            key={view}
            href={hrefOf({ view })}
            aria-current={address.view === view ? 'page' : undefined}
            title={`${name} (${keys})`}
            onClick={(e) => follow(e, view)}
          >
            {name}
          </a>
        ))}
      </nav>
      <span className="spring" />
      {status?.holds.demo && (
        <span
          className="badge"
          title={
            status.holds.real
              ? 'Figures of the invented organisation and real ones are mixed here'
              : 'These figures are those of an invented organisation'
          }
        >
          {status.holds.real ? 'demo + real' : 'demo'}
          <span className="wide-only"> data</span>
        </span>
      )}
      {status && <AsOf instant={status.as_of} zone={zoneOf(address, status)} />}
      {me && me.kind !== 'personal' && <Account me={me} />}
      <fieldset className="segments icons">
        <legend className="unseen">Colours</legend>
        {THEMES.map((name) => {
          const Icon = THEME_ICONS[name]
          return (
            <button
              type="button"
              key={name}
              aria-pressed={theme === name}
              aria-label={THEME_NAMES[name]}
              title={`${THEME_NAMES[name]} (d)`}
              onClick={() => setTheme(name)}
            >
              <Icon />
            </button>
          )
        })}
      </fieldset>
      <button type="button" className="icon-button help" title="Keyboard shortcuts (?)" onClick={showHelp}>
        <span aria-hidden="true">?</span>
        <span className="unseen">Keyboard shortcuts</span>
      </button>
    </header>
  )
}

/** Leaves the click to the browser where it means another tab or window. */
function follow(event: MouseEvent, view: View): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  go({ view })
}

function AsOf({ instant, zone }: { instant: string; zone: string }) {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return null
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone })
  const day = at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: zone })
  const isToday =
    day === new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: zone })
  return (
    <span className="as-of" title={`Everything stored before ${at.toISOString()} is in the figures`}>
      {`as of ${isToday ? '' : `${day}, `}${time}`}
    </span>
  )
}
