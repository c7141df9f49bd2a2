/** Starts the page. */
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { client } from './queries.ts'
import './styles/colours.css'
import './styles/page.css'
import './styles/header.css'
import './styles/controls.css'
import './styles/filters.css'
import './styles/dialog.css'
import './styles/panels.css'
import './styles/figures.css'
import './styles/charts.css'
import './styles/tables.css'
import './styles/notices.css'
import './styles/explore.css'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no place to be drawn in.')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)
