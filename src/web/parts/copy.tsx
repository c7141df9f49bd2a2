/** Text to take along: shown in full, copied by a button. */
import { useEffect, useState } from 'react'
import { CopyIcon } from './icons.tsx'

/** Also where the page has no clipboard of its own: without https, beyond this machine. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    field.className = 'unseen'
    document.body.append(field)
    field.select()
    const copied = document.execCommand('copy')
    field.remove()
    return copied
  }
}

const SAID_MS = 1_600

export function CopyButton({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])
  return (
    <button
      type="button"
      className="button small"
      aria-label={`Copy ${what}`}
      onClick={async () => setSaid((await copy(text)) ? 'Copied' : 'Not allowed')}
    >
      <CopyIcon />
      <span aria-live="polite">{said || 'Copy'}</span>
    </button>
  )
}

export function CopyLine({ text, what }: { text: string; what: string }) {
  return (
    <div className="copy-line">
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </div>
  )
}
