/** Light, dark or as the system has it: remembered, and told to everything that draws with its own colours. */
import { useSyncExternalStore } from 'react'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'tachograph.theme'
const CHANGED = 'tachograph:theme'
const systemDark = window.matchMedia('(prefers-color-scheme: dark)')

function chosen(): Theme {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

const shown = (): 'light' | 'dark' => {
  const theme = chosen()
  if (theme !== 'system') return theme
  return systemDark.matches ? 'dark' : 'light'
}

function subscribe(listener: () => void): () => void {
  systemDark.addEventListener('change', listener)
  window.addEventListener(CHANGED, listener)
  return () => {
    systemDark.removeEventListener('change', listener)
    window.removeEventListener(CHANGED, listener)
  }
}

export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    if (theme === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, theme)
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  window.dispatchEvent(new Event(CHANGED))
}

export const toggleDark = (): void => setTheme(shown() === 'dark' ? 'light' : 'dark')

/** What was chosen. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, chosen)
/** What that comes to. */
export const useShownTheme = (): 'light' | 'dark' => useSyncExternalStore(subscribe, shown)
