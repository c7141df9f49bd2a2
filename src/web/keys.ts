/** Single-key shortcuts: what they are, when they hold, and how to switch them off. */
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'

/** In the order of the help; `g o` is one key after the other. */
export const SHORTCUTS = {
  '/': 'Filter',
  '1': 'Today',
  '2': 'Last 7 days',
  '3': 'Last 30 days',
  '4': 'Last 90 days',
  'g o': 'Go to the overview',
  'g e': 'Go to Explore',
  d: 'Switch between dark and light',
  '?': 'Show this help',
} as const
export type Shortcut = keyof typeof SHORTCUTS

const KEY = 'tachograph.shortcuts'
const CHANGED = 'tachograph:shortcuts'
/** Time for the second key of two. */
const SECOND_KEY_MS = 1_200

/** Whoever types by voice, or has other keys set up, can switch them off (WCAG 2.1.4). */
function on(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener)
  return () => window.removeEventListener(CHANGED, listener)
}

export const useShortcutsOn = (): boolean => useSyncExternalStore(subscribe, on)

export function setShortcuts(wanted: boolean): void {
  try {
    if (wanted) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, 'off')
  } catch {
    // Without storage they stay on.
  }
  window.dispatchEvent(new Event(CHANGED))
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))

export function useShortcuts(act: (shortcut: Shortcut) => void): void {
  const pressed = useEffectEvent(act)
  useEffect(() => {
    let first = ''
    let firstAt = 0
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !on()) return
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return
      const pair = `${first} ${event.key}`
      const key = event.timeStamp - firstAt < SECOND_KEY_MS && pair in SHORTCUTS ? pair : event.key
      first = event.key
      firstAt = event.timeStamp
      if (!(key in SHORTCUTS)) return
      event.preventDefault()
      pressed(key as Shortcut)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
