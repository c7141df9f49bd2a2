/** The few signs used on buttons, 16 by 16; each button says in words what it does. */
import type { ReactNode } from 'react'

const icon = (drawing: ReactNode) => () => (
  <svg className="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
    {drawing}
  </svg>
)

export const SystemIcon = icon(<path d="M2.5 3.5h11v7h-11zM6 13h4M8 10.5V13" />)
export const LightIcon = icon(
  <>
    <circle cx="8" cy="8" r="2.75" />
    <path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1" />
  </>,
)
export const DarkIcon = icon(<path d="M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z" />)
export const ChartIcon = icon(<path d="M2.5 13.5h11M4.5 11V7.5M8 11V3M11.5 11V5.5" />)
export const TableIcon = icon(<path d="M2.5 3h11v10h-11zM2.5 6.5h11M2.5 9.75h11M6.5 6.5V13" />)
export const DownloadIcon = icon(<path d="M8 2.5v7.5M4.75 7 8 10.25 11.25 7M3 13.25h10" />)
export const CloseIcon = icon(<path d="m4.5 4.5 7 7M11.5 4.5l-7 7" />)
export const SearchIcon = icon(
  <path d="M7 2.75a4.25 4.25 0 1 0 0 8.5 4.25 4.25 0 0 0 0-8.5zM10.2 10.2l3.3 3.3" />,
)
export const CopyIcon = icon(<path d="M5.5 5.5h7v8h-7zM10.5 5.5v-3h-7v8h2" />)
export const ExploreIcon = icon(
  <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM10.5 5.5 9 9 5.5 10.5 7 7z" />,
)
