/** Narrows the page: one field that knows all names, and a chip for each that is set. */
import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { go, toggleFilter } from '../address.ts'
import type { Metric, Question } from '../api.ts'
import { dimensionsOffered, fitting, preview, type Suggestion, useNames } from '../suggestions.ts'
import { CloseIcon, SearchIcon } from './icons.tsx'
import { reveal } from './reveal.ts'

interface FilterBarProps {
  metrics: readonly Metric[]
  question: Question
  field: RefObject<HTMLInputElement | null>
}

export function FilterBar({ metrics, question, field }: FilterBarProps) {
  const set = Object.entries(question.filters).flatMap(([name, values]) =>
    values.map((value) => ({ name, value })),
  )
  return (
    <div className="filters">
      <FilterField metrics={metrics} question={question} field={field} />
      {set.length > 0 && (
        <ul className="chips" aria-label="Filters">
          {set.map(({ name, value }) => (
            <li key={`${name}\n${value}`} className="chip">
              <span className="chip-name">{name}</span>
              <span className="chip-value" title={value}>
                {value}
              </span>
              <button
                type="button"
                aria-label={`Remove ${name} ${value}`}
                onClick={() => toggleFilter(name, value)}
              >
                <CloseIcon />
              </button>
            </li>
          ))}
          {set.length > 1 && (
            <li>
              <button type="button" className="more" onClick={() => go({ filters: {} })}>
                Remove all
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

const intoView = (option: HTMLElement | null) => {
  if (option?.parentElement) reveal(option, option.parentElement)
}

function FilterField({ metrics, question, field }: FilterBarProps) {
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const list = useId()
  const names = useNames(metrics, question, open)
  const options = open ? fitting(text, dimensionsOffered(metrics), names) : []
  const chosen = options[Math.min(active, options.length - 1)]

  const take = ({ dimension, value }: Suggestion) => {
    setActive(0)
    if (value === null) {
      setText(`${dimension}: `)
      return
    }
    if (!question.filters[dimension]?.includes(value)) toggleFilter(dimension, value)
    setText('')
    setOpen(false)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      if (open && text !== '') setText('')
      else field.current?.blur()
    } else if (event.key === 'Enter') {
      if (chosen) take(chosen)
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : options.length - 1
      setActive(options.length > 0 ? (active + step) % options.length : 0)
    } else {
      return
    }
    event.preventDefault()
  }

  return (
    <div className="filter-field">
      <SearchIcon />
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label="Filter by person, model, project, …"
        aria-expanded={open && options.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={chosen ? `${list}-${options.indexOf(chosen)}` : undefined}
        placeholder="Filter…"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(e) => {
          setText(e.target.value)
          setActive(0)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      <span className="key-hint" aria-hidden="true">
        /
      </span>
      <div className="options" id={list} role="listbox" aria-label="Names" hidden={options.length === 0}>
        {options.map((option, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys, as a combobox does
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, as a combobox has it
          <div
            role="option"
            id={`${list}-${i}`}
            key={`${option.dimension}\n${option.value}`}
            ref={option === chosen ? intoView : undefined}
            aria-selected={option === chosen}
            // Keeps the focus in the field, so that the list stays open until the click.
            onMouseDown={(e) => e.preventDefault()}
            onClick={() => take(option)}
          >
            <span className="chip-name">{option.dimension}</span>
            {option.value === null ? (
              <span className="option-value quiet">{preview(names.get(option.dimension)) ?? '…'}</span>
            ) : (
              <span className="option-value" title={option.value}>
                {option.value}
              </span>
            )}
          </div>
        ))}
      </div>
    </div>
  )
}
