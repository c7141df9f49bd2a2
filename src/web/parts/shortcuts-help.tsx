/** The list of keyboard shortcuts, and the switch that turns them off. */
import { useEffect, useRef } from 'react'
import { SHORTCUTS, setShortcuts, useShortcutsOn } from '../keys.ts'

export function ShortcutsHelp({ open, close }: { open: boolean; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const on = useShortcutsOn()
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal()
    if (!open) dialog.current?.close()
  }, [open])
  return (
    <dialog ref={dialog} aria-labelledby="shortcuts-title" onClose={close}>
      <h2 id="shortcuts-title">Keyboard shortcuts</h2>
      <dl className="shortcuts">
        {Object.entries(SHORTCUTS).map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label className="check">
        <input type="checkbox" checked={on} onChange={(e) => setShortcuts(e.target.checked)} />
        Single keys act as shortcuts
      </label>
      <button type="button" className="button" onClick={close}>
        Close
      </button>
    </dialog>
  )
}
