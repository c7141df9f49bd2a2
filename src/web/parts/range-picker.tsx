/** Chooses the period: presets, two dates of one's own, and the zone in which days begin. */
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { go, isUtc, periodOf, setZone, useAddress, zoneOf } from '../address.ts'
import type { Status } from '../api.ts'
import { browserZone, isDay, PRESET_DOCS, PRESET_NAMES, PRESETS, periodLabel } from '../calendar.ts'

export function RangePicker({ status }: { status: Status | undefined }) {
  const address = useAddress()
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  const form = useId()
  const isCustom = typeof address.range !== 'string'
  const period = periodOf(address, zoneOf(address, status))

  useEffect(() => {
    if (!open) return
    const leave = (event: PointerEvent | FocusEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false)
    }
    const leaveByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      opener.current?.focus()
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    document.addEventListener('keydown', leaveByKey)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
      document.removeEventListener('keydown', leaveByKey)
    }
  }, [open])

  return (
    <div className="range">
      <fieldset className="segments">
        <legend className="unseen">Period</legend>
        {PRESETS.map((preset, i) => (
          <button
            type="button"
            key={preset}
            aria-pressed={address.range === preset}
            title={i < 4 ? `${PRESET_DOCS[preset]} (${i + 1})` : PRESET_DOCS[preset]}
            onClick={() => go({ range: preset })}
          >
            {PRESET_NAMES[preset]}
          </button>
        ))}
      </fieldset>
      <div className="popover-box" ref={box}>
        <button
          type="button"
          ref={opener}
          className={isCustom ? 'button is-on' : 'button'}
          aria-expanded={open}
          aria-controls={form}
          title="Choose two dates"
          onClick={() => setOpen(!open)}
        >
          {periodLabel(period)}
        </button>
        <div className="popover" id={form} hidden={!open}>
          {open && <Dates from={period.from} to={period.to} done={() => setOpen(false)} />}
        </div>
      </div>
      <ZoneSwitch status={status} />
    </div>
  )
}

function Dates({ from, to, done }: { from: string; to: string; done: () => void }) {
  const [first, setFirst] = useState(from)
  const [last, setLast] = useState(to)
  const problem =
    !isDay(first) || !isDay(last)
      ? 'Two dates are needed.'
      : first > last
        ? 'It ends before it begins.'
        : null
  const apply = (event: FormEvent) => {
    event.preventDefault()
    if (problem) return
    go({ range: { from: first, to: last } })
    done()
  }
  return (
    <form className="dates" onSubmit={apply}>
      <label>
        From
        <input
          type="date"
          value={first}
          min="2000-01-01"
          max="2100-12-31"
          onChange={(e) => setFirst(e.target.value)}
        />
      </label>
      <label>
        To
        <input
          type="date"
          value={last}
          min="2000-01-01"
          max="2100-12-31"
          onChange={(e) => setLast(e.target.value)}
        />
      </label>
      <p className="problem" role="status">
        {problem}
      </p>
      <button type="submit" className="button is-main" disabled={problem !== null}>
        Show
      </button>
    </form>
  )
}

/** Berlin instead of Europe/Berlin, where room is short. */
const city = (zone: string) => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

function ZoneSwitch({ status }: { status: Status | undefined }) {
  const address = useAddress()
  const local = browserZone()
  const set = setZone(status)
  const shown = zoneOf(address, status)
  const others = [local, ...(isUtc(set) || isUtc(local) ? [] : ['UTC']), shown]
  const zones = status?.works_council?.applies ? [shown] : [...new Set([set, ...others])]
  const title = (zone: string) => {
    const whose = [
      ...(zone === set && zone === status?.tz
        ? [status.mode === 'team' ? 'the zone of the organisation' : 'the zone of the configuration']
        : []),
      ...(zone === local ? ['the zone of this browser'] : []),
    ]
    return `Days begin at midnight in ${[zone, ...whose].join(', ')}`
  }
  if (zones.length === 1) {
    return (
      <span className="zone" title={title(shown)}>
        {city(shown)}
      </span>
    )
  }
  return (
    <fieldset className="segments">
      <legend className="unseen">Time zone of the days</legend>
      {zones.map((zone) => (
        <button
          type="button"
          key={zone}
          aria-pressed={zone === shown}
          title={title(zone)}
          onClick={() => go({ tz: zone === set ? null : zone })}
        >
          {city(zone)}
        </button>
      ))}
    </fieldset>
  )
}
