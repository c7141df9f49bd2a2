/** How what runs until it is told to stop is told. */

/** Aborted by the first signal to end; the second one ends at once. */
export function endingSignal(): AbortSignal {
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending.signal.aborted) process.exit(1)
      ending.abort()
    })
  }
  return ending.signal
}
